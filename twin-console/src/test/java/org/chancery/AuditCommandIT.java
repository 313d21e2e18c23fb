package org.chancery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.chancery.engine.Actor;
import org.chancery.engine.Engine;
import org.chancery.engine.EngineConfig;
import org.chancery.engine.EngineNode;
import org.chancery.engine.ServiceBundle;
import org.chancery.engine.trial.Insistence;
import org.chancery.ledger.Quorum;
import org.chancery.ledger.QuorumConfig;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The command on a data folder that an engine and three voters made. Before each test the database of the last stop is
 * put in place; the ledger stays as it is through all of them, since no audit adds to it.
 */
class AuditCommandIT {

    private static final Actor FOUNDER = new Actor("p-founder", "public", Set.of(Actor.Role.APPLICANT), Set.of());

    private static final Insistence PATIENT = new Insistence(Duration.ofSeconds(60));

    private static final String BPMN = """
            <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
              xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="t" id="d">
              <process id="permit" name="Permit" isExecutable="true">
                <startEvent id="applied" camunda:formRef="apply" camunda:formRefBinding="deployment"/>
                <sequenceFlow id="f1" sourceRef="applied" targetRef="decide"/>
                <userTask id="decide" name="Decide" camunda:candidateGroups="amr" camunda:formRef="apply"
                  camunda:formRefBinding="deployment"/>
                <sequenceFlow id="f2" sourceRef="decide" targetRef="done"/>
                <endEvent id="done"/>
              </process>
            </definitions>""";

    private static final String FORM = """
            {"id":"apply","components":[{"type":"textfield","key":"company",
              "properties":{"privacy":"public","title":"true"}},{"type":"textfield","key":"citizen"}]}""";

    @TempDir
    private static Path data;

    @TempDir
    private static Path kept;

    private static long headBefore;
    private static long head;

    @BeforeAll
    static void twoRunsOfANode() throws Exception {
        assertThat(audit(data).text()).contains("holds no ledger"); // sets up the log's levels too, as at any start
        headBefore = runAndFile("before");
        keep("older.mv.db");
        head = runAndFile("after");
        keep("newest.mv.db");
    }

    /** @return the size of the log when the node had stopped */
    private static long runAndFile(String key) {
        try (Quorum quorum = Quorum.start(QuorumConfig.singleMachine("chancery.local/main", data))) {
            try (Engine engine = EngineNode.start(
                    new EngineConfig(
                            "engine-1",
                            new EngineConfig.Database.H2(database().getParent()),
                            Clock.systemUTC(),
                            List.of(new ServiceBundle("permit", resources(), Map.of())),
                            Map.of(),
                            false),
                    quorum.ledger(),
                    quorum.personKeys())) {
                // its first question is for keys: a group that has just started may not answer that yet
                PATIENT.on(() -> engine.cases()
                        .start(FOUNDER, "permit", Map.of("company", "天山乳业", "citizen", "650102199003074516"), key));
            }
            return quorum.ledger().head().size();
        }
    }

    private static Map<String, byte[]> resources() {
        return Map.of(
                "permit.bpmn", BPMN.getBytes(StandardCharsets.UTF_8),
                "apply.form", FORM.getBytes(StandardCharsets.UTF_8));
    }

    private static Path database() {
        return data.resolve("engine/h2/engine.mv.db");
    }

    private static void keep(String name) throws IOException {
        Files.copy(database(), kept.resolve(name));
    }

    @BeforeEach
    void asItWasAtTheLastStop() throws IOException {
        putInPlace("newest.mv.db");
    }

    private static void putInPlace(String name) throws IOException {
        Files.write(database(), Files.readAllBytes(kept.resolve(name)));
    }

    private record Said(int exit, String text) {}

    /** Runs the command, which must leave every file of the database as it was. */
    private static Said audit(Path folder, String... options) throws IOException {
        Map<String, byte[]> before = files();
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        int exit = new AuditCommand(Locale.ENGLISH, out, out)
                .run(Stream.concat(Stream.of(folder.toString()), Stream.of(options))
                        .toList());
        Map<String, byte[]> after = files();
        assertThat(after.keySet()).isEqualTo(before.keySet());
        before.forEach((name, bytes) -> assertThat(Arrays.equals(after.get(name), bytes))
                .as(name + " is unchanged")
                .isTrue());
        return new Said(exit, printed.toString(StandardCharsets.UTF_8));
    }

