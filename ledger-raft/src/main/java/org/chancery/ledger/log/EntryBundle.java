package org.chancery.ledger.log;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A bundle of public parts, C2SP tlog-tiles "log entries": each after its length as big-endian u16. */
final class EntryBundle {

    private EntryBundle() {}

    static byte[] encode(byte[] publicPart) {
        return ByteBuffer.allocate(2 + publicPart.length)
                .putShort((short) publicPart.length)
                .put(publicPart)
                .array();
    }

    static byte[] join(List<byte[]> encoded) {
        ByteBuffer out = ByteBuffer.allocate(
                encoded.stream().mapToInt(entry -> entry.length).sum());
        encoded.forEach(out::put);
        return out.array();
    }

    /** @throws MalformedAt if the bytes are not exactly {@link HashTree#WIDTH} entries */
    static List<byte[]> decode(byte[] bundle) throws MalformedAt {
        ByteBuffer in = ByteBuffer.wrap(bundle);
        List<byte[]> entries = new ArrayList<>(HashTree.WIDTH);
        while (in.hasRemaining()) {
            int start = in.position();
            int length = in.remaining() < 2 ? -1 : Short.toUnsignedInt(in.getShort());
            if (length < 0 || length > in.remaining() || entries.size() == HashTree.WIDTH) {
                throw new MalformedAt(start);
            }
            byte[] entry = new byte[length];
            in.get(entry);
            entries.add(entry);
        }
        if (entries.size() != HashTree.WIDTH) {
            throw new MalformedAt(in.position());
        }
        return entries;
    }

    /** Says at which byte a bundle stops to make sense. */
    static final class MalformedAt extends Exception {
        final long offset;

        MalformedAt(long offset) {
            super("malformed at byte " + offset);
            this.offset = offset;
        }
    }
}
