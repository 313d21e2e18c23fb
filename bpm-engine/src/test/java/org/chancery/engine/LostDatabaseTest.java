package org.chancery.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chancery.engine.LicenceNode.agrees;
import static org.chancery.engine.LicenceNode.apply;
import static org.chancery.engine.LicenceNode.task;
import static org.chancery.engine.casework.Workbench.FOUNDER;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole node whose database was lost, damaged or put back from earlier: the ledger has it. */
class LostDatabaseTest {

    @TempDir
    private Path folder;

    private LicenceNode node;

    @BeforeEach
    void overALedgerInMemory() {
        node = new LicenceNode(folder);
    }

    @Test
    void aDeletedDatabaseIsRebuilt() throws Exception {
        String number;
        try (Engine engine = node.start()) {
            number = apply(engine, "a");
        }
        Files.delete(node.database());
        try (Engine engine = node.start()) {
            assertThat(engine.cases().view(FOUNDER, number).summary().title()).isEqualTo("天山乳业");
            agrees(engine);
        }
    }

    @Test
    void aDamagedDatabaseIsMovedAsideAndRebuilt() throws Exception {
        String number;
        try (Engine engine = node.start()) {
            number = apply(engine, "a");
        }
        byte[] bytes = Files.readAllBytes(node.database());
        Arrays.fill(bytes, 0, bytes.length, (byte) 0x5A);
        Files.write(node.database(), bytes);
        try (Engine engine = node.start()) {
            assertThat(engine.cases().view(FOUNDER, number).summary().number()).isEqualTo(number);
            agrees(engine);
        }
        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).anyMatch(name -> name.startsWith("damaged-"));
        }
    }

    @Test
    void anOlderDatabaseIsBroughtToTheHead() throws Exception {
        Path older = folder.resolve("older");
        String number;
        try (Engine engine = node.start()) {
            apply(engine, "a");
        }
        Files.copy(node.database(), older);
        try (Engine engine = node.start()) {
            number = apply(engine, "b");
        }
        Files.move(older, node.database(), StandardCopyOption.REPLACE_EXISTING);
        try (Engine engine = node.start()) {
            assertThat(engine.cases().view(FOUNDER, number).summary().number()).isEqualTo(number);
            agrees(engine);
        }
    }

    /** As H2 was found after a kill: a transaction in one table and not in another, and its leaf marked as applied. */
    @Test
    void aDatabaseThatWasNotClosedInPeaceIsRebuilt() throws Exception {
        String number;
        try (Engine engine = node.start()) {
            number = apply(engine, "a");
        }
        Files.delete(folder.resolve("closed"));
        try (Connection torn = DriverManager.getConnection("jdbc:h2:file:" + folder.resolve("engine"), "sa", "");
                Statement statement = torn.createStatement()) {
            assertThat(statement.executeUpdate("delete from ACT_RU_IDENTITYLINK"))
                    .isPositive();
            assertThat(statement.executeUpdate("delete from ACT_RU_TASK")).isPositive();
        }
        assertThat(EngineNode.auditStopped(new EngineConfig.Database.H2(folder), node.ledger, node.keys))
                .isInstanceOfSatisfying(StoppedAudit.Compared.class, compared -> {
                    assertThat(compared.closed()).isFalse();
                    assertThat(compared.report().differences()).isNotEmpty();
                });
        for (int kill = 0; kill < 2; kill++) {
            try (Engine engine = node.start()) {
                assertThat(folder.resolve("closed"))
                        .as("while it may be written")
                        .doesNotExist();
                assertThat(task(engine, number)).isNotEmpty();
                agrees(engine);
            }
            Files.delete(folder.resolve("closed"));
        }
        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.startsWith("unclean-")))
                    .as("the newest, for whoever wants to look")
                    .hasSize(1);
        }
    }

    @Test
    void aDatabaseThatWasClosedIsTakenAsItIs() throws Exception {
        try (Engine engine = node.start()) {
            apply(engine, "a");
        }
        assertThat(folder.resolve("closed")).exists();
        try (Engine engine = node.start()) {
            agrees(engine);
        }
        try (var files = Files.list(folder)) {
            assertThat(files.filter(Files::isDirectory)).isEmpty();
        }
    }
}