    private static Map<String, byte[]> files() throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(data)) {
            for (Path file :
                    all.filter(file -> file.startsWith(data.resolve("engine"))).toList()) {
                files.put(file.toString(), Files.isDirectory(file) ? new byte[0] : Files.readAllBytes(file));
            }
        }
        return files;
    }

    private static void edit(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:h2:file:" + database().resolveSibling("engine") + ";TIME ZONE=UTC", "sa", "");
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                assertThat(statement.executeUpdate(sql)).as(sql).isPositive();
            }
        }
    }

    @Test
    void anUntouchedDatabaseAgrees() throws Exception {
        Said said = audit(data);
        assertThat(said.text()).startsWith(head + " ledger entries").contains("Database and ledger agree.");
        assertThat(said.exit()).isEqualTo(AuditCommand.AGREES);
    }

    @Test
    void aRottenStoreIsNamedThoughTheDatabaseAgrees() throws Exception {
        Path journal = data.resolve("voter-3/store/journal");
        byte[] sound = Files.readAllBytes(journal);
        byte[] rotten = sound.clone();
        rotten[sound.length / 2] ^= 1;
        Files.write(journal, rotten);
        try {
            Said said = audit(data);
            assertThat(said.text())
                    .contains("Database and ledger agree.")
                    .contains("The store of voter-3 is not sound", journal + " at byte ", "move the folder");
            assertThat(said.exit()).isEqualTo(AuditCommand.DIFFERS);
        } finally {
            Files.write(journal, sound);
        }
        Said said = audit(data);
        assertThat(said.text()).contains("all 3 voters was read: they are sound");
        assertThat(said.exit()).isEqualTo(AuditCommand.AGREES);
    }

    /** Two permits are filed and nobody works on them: all is lawful, but no clock runs for either. */
    @Test
    void everyCaseIsJudgedOnItsModel() throws Exception {
        Said said = audit(data, "--conformance");
        assertThat(said.text())
                .contains(head + " ledger entries read; 2 cases, 0 of them ended; 2 lawful so far")
                .contains("Lawful: 100.0 % of all cases", "0 deviations", "0 places", "2 omissions")
                .contains("The case has neither ended nor does any clock run for it.");
        assertThat(said.exit()).isEqualTo(AuditCommand.DIFFERS);
    }

    @Test
    void anEditedRowIsNamed() throws Exception {
        edit("update CH_CASE set TITLE_ = '假公司' where TITLE_ = '天山乳业'");
        Said said = audit(data);
        assertThat(said.text())
                .startsWith(head + " ledger entries")
                .contains("  CH_CASE, key ", ", column TITLE_\n    in the ledger    天山乳业\n    in the database  假公司\n")
                .contains("2 differences", "Nothing is lost", "evidence")
                .doesNotContain("agree");
        assertThat(said.exit()).isEqualTo(AuditCommand.DIFFERS);
    }

    @Test
    void aTamperedSchemaVersionIsNamedAndHidesNoOtherRow() throws Exception {
        edit(
                "update ACT_GE_PROPERTY set VALUE_ = 'forged' where NAME_ = 'schema.version'",
                "delete from ACT_RU_IDENTITYLINK");
        Said said = audit(data);
        assertThat(said.text())
                .contains("  ACT_GE_PROPERTY, key schema.version, column VALUE_\n", "in the database  forged\n")
                .contains("  ACT_RU_IDENTITYLINK, key ", "in the database  (no row)\n");
        assertThat(said.exit()).isEqualTo(AuditCommand.DIFFERS);
    }

    @Test
    void tamperedModelBytesAreNamedAndNothingIsDeployedInTheirPlace() throws Exception {
        edit("update ACT_GE_BYTEARRAY set BYTES_ = X'3c666f782f3e' where NAME_ = 'permit.bpmn'");
        Said said = audit(data);
        assertThat(said.text())
                .startsWith(head + " ledger entries")
                .contains("1 differences", "  ACT_GE_BYTEARRAY, key ", ", column BYTES_\n")
                .contains("in the database  3c666f782f3e\n");
        assertThat(said.exit()).isEqualTo(AuditCommand.DIFFERS);
    }

    @Test
    void aDestroyedDatabaseDoesNotAgree() throws Exception {
        byte[] garbage = new byte[(int) Files.size(database())];
        Arrays.fill(garbage, (byte) 0x5A);
        Files.write(database(), garbage);
        Said said = audit(data);
        assertThat(said.text())
                .contains("The database cannot be read: " + database().getParent())
                .contains("Nothing is lost: all " + head + " entries", "Start the node again")
                .doesNotContain("agree");
        assertThat(said.exit()).isEqualTo(AuditCommand.NO_DATABASE);
    }

    @Test
    void aDeletedDatabaseDoesNotAgree() throws Exception {
        Files.delete(database());
        Said said = audit(data);
        assertThat(said.text())
                .contains("There is no database: " + database().getParent())
                .contains("Nothing is lost: all " + head + " entries", "Start the node again")
                .doesNotContain("agree");
        assertThat(said.exit()).isEqualTo(AuditCommand.NO_DATABASE);
    }

    @Test
    void aDatabaseThatHasLeavesYetToReplayIsBehindAndNotTamperedWith() throws Exception {
        putInPlace("older.mv.db");
        Said said = audit(data);
        assertThat(head).isGreaterThan(headBefore);
        assertThat(said.text())
                .startsWith(head + " ledger entries")
                .contains("behind the ledger by " + (head - headBefore) + " entries", "What the database holds agrees")
                .doesNotContain("differences");
        assertThat(said.exit()).isEqualTo(AuditCommand.BEHIND);
    }

    @Test
    void ofARunningNodeTheCommandSaysSo() throws Exception {
        try (DataFolder held = DataFolder.take(data)) {
            Said said = audit(held.path());
            assertThat(said.text()).contains("is running", "Stop it first", "audit screen");
            assertThat(said.exit()).isEqualTo(AuditCommand.NOT_MADE);
        }
    }

    @Test
    void aFolderWithoutALedgerGetsNone(@TempDir Path empty) throws Exception {
        assertThat(audit(empty).text()).contains("holds no ledger");
        assertThat(audit(empty).exit()).isEqualTo(AuditCommand.NOT_MADE);
        try (Stream<Path> files = Files.list(empty)) {
            assertThat(files).isEmpty();
        }
        assertThat(audit(empty.resolve("none")).exit()).isEqualTo(AuditCommand.NOT_MADE);
    }
}
