package org.chancery.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chancery.engine.casework.Workbench.AMR_LI;
import static org.chancery.engine.casework.Workbench.AUDITOR;
import static org.chancery.engine.casework.Workbench.FOUNDER;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.chancery.engine.Cases.Field;
import org.chancery.engine.Cases.Field.State;
import org.chancery.engine.casework.LicenceParts;
import org.chancery.engine.trial.Insistence;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.Quorum;
import org.chancery.ledger.QuorumConfig;
import org.chancery.ledger.verify.ReceiptVerifier;
import org.chancery.ledger.verify.Verdict;
import org.chancery.ledger.verify.VerifierKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** I6 on a real quorum: two persons of a case are erased, the others stay readable, and every proof still verifies. */
class ErasureIT {

    private static final String LOG = "chancery.test/erasure";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Insistence PATIENT = new Insistence(PATIENCE);

    @TempDir
    private Path folder;

    private Path database() {
        return folder.resolve("engine/h2");
    }

    private Engine start(Quorum quorum) {
        return EngineNode.start(
                new EngineConfig(
                        "engine-1",
                        new EngineConfig.Database.H2(database()),
                        Clock.systemUTC(),
                        List.of(LicenceParts.withPersons()),
                        LicenceParts.checks(),
                        true),
                quorum.ledger(),
                quorum.personKeys());
    }

    private static String file(Engine engine) {
        Map<String, Object> form = new HashMap<>(LicenceParts.application());
        form.put("holders", List.of(Map.of("name", "李云杉"), Map.of("name", "王胡杨"), Map.of("name", "陈思远")));
        form.put("plans", "奶制品");
        String number = PATIENT.on(() -> engine.cases().start(FOUNDER, "licence", form, "a"));
        String task = engine.tasks().inbox(AMR_LI).getFirst().id();
        PATIENT.complete(engine.tasks(), AMR_LI, task, Map.of("verdict", "grant", "reason", "符合"));
        return number;
    }

    /** From the node's own database, stopped: whose key seals what. */
    private Map<String, String> persons(String number) throws Exception {
        Map<String, String> persons = new HashMap<>();
        try (Connection connection =
                        DriverManager.getConnection("jdbc:h2:file:" + database().resolve("engine"), "sa", "");
                PreparedStatement query =
                        connection.prepareStatement("select FIELD_, PERSON_ID_ from CH_FIELD where CASE_NUMBER_ = ?")) {
            query.setString(1, number);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    persons.put(rows.getString(1), rows.getString(2));
                }
            }
        }
        return persons;
    }

    private static Map<String, State> states(Engine engine, String number) {
        return engine.cases().view(FOUNDER, number).fields().stream()
                .collect(Collectors.toMap(Field::name, Field::state));
    }

    private static void showsThatTwoWereErased(Quorum quorum, Engine engine, String number) throws Exception {
        assertThat(states(engine, number))
                .containsEntry("citizen", State.ERASED)
                .containsEntry("holders[0]", State.SHOWN)
                .containsEntry("holders[1]", State.ERASED)
                .containsEntry("holders[2]", State.SHOWN)
                .containsEntry("plans", State.SHOWN)
                .containsEntry("reason", State.SHOWN);
        AuditReport report = engine.audit(AUDITOR);
        assertThat(report.differences()).isEmpty();
        assertThat(report.erasedFields()).isEqualTo(2);

        ReceiptVerifier verifier = new ReceiptVerifier(List.of(VerifierKey.parse(quorum.verifierKey())));
        List<Long> leaves = engine.cases().trail(FOUNDER, number).stream()
                .map(Cases.Step::leaf)
                .distinct()
                .toList();
        assertThat(leaves).hasSizeGreaterThan(1);
        for (long leaf : leaves) {
            String receipt = receipt(engine, number, leaf);
            assertThat(verifier.verify(receipt.getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(Verdict.Valid.class);
            assertThat(receipt).doesNotContain("王胡杨", "650102199003074516");
        }
    }

    /** A leaf gets its receipt as soon as a checkpoint that covers it is signed. */
    private static String receipt(Engine engine, String number, long leaf) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return engine.cases().receipt(FOUNDER, number, leaf).text();
            } catch (LedgerException.Unavailable notSigned) {
                if (System.nanoTime() > end) {
                    throw notSigned;
                }
                Thread.sleep(20);
            }
        }
    }

    @Test
    void twoPersonsAreErasedAndEverythingElseStays() throws Exception {
        String number;
        try (Quorum quorum = Quorum.start(QuorumConfig.singleMachine(LOG, folder));
                Engine engine = start(quorum)) {
            number = file(engine);
            assertThat(states(engine, number)).doesNotContainValue(State.ERASED);
        }
        Map<String, String> persons = persons(number);
        try (Quorum quorum = Quorum.start(QuorumConfig.singleMachine(LOG, folder));
                Engine engine = start(quorum)) {
            for (String field : List.of("citizen", "holders[1]")) {
                PATIENT.on(() -> quorum.personKeys().erase(persons.get(field)));
                assertThat(quorum.personKeys().find(persons.get(field))).isEmpty();
            }
            showsThatTwoWereErased(quorum, engine, number);
        }
        Files.delete(database().resolve("engine.mv.db"));
        try (Quorum quorum = Quorum.start(QuorumConfig.singleMachine(LOG, folder));
                Engine engine = start(quorum)) {
            showsThatTwoWereErased(quorum, engine, number);
        }
        assertThat(persons(number)).isEqualTo(persons);
    }
}
