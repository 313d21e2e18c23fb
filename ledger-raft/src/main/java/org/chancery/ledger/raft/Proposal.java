package org.chancery.ledger.raft;

import java.nio.ByteBuffer;
import java.util.UUID;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;
import org.chancery.ledger.Entry;

/**
 * The Raft log entry that carries one record.
 *
 * <p>Bytes: version (1), record id (16), term the proposer decided in (8), length of the public part (4), public part,
 * private part to the end. All numbers are big-endian.
 */
record Proposal(long decidedIn, Entry entry) {

    private static final byte VERSION = 1;
    private static final int HEADER = 1 + 16 + 8 + 4;

    ByteString encode() {
        byte[] publicPart = entry.publicPart();
        byte[] privatePart = entry.privatePart();
        byte[] bytes = ByteBuffer.allocate(HEADER + publicPart.length + privatePart.length)
                .put(VERSION)
                .putLong(entry.id().getMostSignificantBits())
                .putLong(entry.id().getLeastSignificantBits())
                .putLong(decidedIn)
                .putInt(publicPart.length)
                .put(publicPart)
                .put(privatePart)
                .array();
        return UnsafeByteOperations.unsafeWrap(bytes);
    }

    /** @throws IllegalArgumentException if the bytes are not a proposal of a known version */
    static Proposal decode(ByteString message) {
        if (message.size() < HEADER || message.byteAt(0) != VERSION) {
            throw new IllegalArgumentException("not a proposal of version " + VERSION);
        }
        ByteBuffer in = message.asReadOnlyByteBuffer();
        in.get();
        UUID id = new UUID(in.getLong(), in.getLong());
        long decidedIn = in.getLong();
        int publicLength = in.getInt();
        if (publicLength < 0 || publicLength > in.remaining()) {
            throw new IllegalArgumentException("public part of " + publicLength + " bytes does not fit");
        }
        byte[] publicPart = new byte[publicLength];
        in.get(publicPart);
        byte[] privatePart = new byte[in.remaining()];
        in.get(privatePart);
        return new Proposal(decidedIn, new Entry(id, publicPart, privatePart));
    }
}
