package org.chancery.ledger.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A journal looked through before anything is changed.
 *
 * @param opening its first frame
 * @param length bytes up to the end of its last sound frame
 * @param torn whether more bytes follow, which no sync has covered: the end of a write that a crash cut short
 */
record JournalCheck(JournalFrame.Opening opening, long length, boolean torn) {

    /** @throws org.chancery.ledger.LedgerException.DamagedStore if a part of it that was synced is unsound */
    static JournalCheck of(Path folder, Path file) throws IOException {
        AtomicReference<JournalFrame> first = new AtomicReference<>();
        long length;
        try {
            length = Journal.scan(file, (position, frame) -> first.compareAndSet(null, frame));
        } catch (IllegalArgumentException e) {
            throw Damage.of(folder, file, 0, e.getMessage());
        }
        if (!(first.get() instanceof JournalFrame.Opening opening)) {
            throw Damage.of(folder, file, 0, "its first frame is unsound");
        }
        Optional<SyncMark> mark = SyncMark.read(folder, folder.resolve("synced"));
        if (mark.isPresent() && mark.get().base() > opening.base()) {
            throw Damage.of(folder, file, 0, "an old one stands in its place");
        }
        if (mark.isPresent()
                && mark.get().base() == opening.base()
                && mark.get().length() > length) {
            throw Damage.of(folder, file, length, "an unsound frame in a part that was safely written");
        }
        return new JournalCheck(opening, length, Files.size(file) > length);
    }
}
