package org.chancery.ledger.log;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.chancery.ledger.Hash;
import org.chancery.ledger.LedgerException;

/**
 * One frame of the journal: {@code u32 length, u32 CRC32C of length and body, body}; big-endian. The body starts with
 * a byte that tells its kind.
 */
sealed interface JournalFrame {

    /** Bytes before the body. */
    int PREFIX = 8;

    /** Where the Raft log stood when the frame was written. */
    LogStore.Applied applied();

    byte[] body();

    /**
     * First frame of a journal: the state of the tiles it goes on from.
     *
     * @param base leaves in tiles, a multiple of 256
     * @param root root over them
     * @param edges for each tile level from 1 on, the hashes that do not fill a tile of that level yet
     */
    record Opening(LogStore.Applied applied, long base, Hash root, List<List<byte[]>> edges) implements JournalFrame {
        static final byte KIND = 0;

        /** Since 3 more than 255 leaves may follow, of which a program that knows 2 alone would lose some. */
        private static final int VERSION = 3;

        private static final int OLDEST = 2;
        private static final long MAGIC = 0x6368616e6365L;

        @Override
        public byte[] body() {
            int hashes = edges.stream().mapToInt(List::size).sum();
            ByteBuffer out = ByteBuffer.allocate(1 + 8 * 4 + Hash.LENGTH + 1 + 2 * edges.size() + Hash.LENGTH * hashes);
            out.put(KIND)
                    .putLong(MAGIC << 16 | VERSION)
                    .putLong(applied.term())
                    .putLong(applied.index())
                    .putLong(base);
            out.put(root.bytes()).put((byte) edges.size());
            for (List<byte[]> edge : edges) {
                out.putShort((short) edge.size());
                edge.forEach(out::put);
            }
            return out.array();
        }

        private static void requireKnown(long version) {
            if (version < OLDEST || version > VERSION) {
                throw new LedgerException.Unavailable(
                        "The ledger was written by another version of Chancery: its journal has format " + version
                                + ", this version reads " + OLDEST + " and " + VERSION
                                + ". Nothing is damaged and nothing was changed; go on with that version.",
                        null);
            }
        }

        private static Opening parse(ByteBuffer in) {
            long magic = in.getLong();
            if (magic >>> 16 != MAGIC) {
                throw new Malformed("not a journal");
            }
            requireKnown(magic & 0xffff);
            LogStore.Applied applied = new LogStore.Applied(in.getLong(), in.getLong());
            long base = in.getLong();
            Hash root = new Hash(bytes(in, Hash.LENGTH));
            List<List<byte[]>> edges = new ArrayList<>();
            for (int level = in.get(); level > 0; level--) {
                List<byte[]> edge = new ArrayList<>();
                for (int hash = in.getShort(); hash > 0; hash--) {
                    edge.add(bytes(in, Hash.LENGTH));
                }
                edges.add(edge);
            }
            return new Opening(applied, base, root, edges);
        }
    }

    /**
     * A leaf.
     *
     * @param applied the Raft entry that made it; where the Raft log stood before if the leaf was copied from a peer
     * @param term Raft term of the entry that made it
     */
    record LeafAdded(LogStore.Applied applied, long term, long index, UUID id, byte[] publicPart, byte[] privatePart)
            implements JournalFrame {
        static final byte KIND = 1;

        /** Between the kind and the length of the public part. */
        static final int FIXED_BYTES = 8 * 6;

        @Override
        public byte[] body() {
            return ByteBuffer.allocate(1 + FIXED_BYTES + 4 + publicPart.length + privatePart.length)
                    .put(KIND)
                    .putLong(applied.term())
                    .putLong(applied.index())
                    .putLong(term)
                    .putLong(index)
                    .putLong(id.getMostSignificantBits())
                    .putLong(id.getLeastSignificantBits())
                    .putInt(publicPart.length)
                    .put(publicPart)
                    .put(privatePart)
                    .array();
        }

        private static LeafAdded parse(ByteBuffer in) {
            LogStore.Applied applied = new LogStore.Applied(in.getLong(), in.getLong());
            long term = in.getLong();
            long index = in.getLong();
            UUID id = new UUID(in.getLong(), in.getLong());
            byte[] publicPart = bytes(in, in.getInt());
            return new LeafAdded(applied, term, index, id, publicPart, bytes(in, in.remaining()));
        }
    }

    /** A Raft entry that made no leaf. */
    record NoLeaf(LogStore.Applied applied) implements JournalFrame {
        static final byte KIND = 2;

        @Override
        public byte[] body() {
            return ByteBuffer.allocate(17)
                    .put(KIND)
                    .putLong(applied.term())
                    .putLong(applied.index())
                    .array();
        }
    }

    /** The frame as it stands in the file. */
    default byte[] encode() {
        byte[] body = body();
        return ByteBuffer.allocate(PREFIX + body.length)
                .putInt(body.length)
                .putInt(checksum(body.length, body))
                .put(body)
                .array();
    }

    /**
     * The frame with this prefix and body, or empty if they do not fit: torn, unwritten or altered.
     *
     * @throws Malformed if they fit and are no frame all the same
     */
    static Optional<JournalFrame> decode(int length, int checksum, byte[] body) {
        if (length < 1 || length != body.length || checksum(length, body) != checksum) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(body);
        JournalFrame frame = parse(in);
        if (in.hasRemaining()) {
            throw new Malformed("a journal frame with " + in.remaining() + " bytes too many");
        }
        return Optional.of(frame);
    }

    private static JournalFrame parse(ByteBuffer in) {
        try {
            byte kind = in.get();
            return switch (kind) {
                case Opening.KIND -> Opening.parse(in);
                case LeafAdded.KIND -> LeafAdded.parse(in);
                case NoLeaf.KIND -> new NoLeaf(new LogStore.Applied(in.getLong(), in.getLong()));
                default -> throw new Malformed("a journal frame of unknown kind " + kind);
            };
        } catch (BufferUnderflowException e) {
            throw new Malformed("a journal frame that ends too early");
        }
    }

    /** A frame whose checksum fits was not written so by this program. */
    final class Malformed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Malformed(String what) {
            super(what);
        }
    }

    private static int checksum(int length, byte[] body) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(4).putInt(0, length));
        crc.update(body);
        return (int) crc.getValue();
    }

    private static byte[] bytes(ByteBuffer in, int length) {
        if (length < 0 || length > in.remaining()) {
            throw new Malformed("a journal frame with a part of " + length + " bytes");
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }
}
