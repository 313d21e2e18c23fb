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

    /** A write is done, and then the virtual machine fails. */
    private Disk disk() {
        return new PassingDisk(new FileDisk(folder)) {
            @Override
            protected Out opened(Out file) {
                return new PassingOut(file) {
                    @Override
                    public void write(byte[] bytes) throws IOException {
                        super.write(bytes);
                        if (failing) {
                            throw new OutOfMemoryError("as if");
                        }
                    }
                };
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
