package org.chancery.ledger.witness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.chancery.ledger.Hash;
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
    static final int MAX_SPLIT_VIEWS = 100;

    private static final String CHECKPOINT = "checkpoint";
    private static final int ROOT_DIGITS = 16;

    private final Path folder;
    private final Disk disk;

    /** @param folder the log's own */
    WitnessFiles(Path folder, Disk disk) {
        this.folder = folder;
        this.disk = disk;
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
    void keepSplitView(SignedNote cosigned, SignedNote other, Head head) throws IOException {
        Path pair = splitViews().resolve(head.size() + "-" + root(head.root()));
        if (Files.exists(pair.resolve("other")) || splitViewFolders().size() >= MAX_SPLIT_VIEWS) {
            return;
        }
        disk.createFolders(pair);
        publish(pair.resolve("cosigned"), cosigned);
        publish(pair.resolve("other"), other);
    }

    /** The folders of complete pairs, each with the files {@code cosigned} and {@code other}. */
    List<Path> splitViewFolders() throws IOException {
        if (!Files.isDirectory(splitViews())) {
            return List.of();
        }
        try (Stream<Path> pairs = Files.list(splitViews())) {
            return pairs.filter(pair -> Files.exists(pair.resolve("other")))
                    .sorted()
                    .toList();
        }
    }

    private Path splitViews() {
        return folder.resolve("split-view");
    }

    private static String root(Hash root) {
        return HexFormat.of().formatHex(root.bytes()).substring(0, ROOT_DIGITS);
    }

    private void publish(Path file, SignedNote note) throws IOException {
        disk.publish(file, List.of(note.render().getBytes(StandardCharsets.UTF_8)));
    }
}
