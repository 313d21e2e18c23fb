package org.chancery.ledger.verify;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.chancery.ledger.CommittedValue;
import org.chancery.ledger.Hash;

/**
 * A receipt taken apart, as this package's description lays it out.
 *
 * @param record the log entry, one line
 * @param values what the record commits to: all of it, shown or withheld, or nothing
 * @param index its leaf index
 * @param proof inclusion proof
 * @param checkpoint where the proof leads
 */
public record ReceiptText(
        String record, List<CommittedValue> values, long index, List<Hash> proof, CheckpointNote checkpoint) {

    static final String FIRST_LINE = "chancery receipt v2";
    static final String PROOF_LINE = "c2sp.org/tlog-proof@v1";

    /** Largest receipt in bytes; the longest record with its values and proof needs less. */
    public static final int MAX_BYTES = 1024 * 1024;

    private static final String INDEX = "index ";
    private static final int MAX_PROOF = 64;

    public ReceiptText {
        values = List.copyOf(values);
        proof = List.copyOf(proof);
    }

    /** Reads a receipt; says nothing about its truth yet. */
    public static ReceiptText parse(byte[] file) throws MalformedTextException {
        if (file.length > MAX_BYTES) {
            throw new MalformedTextException(1, Flaw.TOO_LONG);
        }
        Lines lines = new Lines(decode(file));
        if (!lines.next().equals(FIRST_LINE)) {
            throw lines.flaw(Flaw.NOT_A_RECEIPT);
        }
        String record = lines.next();
        if (record.isEmpty()) {
            throw lines.flaw(Flaw.NOT_A_RECEIPT);
        }
        List<CommittedValue> values = values(lines);
        if (!lines.next().equals(PROOF_LINE)) {
            throw lines.flaw(Flaw.NOT_A_PROOF);
        }
        long index = index(lines);
        List<Hash> proof = proof(lines);
        try {
            CheckpointNote checkpoint = CheckpointNote.parse(lines.rest());
            requireOneLineEach(checkpoint.note());
            return new ReceiptText(record, values, index, proof, checkpoint);
        } catch (MalformedTextException e) {
            throw e.after(lines.number);
        }
    }

    /** No key signs a receipt twice: a line could be added and nobody would notice. */
    private static void requireOneLineEach(SignedNote note) throws MalformedTextException {
        long keys = note.signatures().stream()
                .map(line -> line.name() + "+" + line.keyId())
                .distinct()
                .count();
        if (keys < note.signatures().size()) {
            throw new MalformedTextException((int) note.render().lines().count(), Flaw.BAD_SIGNATURE_LINE);
        }
    }

    /** The receipt as a file's text. */
    public String render() {
        StringBuilder text = new StringBuilder();
        text.append(FIRST_LINE).append('\n').append(record).append('\n');
        values.forEach(value -> text.append(ValueLine.render(value)).append('\n'));
        text.append('\n');
        text.append(PROOF_LINE).append('\n').append(INDEX).append(index).append('\n');
        proof.forEach(hash -> text.append(hash.base64()).append('\n'));
        return text.append('\n').append(checkpoint.note().render()).toString();
    }

    private static String decode(byte[] file) throws MalformedTextException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(file))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedTextException(1, Flaw.NOT_UTF8);
        }
    }

    private static List<CommittedValue> values(Lines lines) throws MalformedTextException {
        List<CommittedValue> values = new ArrayList<>();
        for (String line = lines.next(); !line.isEmpty(); line = lines.next()) {
            values.add(ValueLine.parse(line).orElseThrow(() -> lines.flaw(Flaw.BAD_VALUE)));
        }
        return values;
    }

    private static long index(Lines lines) throws MalformedTextException {
        String line = lines.next();
        OptionalLong index =
                line.startsWith(INDEX) ? Canonical.number(line.substring(INDEX.length())) : OptionalLong.empty();
        if (index.isEmpty()) {
            throw lines.flaw(Flaw.BAD_INDEX);
        }
        return index.getAsLong();
    }

    private static List<Hash> proof(Lines lines) throws MalformedTextException {
        List<Hash> proof = new ArrayList<>();
        for (String line = lines.next(); !line.isEmpty(); line = lines.next()) {
            if (proof.size() == MAX_PROOF) {
                throw lines.flaw(Flaw.BAD_HASH);
            }
            proof.add(Canonical.hash(line).orElseThrow(() -> lines.flaw(Flaw.BAD_HASH)));
        }
        return proof;
    }

    /** Takes a text line by line; what has no newline at its end is no line. */
    private static final class Lines {
        private final String text;
        private int position;
        private int number;

        Lines(String text) {
            this.text = text;
        }

        String next() throws MalformedTextException {
            int end = text.indexOf('\n', position);
            number++;
            if (end < 0) {
                throw flaw(Flaw.ENDS_EARLY);
            }
            String line = text.substring(position, end);
            position = end + 1;
            return line;
        }

        String rest() {
            return text.substring(position);
        }

        MalformedTextException flaw(Flaw flaw) {
            return new MalformedTextException(number, flaw);
        }
    }
}
