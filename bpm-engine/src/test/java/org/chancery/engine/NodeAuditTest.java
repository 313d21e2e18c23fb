package org.chancery.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.chancery.engine.LicenceNode.PATIENCE;
import static org.chancery.engine.LicenceNode.apply;
import static org.chancery.engine.casework.Workbench.AMR_LI;
import static org.chancery.engine.casework.Workbench.AUDITOR;
import static org.chancery.engine.casework.Workbench.FOUNDER;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole node's database compared with the ledger: edited, left by a killed process, with a person erased. */
class NodeAuditTest {

    @TempDir
    private Path folder;

    private LicenceNode node;

    @BeforeEach
    void overALedgerInMemory() {
        node = new LicenceNode(folder);
    }

    private AuditReport stopped(Path database) {
        StoppedAudit audit = EngineNode.auditStopped(new EngineConfig.Database.H2(database), node.ledger, node.keys);
        return ((StoppedAudit.Compared) audit).report();
    }

    @Test
    void aRowEditedByHandIsNamedOnARunningAndOnAStoppedNode() throws Exception {
        String number;
        try (Engine engine = node.start()) {
            number = apply(engine, "a");
        }
        try (Connection connection = DriverManager.getConnection("jdbc:h2:file:" + folder.resolve("engine"), "sa", "");
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate("update CH_CASE set TITLE_ = '假公司'"))
                    .isEqualTo(1);
            statement.executeUpdate("delete from ACT_RU_IDENTITYLINK");
        }
        AuditReport.Difference edited = new AuditReport.Difference("CH_CASE", number, "TITLE_", "天山乳业", "假公司");
        AuditReport stopped = stopped(folder);
        assertThat(stopped.differences()).contains(edited);
        assertThat(stopped.differences()).anySatisfy(difference -> {
            assertThat(difference.table()).isEqualTo("ACT_RU_IDENTITYLINK");
            assertThat(difference.column()).isEqualTo("*");
            assertThat(difference.liveValue()).isEqualTo("(no row)");
        });
        try (Engine engine = node.start()) {
            assertThat(engine.audit(AUDITOR).differences()).contains(edited);
            assertThatThrownBy(() -> engine.audit(AMR_LI)).isInstanceOf(EngineException.NotPermitted.class);
        }
    }

    @Test
    void aDatabaseLeftByAKilledProcessIsAuditedAsItIs() throws Exception {
        Path left = Files.createDirectories(folder.resolve("left")).resolve("engine.mv.db");
        try (Engine engine = node.start()) {
            apply(engine, "a");
            Optional<AuditReport> audited = Optional.empty();
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (audited.filter(report -> report.head() > 3).isEmpty()) {
                assertThat(System.nanoTime()).as("time spent on copying").isLessThan(end);
                copyWhileInUse(left);
                audited = audited(left);
            }
            assertThat(audited.orElseThrow().differences()).isEmpty();
        }
    }

    /** Copies the database's file as it lies once everything that is committed was written to it. */
    private void copyWhileInUse(Path copy) throws Exception {
        try (Connection beside = DriverManager.getConnection("jdbc:h2:file:" + folder.resolve("engine"), "sa", "");
                Statement statement = beside.createStatement()) {
            statement.execute("checkpoint sync");
        }
        Files.copy(node.database(), copy, StandardCopyOption.REPLACE_EXISTING);
    }

    private static boolean isWhole(AuditReport report) {
        return report.differences().stream()
                .noneMatch(difference -> difference.liveValue().startsWith("(cannot be read"));
    }

    /** Empty if the copy was made while a page was being written: no process leaves such a file when it is killed. */
    private Optional<AuditReport> audited(Path copy) throws Exception {
        long size = Files.size(copy);
        StoppedAudit audit =
                EngineNode.auditStopped(new EngineConfig.Database.H2(copy.getParent()), node.ledger, node.keys);
        Optional<AuditReport> report = Optional.empty();
        if (audit instanceof StoppedAudit.Compared compared && isWhole(compared.report())) {
            report = Optional.of(compared.report());
        } else {
            System.out.println("copied again: " + audit);
        }
        assertThat(Files.size(copy)).isEqualTo(size);
        return report;
    }

    @Test
    void anErasedPersonIsNoDifference() {
        try (Engine engine = node.start()) {
            apply(engine, "a");
            node.keys.erase(FOUNDER.personId());
            AuditReport report = engine.audit(AUDITOR);
            assertThat(report.agrees()).isTrue();
            assertThat(report.erasedFields()).isPositive();
        }
    }
}
