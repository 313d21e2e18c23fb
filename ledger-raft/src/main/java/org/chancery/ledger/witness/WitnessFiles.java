package org.chancery.ledger.witness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.chancery.ledger.Head;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.log.Disk;
import org.chancery.ledger.verify.CheckpointText;
import org.chancery.ledger.verify.MalformedTextException;
import org.chancery.ledger.verify.SignedNote;
import org.chancery.ledger.verify.WitnessKey;

/**
 * What a witness keeps of one log. Each file is there whole or not at all, and on the disk before the method that writes
 * it returns.
 */
final class WitnessFiles {

    /** More proofs of the same lie are not needed, and a liar could fill the disk with them. */
    static final int MAX_KEPT = 100;

    private static final String CHECKPOINT = "checkpoint";
    private static final String OTHER = "other";
    private static final int ROOT_DIGITS = 16;

    private final Path folder;
    private final Disk disk;

    /** @param folder the log's own */
    WitnessFiles(Path folder, Disk disk) {
        this.folder = folder;
        this.disk = disk;
    }

    /** How two checkpoints that a log signed can contradict each other. */
    enum Contradiction {
        /** One size, two roots: by itself proof of a lie. */
        SPLIT_VIEW("split-view"),
        /** The log's own tiles do not lead from the one to the other. */
        INCONSISTENT("inconsistent");

        private final String folder;

        Contradiction(String folder) {
            this.folder = folder;
        }
    }

    /** A cosigned checkpoint. */
    record Kept(SignedNote note, Head head) {}

    /**
     * The last checkpoint that was cosigned; empty if none ever was.
     *
     * @throws LedgerException.DamagedStore if it does not carry this witness's cosignature: going on as if nothing had
     *     been signed would forget what was
     */
    Optional<Kept> newest(WitnessKey own) throws IOException {
        Path file = folder.resolve(CHECKPOINT);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            SignedNote note = SignedNote.parse(Files.readString(file));
            if (own.on(note) instanceof WitnessKey.Finding.Cosigned) {
                return Optional.of(new Kept(note, CheckpointText.of(note).head()));
            }
            throw damaged(file, "this witness did not cosign it");
        } catch (MalformedTextException e) {
            throw damaged(file, e.getMessage());
        }
    }

    private static LedgerException.DamagedStore damaged(Path file, String what) {
        return new LedgerException.DamagedStore(
                file.toString(),
                0,
                what,
                "It says what this witness cosigned last, so it cosigns nothing without it. Do not put an older copy"
                        + " back: begin a new witness with a folder and key of its own");
    }

    void keep(SignedNote cosigned) throws IOException {
        disk.createFolders(folder);
        publish(folder.resolve(CHECKPOINT), cosigned);
    }

    /** Keeps two checkpoints that contradict each other; keeping the same ones again changes nothing. */
    void keep(Contradiction kind, SignedNote cosigned, SignedNote other) throws IOException {
        Path pair = folder.resolve(kind.folder).resolve(name(other));
        if (Files.exists(pair.resolve(OTHER)) || kept(kind).size() >= MAX_KEPT) {
            return;
        }
        disk.createFolders(pair);
        publish(pair.resolve("cosigned"), cosigned);
        publish(pair.resolve(OTHER), other);
    }

    /** The folders of complete pairs, each with the files {@code cosigned} and {@code other}. */
    List<Path> kept(Contradiction kind) throws IOException {
        Path pairs = folder.resolve(kind.folder);
        if (!Files.isDirectory(pairs)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(pairs)) {
            return all.filter(pair -> Files.exists(pair.resolve(OTHER)))
                    .sorted()
                    .toList();
        }
    }

    private static String name(SignedNote note) throws IOException {
        try {
            Head head = CheckpointText.of(note).head();
            return head.size() + "-" + head.root().hex().substring(0, ROOT_DIGITS);
        } catch (MalformedTextException e) {
            throw new IOException("not a checkpoint", e);
        }
    }

    private void publish(Path file, SignedNote note) throws IOException {
        disk.publish(file, List.of(note.render().getBytes(StandardCharsets.UTF_8)));
    }
}
