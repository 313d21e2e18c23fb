package org.chancery.ledger.raft;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;

/**
 * How a voter that fell behind takes over the leader's table of person keys, part by part: a table may be longer than
 * a message.
 *
 * <p>Request: Raft index that the asked-for table includes, or -1 for the newest (8 bytes), and the offset in it (8).
 * Answer: Raft index that the table includes (8), its whole length (8), and its bytes from the offset, or from the
 * beginning if it is not the table that was asked for.
 */
final class PersonKeyCopy {

    static final int REQUEST_BYTES = 2 * Long.BYTES;
    private static final int PART_BYTES = 4 << 20;
    private static final long NEWEST = -1;
    private static final byte[] NONE = {};

    private final PersonKeyTable table;
    private byte[] handedOut = NONE;
    private long handedOutIndex = NEWEST;

    /** The asked peer's side. */
    PersonKeyCopy(PersonKeyTable table) {
        this.table = table;
    }

    synchronized ByteString answer(ByteBuffer request) {
        long index = request.getLong();
        long offset = request.getLong();
        if (index == NEWEST || index != handedOutIndex) {
            forget();
            handedOut = table.encode();
            handedOutIndex = PersonKeyTable.applied(handedOut).getIndex();
            offset = 0;
        }
        int from = (int) Math.min(offset, handedOut.length);
        int length = Math.min(PART_BYTES, handedOut.length - from);
        return ByteString.copyFrom(ByteBuffer.allocate(2 * Long.BYTES + length)
                .putLong(handedOutIndex)
                .putLong(handedOut.length)
                .put(handedOut, from, length)
                .flip());
    }

    /** A key was erased: it must not live on in a copy. Who is in the middle of copying begins again. */
    synchronized void forget() {
        Arrays.fill(handedOut, (byte) 0);
        handedOut = NONE;
        handedOutIndex = NEWEST;
    }

    /** The copying voter's side. */
    static PersonKeyTable from(LeafCopy.Source source, ByteString leader) throws IOException {
        ByteArrayOutputStream parts = new ByteArrayOutputStream();
        long index = NEWEST;
        while (true) {
            ByteBuffer request =
                    ByteBuffer.allocate(REQUEST_BYTES).putLong(index).putLong(parts.size());
            ByteBuffer answer =
                    source.ask(leader, ByteString.copyFrom(request.flip())).asReadOnlyByteBuffer();
            long answered = answer.getLong();
            if (answered != index) {
                parts.reset();
                index = answered;
            }
            long length = answer.getLong();
            byte[] part = new byte[answer.remaining()];
            answer.get(part);
            parts.write(part);
            if (parts.size() >= length) {
                return whole(parts.toByteArray());
            }
            if (part.length == 0) {
                throw new IOException("the leader says its table has " + length + " bytes and sent " + parts.size());
            }
        }
    }

    private static PersonKeyTable whole(byte[] table) throws IOException {
        try {
            return PersonKeyTable.decode(table);
        } catch (IllegalArgumentException e) {
            throw new IOException("of the leader's table of person keys: " + e.getMessage(), e);
        }
    }
}
