package org.chancery.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chancery.engine.casework.Workbench.AMR_LI;
import static org.chancery.engine.casework.Workbench.AUDITOR;
import static org.chancery.engine.casework.Workbench.FOUNDER;
import static org.chancery.engine.casework.Workbench.OFFICER;
import static org.chancery.engine.casework.Workbench.SECOND_OFFICER;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.chancery.engine.Cases.Field;
import org.chancery.engine.Erasures.Ground;
import org.chancery.engine.Erasures.State;
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

    @TempDir
    private Path kept;

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

    private static Map<String, Field.State> states(Engine engine, String number) {
        return engine.cases().view(FOUNDER, number).fields().stream()
                .collect(Collectors.toMap(Field::name, Field::state));
    }

    private static void showsThatTwoWereErased(Quorum quorum, Engine engine, String number) throws Exception {
        assertThat(states(engine, number))
                .containsEntry("citizen", Field.State.ERASED)
                .containsEntry("holders[0]", Field.State.SHOWN)
                .containsEntry("holders[1]", Field.State.ERASED)
                .containsEntry("holders[2]", Field.State.SHOWN)
                .containsEntry("plans", Field.State.SHOWN)
                .containsEntry("reason", Field.State.SHOWN);
        AuditReport report = engine.audit(AUDITOR);
        assertThat(report.differences()).isEmpty();
        assertThat(report.erasedFields()).isEqualTo(2);

        ReceiptVerifier verifier = new ReceiptVerifier(List.of(VerifierKey.parse(quorum.verifierKey())));
        for (long leaf : leaves(engine, number)) {
            String receipt = receipt(engine, number, leaf);
            assertThat(verifier.verify(receipt.getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(Verdict.Valid.class);
            assertThat(receipt).doesNotContain("王胡杨", "650102199003074516");
        }
    }

    private static List<Long> leaves(Engine engine, String number) {
        List<Long> leaves = engine.cases().trail(FOUNDER, number).stream()
                .map(Cases.Step::leaf)
                .distinct()
                .toList();
        assertThat(leaves).hasSizeGreaterThan(1);
        return leaves;
    }

    /** A leaf gets its receipt as soon as a checkpoint that covers it is signed. */
    private static String receipt(Engine engine, String number, long leaf) throws InterruptedException {
        return patiently(() -> engine.cases().receipt(FOUNDER, number, leaf).text());
    }

    private static String patiently(Supplier<String> receipt) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return receipt.get();
            } catch (LedgerException.Unavailable notSigned) {
                if (System.nanoTime() > end) {
                    throw notSigned;
                }
                Thread.sleep(20);
            }
        }
    }

    /** The ids under which these fields' persons are known, as a data officer is told them. */
    private static List<String> ids(Engine engine, String number, List<String> fields) {
        return fields.stream()
                .map(field -> engine.erasures().persons(OFFICER, number).stream()
                        .filter(person -> person.fields().stream()
                                .anyMatch(one -> one.name().equals(field)))
                        .findFirst()
                        .orElseThrow()
                        .id())
                .toList();
    }

    /** What was done although its answer was lost is not done again. */
    private static String decide(Engine engine, String number, String person) {
        once(() -> engine.erasures().request(OFFICER, number, person, Ground.PERSON_REQUEST, true));
        String id = engine.erasures().list(OFFICER).stream()
                .filter(one -> one.person().equals(person))
                .findFirst()
                .orElseThrow()
                .id();
        once(() -> engine.erasures().confirm(SECOND_OFFICER, id));
        return id;
    }

    private static void once(Runnable act) {
        try {
            PATIENT.act(act);
        } catch (EngineException.AlreadyDone taken) {
            // by the attempt whose answer was lost
        }
    }

    /** Two officers erase each; until no voter is left that has yet to destroy its copy. */
    private static void erase(Engine engine, String number, List<String> persons) throws InterruptedException {
        persons.forEach(person -> decide(engine, number, person));
        long end = System.nanoTime() + 2 * PATIENCE.toNanos();
        while (!engine.erasures().list(OFFICER).stream()
                .allMatch(one -> one.state() == State.ERASED && one.pending().isEmpty())) {
            assertThat(System.nanoTime())
                    .as("time until every voter has purged")
                    .isLessThan(end);
            Thread.sleep(50);
        }
    }

    /** H2's own backup of the running database, unpacked so that it can be searched. */
    private void backUp() throws Exception {
        Path zip = kept.resolve("before.zip");
        try (Connection connection =
                        DriverManager.getConnection("jdbc:h2:file:" + database().resolve("engine"), "sa", "");
                Statement statement = connection.createStatement()) {
            statement.execute("backup to '" + zip + "'");
        }
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                Files.write(kept.resolve("unpacked-" + entry.getName().replace('/', '-')), in.readAllBytes());
            }
        }
    }

    private long filesWith(byte[] sought) throws IOException {
        String text = new String(sought, StandardCharsets.ISO_8859_1);
        long found = 0;
        for (Path place : List.of(folder, kept)) {
            try (Stream<Path> files = Files.walk(place)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    found += contains(file, text) ? 1 : 0;
                }
            }
        }
        return found;
    }

    private static boolean contains(Path file, String text) throws IOException {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
        } catch (NoSuchFileException purgedJustNow) {
            return false;
        }
    }

    /** H2's files hold the three parts of such a character without the marks that UTF-8 puts on two of them. */
    private static byte[] asH2Writes(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (bytes[i] & 0xC0) == 0x80 ? (byte) (bytes[i] & 0x3F) : bytes[i];
        }
        return bytes;
    }

    private void holdsInClear(String text, boolean wanted) throws IOException {
        long found = filesWith(asH2Writes(text));
        for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            found += filesWith(text.getBytes(charset));
        }
        assertThat(found > 0).as("files hold '" + text + "'").isEqualTo(wanted);
    }

    private byte[] ciphertext(String number, String field) throws Exception {
        try (Connection connection =
                        DriverManager.getConnection("jdbc:h2:file:" + database().resolve("engine"), "sa", "");
                PreparedStatement query = connection.prepareStatement(
                        "select CIPHERTEXT_ from CH_FIELD where CASE_NUMBER_ = ? and FIELD_ = ?")) {
            query.setString(1, number);
            query.setString(2, field);
            try (ResultSet row = query.executeQuery()) {
                assertThat(row.next()).isTrue();
                return row.getBytes(1);
            }
        }
    }

    @Test
    void whoIsErasedIsInNoFileAnyMoreAndEveryProofStands() throws Exception {
        String number;
        List<String> erased;
        List<byte[]> keys = new ArrayList<>();
        List<byte[]> issued = new ArrayList<>();
        byte[] sealed;
        try (Quorum quorum = Quorum.start(QuorumConfig.singleMachine(LOG, folder));
                Engine engine = start(quorum)) {
            number = file(engine);
            assertThat(states(engine, number)).doesNotContainValue(Field.State.ERASED);
            erased = ids(engine, number, List.of("citizen", "holders[1]"));
            for (String person : erased) {
                keys.add(quorum.personKeys().find(person).orElseThrow());
            }
            for (long leaf : leaves(engine, number)) {
                issued.add(receipt(engine, number, leaf).getBytes(StandardCharsets.UTF_8));
            }
            issued.add(PATIENT.on(() -> engine.cases().page(FOUNDER, number))
                    .html("https://permits.example/verify", quorum.verifierKey(), ZoneOffset.UTC)
                    .getBytes(StandardCharsets.UTF_8));
            backUp();
            sealed = ciphertext(number, "holders[1]");
            assertThat(filesWith(sealed)).as("database and its backup").isGreaterThanOrEqualTo(1);
            for (byte[] key : keys) {
                assertThat(filesWith(key)).as("the search finds keys").isGreaterThanOrEqualTo(2);
            }
            holdsInClear("天山乳业", true); // public, so that the search is seen to find
            erase(engine, number, erased);
            nothingIsLeft(keys);
            showsThatTwoWereErased(quorum, engine, number);
        }
        Map<String, String> persons = persons(number);
        Files.delete(database().resolve("engine.mv.db"));
        try (Quorum quorum = Quorum.start(QuorumConfig.singleMachine(LOG, folder));
                Engine engine = start(quorum)) {
            showsThatTwoWereErased(quorum, engine, number);
            nothingIsLeft(keys);
            ReceiptVerifier verifier = new ReceiptVerifier(List.of(VerifierKey.parse(quorum.verifierKey())));
            assertThat(issued).hasSizeGreaterThan(2);
            for (byte[] file : issued) {
                assertThat(verifier.verify(file)).isInstanceOfAny(Verdict.Valid.class, Verdict.ValidCase.class);
            }
        }
        assertThat(persons(number)).isEqualTo(persons);
        assertThat(filesWith(sealed)).as("what is left is ciphertext").isGreaterThanOrEqualTo(1);
    }

    private void nothingIsLeft(List<byte[]> keys) throws IOException {
        for (byte[] key : keys) {
            assertThat(filesWith(key)).isZero();
        }
        holdsInClear("王胡杨", false);
        holdsInClear("650102199003074516", false);
    }

    @Test
    void aVoterThatWasAwayIsNamedUntilItHasPurgedToo() throws Exception {
        try (Quorum quorum = Quorum.start(QuorumConfig.singleMachine(LOG, folder));
                Engine engine = start(quorum)) {
            String number = file(engine);
            String person = ids(engine, number, List.of("citizen")).getFirst();
            byte[] key = quorum.personKeys().find(person).orElseThrow();
            quorum.stop("voter-3");
            String id = decide(engine, number, person);
            assertThat(certificate(engine, id)).containsPattern("\"pending\":\\[[^]]*\"voter-3\"");
            quorum.start("voter-3");
            erase(engine, number, List.of());
            assertThat(filesWith(key)).isZero();
            String certificate = certificate(engine, id);
            assertThat(certificate).contains("\"pending\":[]", "voter-3");
            ReceiptVerifier verifier = new ReceiptVerifier(List.of(VerifierKey.parse(quorum.verifierKey())));
            assertThat(verifier.verify(certificate.getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(Verdict.Valid.class);
        }
    }

    private static String certificate(Engine engine, String id) throws InterruptedException {
        return patiently(() -> engine.erasures().certificate(OFFICER, id).text());
    }
}
