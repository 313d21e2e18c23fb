package org.chancery.ledger.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {

    private static final Path LOCKS = Path.of("/proc/locks");

    @TempDir
    private Path folder;

    @Test
    void whoeverComesSecondIsRefusedUntilTheFirstHasGone() throws IOException {
        FolderLock first = FolderLock.take(folder);
        assertThatThrownBy(() -> FolderLock.take(folder.resolve("../" + folder.getFileName())))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("another process or store");
        first.close();
        try (FolderLock second = FolderLock.take(folder)) {
            first.close();
            assertThat(second).isNotNull();
            assertThatThrownBy(() -> FolderLock.take(folder)).isInstanceOf(IOException.class);
        }
    }

    /** To the system, a process that closes the file once has given up its lock, however often it has it open. */
    @Test
    void aRefusalInThisProcessLetsNoOtherProcessIn() throws IOException {
        assumeTrue(Files.isReadable(LOCKS));
        try (FolderLock first = FolderLock.take(folder)) {
            assumeTrue(isLocked());
            assertThatThrownBy(() -> FolderLock.take(folder)).isInstanceOf(IOException.class);
            assertThat(isLocked()).as("still, by %s", first).isTrue();
        }
        assertThat(isLocked()).isFalse();
    }

    private boolean isLocked() throws IOException {
        String inode = ":" + Files.getAttribute(folder.resolve("lock"), "unix:ino") + " ";
        return Files.readAllLines(LOCKS).stream().anyMatch(line -> line.contains(inode));
    }
}
