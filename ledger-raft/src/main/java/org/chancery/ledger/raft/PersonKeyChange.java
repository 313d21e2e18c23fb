package org.chancery.ledger.raft;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;

/**
 * A committed change of the person keys.
 *
 * <p>Bytes: version (1), kind (1), then what the kind needs; see each.
 */
sealed interface PersonKeyChange {

    byte VERSION = 1;

    /**
     * Gives each person this key unless the person has or had one. Bytes: number of persons (2), then for each the
     * person (UTF), length (1), key.
     */
    record Create(SortedMap<String, byte[]> keys) implements PersonKeyChange {}

    /** Forgets a person's key for ever. Bytes: person (UTF), padding. */
    record Erase(String person) implements PersonKeyChange {
        /** Makes the entry too long to share a segment with a {@link Roll}. */
        static final int PADDING = 1_024;
    }

    /**
     * Changes nothing. It is as long as a segment of the Raft log, so it cannot join what is in the open one: every
     * member closes that and begins another, and what went before can be purged. Bytes: padding.
     */
    record Roll() implements PersonKeyChange {
        static final int PADDING = RaftSettings.SEGMENT_BYTES - 512;
    }

    default ByteString encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            switch (this) {
                case Create create -> {
                    out.writeByte('k');
                    out.writeShort(create.keys().size());
                    for (Map.Entry<String, byte[]> person : create.keys().entrySet()) {
                        out.writeUTF(person.getKey());
                        out.writeByte(person.getValue().length);
                        out.write(person.getValue());
                    }
                }
                case Erase erase -> {
                    out.writeByte('e');
                    out.writeUTF(erase.person());
                    out.write(padding(Erase.PADDING));
                }
                case Roll roll -> {
                    out.writeByte('r');
                    out.write(padding(Roll.PADDING));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ByteString.copyFrom(bytes.toByteArray());
    }

    /** Not of zeros, which would make a rotten entry look like one that was not written ({@link OpenSegment}). */
    private static byte[] padding(int length) {
        byte[] padding = new byte[length];
        Arrays.fill(padding, (byte) '.');
        return padding;
    }

    /** @throws IllegalArgumentException if the bytes are not a change of a known version and kind */
    static PersonKeyChange decode(ByteString message) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(message.toByteArray()))) {
            byte version = in.readByte();
            char kind = (char) in.readByte();
            if (version != VERSION) {
                throw new IllegalArgumentException("not a change of person keys of version " + VERSION);
            }
            return switch (kind) {
                case 'k' -> new Create(keys(in, in.readUnsignedShort()));
                case 'c' -> new Create(keys(in, 1)); // as written before keys were made together
                case 'e' -> new Erase(in.readUTF());
                case 'r' -> new Roll();
                default -> throw new IllegalArgumentException("unknown change of person keys '" + kind + "'");
            };
        } catch (IOException e) {
            throw new IllegalArgumentException("a change of person keys ends too early", e);
        }
    }

    private static SortedMap<String, byte[]> keys(DataInputStream in, int persons) throws IOException {
        SortedMap<String, byte[]> keys = new TreeMap<>();
        for (int i = 0; i < persons; i++) {
            keys.put(in.readUTF(), in.readNBytes(in.readUnsignedByte()));
        }
        return keys;
    }
}
