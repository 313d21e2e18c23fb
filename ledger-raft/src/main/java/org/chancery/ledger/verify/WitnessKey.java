package org.chancery.ledger.verify;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The public key of a witness, with which it cosigns checkpoints: C2SP tlog-cosignature, Ed25519 (signature type 0x04).
 * As text it is a verifier key of C2SP signed-note. Its name is the witness's.
 */
public final class WitnessKey extends NoteKey {

    private static final byte COSIGNATURE = 4;

    /** The last second of the year 9999: beyond it no calendar of ours reaches. */
    private static final long LAST_SECOND = 253_402_300_799L;

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

    /**
     * @param publicKey 32 bytes, RFC 8032
     * @throws IllegalArgumentException if the name or the key's length is not allowed
     */
    public WitnessKey(String name, byte[] publicKey) {
        super(name, SignatureAlgorithm.ED25519, publicKey);
    }

    /** Reads the text form; one of another signature type is refused. */
    public static WitnessKey parse(String text) throws MalformedTextException {
        return parse(text, WitnessKey::of);
    }

    private static Optional<WitnessKey> of(String name, byte[] typed) {
        return typed.length == 1 + Ed25519.KEY_LENGTH && typed[0] == COSIGNATURE
                ? Optional.of(new WitnessKey(name, Arrays.copyOfRange(typed, 1, typed.length)))
                : Optional.empty();
    }

    @Override
    byte[] typed() {
        byte[] key = publicKey();
        return ByteBuffer.allocate(1 + key.length).put(COSIGNATURE).put(key).array();
    }

    /** First four bytes of {@code SHA-256(name || 0x0A || type || key)}. */
    @Override
    public int keyId() {
        MessageDigest digest = Rfc6962.sha256();
        digest.update(name().getBytes(StandardCharsets.UTF_8));
        digest.update((byte) '\n');
        return ByteBuffer.wrap(digest.digest(typed())).getInt();
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
        return new SignedNote.Signature(name(), keyId(), timestamped);
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

    private Optional<Instant> time(SignedNote checkpoint, SignedNote.Signature line) {
        if (line.bytes().length != LENGTH) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.wrap(line.bytes());
        long seconds = bytes.getLong();
        byte[] signature = new byte[Ed25519.SIGNATURE_LENGTH];
        bytes.get(signature);
        return seconds > 0
                        && seconds <= LAST_SECOND
                        && Ed25519.verifies(publicKey(), message(checkpoint, seconds), signature)
                ? Optional.of(Instant.ofEpochSecond(seconds))
                : Optional.empty();
    }
}
