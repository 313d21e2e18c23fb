package org.chancery.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chancery.engine.casework.Workbench.AMR_LI;
import static org.chancery.engine.casework.Workbench.FOUNDER;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.chancery.engine.AuditReport.Difference;
import org.chancery.engine.casework.LicenceParts;
import org.chancery.engine.casework.Workbench;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What hands can do to the files of a stopped node's database, and what its audit says of it. */
class StoppedAuditTest {

    private final InMemoryLedger ledger = new InMemoryLedger();
    private final Workbench.Keys keys = new Workbench.Keys();
    private String number;

    @TempDir
    private Path folder;

    @BeforeEach
    void oneCase() {
        try (Engine engine = EngineNode.start(
                new EngineConfig(
                        "engine-1",
                        new EngineConfig.Database.H2(folder),
                        Clock.systemUTC(),
                        List.of(LicenceParts.bundle()),
                        LicenceParts.checks(),
                        false),
                ledger,
                keys)) {
            number = engine.cases().start(FOUNDER, "licence", LicenceParts.application(), "a");
            String task = engine.tasks().inbox(AMR_LI).getFirst().id();
            engine.tasks().claim(AMR_LI, task);
            engine.tasks().complete(AMR_LI, task, Map.of("verdict", "grant"));
        }
    }

    private StoppedAudit audit() {
        return EngineNode.auditStopped(new EngineConfig.Database.H2(folder), ledger, keys);
    }

    private AuditReport report() {
        return ((StoppedAudit.Compared) audit()).report();
    }

    private void edit(String... statements) throws SQLException {
        try (Connection connection = open();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private Connection open() throws SQLException {
        return DriverManager.getConnection("jdbc:h2:file:" + folder.resolve("engine") + ";TIME ZONE=UTC", "sa", "");
    }

    private long leafOf(String kindOfWhich) throws SQLException {
        try (Connection connection = open();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(kindOfWhich)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Test
    void untouchedItAgrees() {
        AuditReport report = report();
        assertThat(report.differences()).isEmpty();
        assertThat(report.behind()).isZero();
        assertThat(report.head()).isEqualTo(ledger.head().size());
    }

    @Test
    void aDroppedTableAndAChangedColumnHideNothing() throws Exception {
        edit(
                "drop table ACT_RU_JOB cascade",
                "alter table CH_FIELD drop column CIPHERTEXT_",
                "alter table CH_CASE add FORGED_ integer",
                "create table CH_OTHER (ID_ integer primary key)",
                "update CH_CASE set TITLE_ = '假公司'");
        assertThat(report().differences())
                .contains(
                        new Difference("ACT_RU_JOB", "*", "*", "(table)", "(no table)"),
                        new Difference("CH_FIELD", "*", "CIPHERTEXT_", "(column)", "(no column)"),
                        new Difference("CH_CASE", "*", "FORGED_", "(no column)", "(column)"),
                        new Difference("CH_OTHER", "*", "*", "(no table)", "(table)"),
                        new Difference("CH_CASE", number, "TITLE_", "天山乳业", "假公司"))
                .hasSize(5);
    }

    @Test
    void aTableThatCannotBeReadHidesNothing() throws Exception {
        edit(
                "alter table ACT_RU_TASK alter column CREATE_TIME_ varchar(64)",
                "update ACT_RU_TASK set CREATE_TIME_ = 'never'",
                "update CH_CASE set TITLE_ = '假公司'");
        assertThat(report().differences())
                .hasSize(2)
                .contains(new Difference("CH_CASE", number, "TITLE_", "天山乳业", "假公司"))
                .anySatisfy(difference -> {
                    assertThat(difference.table()).isEqualTo("ACT_RU_TASK");
                    assertThat(difference.liveValue()).startsWith("(cannot be read: ");
                });
    }

    @Test
    void aViewIsNoTable() throws Exception {
        edit("alter table CH_COUNTER rename to REAL_COUNTER", "create view CH_COUNTER as select * from REAL_COUNTER");
        assertThat(report().differences())
                .containsExactly(new Difference("CH_COUNTER", "*", "*", "(table)", "(no table)"));
    }

    @Test
    void aMarkRemovedFromUnderWhatFollowsItIsNamed() throws Exception {
        long started = leafOf("select min(LEAF_) from CH_LEAF_CASE");
        edit("delete from CH_LEAF where LEAF_ = " + started, "update CH_CASE set TITLE_ = '假公司'");
        AuditReport report = report();
        assertThat(report.behind()).isZero();
        assertThat(report.differences())
                .hasSize(2)
                .contains(new Difference("CH_CASE", number, "TITLE_", "天山乳业", "假公司"))
                .anySatisfy(difference -> {
                    assertThat(difference.table()).isEqualTo("CH_LEAF");
                    assertThat(difference.key()).isEqualTo(Long.toString(started));
                    assertThat(difference.liveValue()).isEqualTo("(no row)");
                });
    }

    @Test
    void aForgedMarkIsNamed() throws Exception {
        edit("update CH_LEAF set TERM_ = 77 where LEAF_ = 0", "insert into CH_LEAF values (999999, 'x', 1, 'barrier')");
        assertThat(report().differences())
                .hasSize(2)
                .contains(new Difference("CH_LEAF", "0", "TERM_", "1", "77"))
                .anySatisfy(difference -> assertThat(difference.key()).isEqualTo("999999"));
    }

    @Test
    void withoutTheTablesThatSayWhatItHoldsItIsUnreadable() throws Exception {
        edit("drop table CH_LEAF");
        assertThat(audit())
                .isInstanceOfSatisfying(
                        StoppedAudit.Unreadable.class,
                        unreadable -> assertThat(unreadable.why()).contains("CH_LEAF"));
    }

    @Test
    void cutOffItIsUnreadableAndStaysAsItIs() throws Exception {
        Path file = folder.resolve("engine.mv.db");
        try (RandomAccessFile cut = new RandomAccessFile(file.toFile(), "rw")) {
            cut.setLength(5_000);
        }
        Map<String, String> before = files();
        assertThat(audit())
                .isInstanceOfSatisfying(
                        StoppedAudit.Unreadable.class,
                        unreadable -> assertThat(unreadable.where()).isEqualTo(folder.toString()));
        assertThat(files()).isEqualTo(before);
    }

    private Map<String, String> files() throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
            for (Path file : all) {
                files.put(file.getFileName().toString(), HexFormat.of().formatHex(Files.readAllBytes(file)));
            }
        }
        return files;
    }

    @Test
    void filesThatAnotherProcessHoldsAreSaidToBeInUse() throws Exception {
        try (FileChannel held = FileChannel.open(folder.resolve("engine.mv.db"), StandardOpenOption.WRITE);
                FileLock lock = held.lock()) {
            assertThat(lock.isValid()).isTrue();
            assertThat(audit()).isInstanceOf(StoppedAudit.InUse.class);
        }
    }

    @Test
    void anEmptiedLedgerAgreesWithNothing() throws Exception {
        InMemoryLedger empty = new InMemoryLedger();
        assertThat(EngineNode.auditStopped(new EngineConfig.Database.H2(folder), empty, keys))
                .isInstanceOfSatisfying(
                        StoppedAudit.Compared.class,
                        audit -> assertThat(audit.report().agrees()).isFalse());
        edit("delete from CH_LEAF");
        assertThat(EngineNode.auditStopped(new EngineConfig.Database.H2(folder), empty, keys))
                .isInstanceOf(StoppedAudit.NoEntries.class);
    }
}
