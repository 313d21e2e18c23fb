package org.chancery.ledger.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import org.chancery.ledger.LedgerException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The virtual machine fails in the middle of a change, as when there is no memory left. */
class UnfinishedChangeTest {

    @TempDir
    private Path folder;

    private boolean failing;

    /** Any other step is the real disk's. */
    private Disk disk() {
        FileDisk real = new FileDisk(folder);
        return new Disk() {
            @Override
            public void createFolders(Path made) throws IOException {
                real.createFolders(made);
            }

            @Override
            public Out create(Path file) throws IOException {
                return real.create(file);
            }

            @Override
            public Out extend(Path file) throws IOException {
                return failing(real.extend(file));
            }

            @Override
            public void truncate(Path file, long length) throws IOException {
                real.truncate(file, length);
            }

            @Override
            public void rename(Path from, Path to) throws IOException {
                real.rename(from, to);
            }

            @Override
            public void syncFolder(Path synced) throws IOException {
                real.syncFolder(synced);
            }
        };
    }

    private Disk.Out failing(Disk.Out file) {
        return new Disk.Out() {
            @Override
            public void write(byte[] bytes) throws IOException {
                file.write(bytes);
                if (failing) {
                    throw new OutOfMemoryError("as if");
                }
            }

            @Override
            public void sync() throws IOException {
                file.sync();
            }

            @Override
            public void close() throws IOException {
                file.close();
            }
        };
    }

    @Test
    void aStoreWhoseMemoryMayBeBehindItsDiskAnswersNothingUntilItIsOpenedAgain() {
        try (LogStore store = LogStore.open(folder, disk())) {
            append(store, 0);
            failing = true;
            assertThatThrownBy(() -> append(store, 1)).isInstanceOf(OutOfMemoryError.class);
            failing = false;
            assertThatThrownBy(store::head).isInstanceOf(LedgerException.Unavailable.class);
            assertThatThrownBy(() -> append(store, 2)).isInstanceOf(LedgerException.Unavailable.class);
        }
        try (LogStore store = LogStore.open(folder)) {
            assertThat(store.head().size()).isEqualTo(2);
        }
    }

    private static void append(LogStore store, int i) {
        store.append(new UUID(9, i), 1, i, new byte[] {'{', '}'}, new byte[] {(byte) i});
    }
}
