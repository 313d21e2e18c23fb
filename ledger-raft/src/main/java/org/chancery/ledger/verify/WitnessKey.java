package org.chancery.ledger.verify;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The public key of a witness, with which it cosigns checkpoints: C2SP tlog-cosignature, Ed25519 (signature type 0x04).
 * As text it is a verifier key of C2SP signed-note.
 *
 * @param name the witness's name
 * @param publicKey 32 bytes, RFC 8032
 */
public record WitnessKey(String name, byte[] publicKey) {

    private static final byte COSIGNATURE = 4;

    /** Timestamp and Ed25519 signature. */
    private static final int LENGTH = Long.BYTES + Ed25519.SIGNATURE_LENGTH;

    /** What this witness says of a checkpoint. */
    public sealed interface Finding {

        /** It cosigned: at this moment, to the second, no larger consistent tree of this log was known to it. */
        record Cosigned(Instant at) implements Finding {}

        /** No line names its key. */
        record Absent() implements Finding {}

        /** A line names its key but the key did not make it: C2SP signed-note wants the whole note rejected. */
        record Forged() implements Finding {}
    }

    /** @throws IllegalArgumentException if the name or the key's length is not allowed */
    public WitnessKey {
        NoteKey.require(name, publicKey);
        publicKey = publicKey.clone();
    }

    @Override
    public byte[] publicKey() {
        return publicKey.clone();
    }

    /** First four bytes of {@code SHA-256(name || 0x0A || 0x04 || key)}. */
    public int keyId() {
        return NoteKey.id(name, COSIGNATURE, publicKey);
    }

    /** The key as text. */
    public String text() {
        return NoteKey.text(name, COSIGNATURE, publicKey);
    }

    /** Reads the text form; one of another signature type is refused. */
    public static WitnessKey parse(String text) throws MalformedTextException {
        NoteKey.Parts parts = NoteKey.parse(text, COSIGNATURE);
        return new WitnessKey(parts.name(), parts.publicKey());
    }

    /**
     * The bytes that a witness signs, "Ed25519 signed message".
     *
     * @param seconds since the epoch, above 0
     */
    public static byte[] message(SignedNote checkpoint, long seconds) {
        return ("cosignature/v1\ntime " + seconds + "\n" + checkpoint.text()).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The line that carries a cosignature of this witness.
     *
     * @param signature Ed25519 over {@link #message}
     */
    public SignedNote.Signature line(long seconds, byte[] signature) {
        byte[] timestamped =
                ByteBuffer.allocate(LENGTH).putLong(seconds).put(signature).array();
        return new SignedNote.Signature(name, keyId(), timestamped);
    }

    /** Whether this witness cosigned; of several lines that it made, the earliest counts. */
    public Finding on(SignedNote checkpoint) {
        List<SignedNote.Signature> lines =
                checkpoint.signatures().stream().filter(this::made).toList();
        if (lines.isEmpty()) {
            return new Finding.Absent();
        }
        List<Instant> times =
                lines.stream().flatMap(line -> time(checkpoint, line).stream()).toList();
        return times.size() == lines.size()
                ? new Finding.Cosigned(times.stream().min(Instant::compareTo).orElseThrow())
                : new Finding.Forged();
    }

    /** Whether the line names this key. */
    boolean made(SignedNote.Signature line) {
        return line.name().equals(name) && line.keyId() == keyId();
    }

    private Optional<Instant> time(SignedNote checkpoint, SignedNote.Signature line) {
        if (line.bytes().length != LENGTH) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.wrap(line.bytes());
        long seconds = bytes.getLong();
        byte[] signature = new byte[Ed25519.SIGNATURE_LENGTH];
        bytes.get(signature);
        try {
            return seconds > 0 && Ed25519.verifies(publicKey, message(checkpoint, seconds), signature)
                    ? Optional.of(Instant.ofEpochSecond(seconds))
                    : Optional.empty();
        } catch (DateTimeException beyondAnyCalendar) {
            return Optional.empty();
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WitnessKey key && key.name.equals(name) && Arrays.equals(key.publicKey, publicKey);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + Arrays.hashCode(publicKey);
    }

    @Override
    public String toString() {
        return text();
    }
}
