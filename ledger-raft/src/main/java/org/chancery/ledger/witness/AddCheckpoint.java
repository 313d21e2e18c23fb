package org.chancery.ledger.witness;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.chancery.ledger.Hash;
import org.chancery.ledger.Head;
import org.chancery.ledger.verify.Canonical;
import org.chancery.ledger.verify.CheckpointText;
import org.chancery.ledger.verify.Flaw;
import org.chancery.ledger.verify.MalformedTextException;
import org.chancery.ledger.verify.SignedNote;

/**
 * A request for a cosignature, C2SP tlog-witness "add-checkpoint".
 *
 * @param oldSize what the client believes the witness cosigned last
 * @param proof consistency proof from there to the checkpoint, RFC 6962 §2.1.2
 * @param note the checkpoint with its signatures
 * @param checkpoint what the note says
 */
record AddCheckpoint(long oldSize, List<Hash> proof, SignedNote note, CheckpointText checkpoint) {

    /** Longest request in bytes: 63 hashes and a checkpoint with many long signatures. */
    static final int MAX_BYTES = 256 * 1024;

    private static final String OLD = "old ";
    private static final int MAX_PROOF = 63;

    AddCheckpoint {
        proof = List.copyOf(proof);
    }

    static AddCheckpoint of(long oldSize, List<Hash> proof, SignedNote note) throws MalformedTextException {
        return new AddCheckpoint(oldSize, proof, note, CheckpointText.of(note));
    }

    static AddCheckpoint parse(byte[] body) throws MalformedTextException {
        if (body.length > MAX_BYTES) {
            throw new MalformedTextException(1, Flaw.TOO_LONG);
        }
        String text = decode(body);
        int end = text.indexOf("\n\n");
        if (end < 0) {
            throw new MalformedTextException(1, Flaw.NO_EMPTY_LINE);
        }
        // not lines(), to which a lone carriage return ends one too
        List<String> lines = List.of(text.substring(0, end).split("\n", -1));
        OptionalLong oldSize = !lines.getFirst().startsWith(OLD)
                ? OptionalLong.empty()
                : Canonical.number(lines.getFirst().substring(OLD.length()));
        if (oldSize.isEmpty()) {
            throw new MalformedTextException(1, Flaw.BAD_SIZE);
        }
        if (lines.size() - 1 > MAX_PROOF) {
            throw new MalformedTextException(MAX_PROOF + 2, Flaw.BAD_HASH);
        }
        List<Hash> proof = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            int line = i + 1;
            proof.add(Canonical.hash(lines.get(i)).orElseThrow(() -> new MalformedTextException(line, Flaw.BAD_HASH)));
        }
        return of(oldSize.getAsLong(), proof, SignedNote.parse(text.substring(end + 2)));
    }

    private static String decode(byte[] body) throws MalformedTextException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedTextException(1, Flaw.NOT_UTF8);
        }
    }

    Head head() {
        return checkpoint.head();
    }

    /** The request's body, as {@link #parse} reads it. */
    byte[] render() {
        StringBuilder body = new StringBuilder(OLD).append(oldSize).append('\n');
        proof.forEach(hash -> body.append(hash.base64()).append('\n'));
        return body.append('\n').append(note.render()).toString().getBytes(StandardCharsets.UTF_8);
    }
}
