package org.chancery.ledger.log;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A journal looked through before anything is changed.
 *
 * @param opening its first frame
 * @param length bytes up to the end of its last sound frame
 * @param durable bytes of it that were safely written, by the word of the mark
 * @param asOpened whether this version would begin it with the same bytes, and nothing follows its last sound frame
 */
record JournalCheck(JournalFrame.Opening opening, long length, long durable, boolean asOpened) {

    /**
     * Whether it has to be written anew before anything follows. A sync may have failed: then the system takes what it
     * could not write for written, and reads it from memory until the power is lost; a later sync of the same file says
     * nothing of it.
     */
    boolean isDoubtful() {
        return !asOpened || length > durable;
    }

    /** @throws org.chancery.ledger.LedgerException.DamagedStore if a part of it that was synced is unsound */
    static JournalCheck of(Path folder, Path file) throws IOException {
        AtomicReference<JournalFrame> first = new AtomicReference<>();
        AtomicLong sound = new AtomicLong();
        long length;
        try {
            length = Journal.scan(file, (position, frame) -> {
                first.compareAndSet(null, frame);
                sound.set(position + JournalFrame.PREFIX + frame.body().length);
            });
        } catch (JournalFrame.Malformed e) {
            throw Damage.of(folder, file, sound.get(), e.getMessage());
        }
        if (!(first.get() instanceof JournalFrame.Opening opening)) {
            throw Damage.of(folder, file, 0, "its first frame is unsound");
        }
        byte[] begun = opening.encode();
        Optional<SyncMark> mark = SyncMark.read(folder, folder.resolve("synced"));
        if (mark.isPresent() && mark.get().base() > opening.base()) {
            throw Damage.of(folder, file, 0, "an old one stands in its place");
        }
        long durable = mark.filter(known -> known.base() == opening.base())
                .map(SyncMark::length)
                .orElse((long) begun.length); // a journal is begun durably
        if (durable > length) {
            throw Damage.of(folder, file, length, "an unsound frame in a part that was safely written");
        }
        boolean asOpened = Files.size(file) == length && Arrays.equals(begun, head(file, begun.length));
        return new JournalCheck(opening, length, durable, asOpened);
    }

    private static byte[] head(Path file, int bytes) throws IOException {
        try (FileInputStream in = new FileInputStream(file.toFile())) {
            return in.readNBytes(bytes);
        }
    }
}
