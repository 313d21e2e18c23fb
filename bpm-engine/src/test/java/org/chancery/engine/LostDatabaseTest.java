package org.chancery.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chancery.engine.LicenceNode.agrees;
import static org.chancery.engine.LicenceNode.apply;
import static org.chancery.engine.casework.Workbench.FOUNDER;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
}
