package org.chancery.ledger.witness;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.chancery.ledger.Hash;
import org.chancery.ledger.Head;
import org.chancery.ledger.log.LogKey;
import org.chancery.ledger.log.NaiveTree;
import org.chancery.ledger.verify.MalformedTextException;
import org.chancery.ledger.verify.SignedNote;
import org.chancery.ledger.verify.VerifierKey;

/** A log of numbered entries that can sign any of its sizes, and a second history that it may lie with. */
final class SampleLog {

    static final String ORIGIN = "log.example/main";

    private final LogKey key;
    private final NaiveTree tree = new NaiveTree();
    private final int size;

    private SampleLog(LogKey key, int size, int truth) {
        this.key = key;
        this.size = size;
        for (int i = 0; i < size; i++) {
            tree.add(((i < truth ? "entry " : "lie ") + i).getBytes(StandardCharsets.UTF_8));
        }
    }

    static SampleLog in(Path folder, int size) {
        return new SampleLog(LogKey.open(folder.resolve("log.p12"), ORIGIN), size, size);
    }

    /** Another history under the same key. */
    SampleLog lie() {
        return lieFrom(0);
    }

    /** Another history under the same key that has the first so many entries in common. */
    SampleLog lieFrom(int truth) {
        return new SampleLog(key, size, truth);
    }

    int size() {
        return size;
    }

    VerifierKey verifierKey() {
        return key.verifierKey();
    }

    Head head(int size) {
        return new Head(size, tree.root(size));
    }

    SignedNote checkpoint(int size) {
        return checkpoint(head(size));
    }

    /** Signed whatever it says. */
    SignedNote checkpoint(Head head) {
        try {
            return SignedNote.parse(
                    key.sign(head, Instant.parse("2026-11-24T01:02:03Z")).note());
        } catch (MalformedTextException e) {
            throw new AssertionError(e);
        }
    }

    List<Hash> proof(int from, int to) {
        return tree.consistency(from, to);
    }

    /** The request that a good log makes. */
    byte[] request(int from, int to) {
        return request(from, proof(from, to), checkpoint(to));
    }

    static byte[] request(long from, List<Hash> proof, SignedNote checkpoint) {
        try {
            return AddCheckpoint.of(from, proof, checkpoint).render();
        } catch (MalformedTextException e) {
            throw new AssertionError(e);
        }
    }
}
