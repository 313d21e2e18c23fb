package org.chancery.ledger.witness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.chancery.ledger.Hash;
import org.chancery.ledger.Tiles;
import org.chancery.ledger.log.TilePath;
import org.chancery.ledger.log.TreeProofs;

/**
 * A log over HTTP, C2SP tlog-tiles. Of what it says nothing is believed here; who asks must check where it leads. Errors
 * of the network are {@link UncheckedIOException}.
 */
final class RemoteLog {

    private static final int MAX_CHECKPOINT = 128 * 1024;
    private static final int MAX_BUNDLE = Tiles.WIDTH * (2 + 65_535);
    private static final int TILE_HEIGHT = 8;
    private static final int NOT_FOUND = 404;
    private static final int OK = 200;

    private final Web web;
    private final String prefix;

    /** @param address the log's prefix, to which {@code /checkpoint} is appended */
    RemoteLog(Web web, URI address) {
        this.web = web;
        this.prefix = address.toString().replaceAll("/+$", "");
    }

    /** The newest checkpoint, as it is served. */
    String checkpoint() throws IOException {
        return new String(get("/checkpoint", MAX_CHECKPOINT), StandardCharsets.UTF_8);
    }

    /** The log as it was at this size; tiles of hashes that were read once are not read again. */
    LogView at(long size) {
        return new View(size);
    }

    private byte[] get(String path, int maxBytes) throws IOException {
        Web.Reply reply = web.get(URI.create(prefix + path), maxBytes);
        if (reply.status() != OK) {
            throw new IOException(prefix + path + " answers " + reply.status());
        }
        return reply.body();
    }

    private final class View implements LogView {
        private final long size;
        private final Map<String, byte[]> tiles = new HashMap<>();

        View(long size) {
            this.size = size;
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public List<Hash> consistencyProof(long from, long to) {
            return new TreeProofs(this::hash).consistency(from, to);
        }

        @Override
        public List<byte[]> entries(long from, long to) {
            long bundle = from / Tiles.WIDTH;
            // not kept: who judges a log reads each bundle once, and all of them
            byte[] all = fetch("/tile/entries/", bundle, width(size, bundle), MAX_BUNDLE);
            List<byte[]> entries = new ArrayList<>();
            ByteBuffer in = ByteBuffer.wrap(all);
            while (in.remaining() >= Short.BYTES) {
                int length = Short.toUnsignedInt(in.getShort());
                if (length > in.remaining()) {
                    break;
                }
                byte[] entry = new byte[length];
                in.get(entry);
                entries.add(entry);
            }
            int first = (int) (from % Tiles.WIDTH);
            int last = (int) Math.min(to - bundle * Tiles.WIDTH, entries.size());
            if (first >= last) {
                throw new UncheckedIOException(new IOException("entry bundle " + bundle + " lacks entry " + from));
            }
            return entries.subList(first, last);
        }

        /** Level {@code l} has size / 256^l hashes. */
        private byte[] hash(int level, long position) {
            long tile = position / Tiles.WIDTH;
            int width = width(size >> TILE_HEIGHT * level, tile);
            byte[] hashes = read("/tile/" + level + "/", tile, width, Tiles.WIDTH * Hash.LENGTH);
            int offset = (int) (position % Tiles.WIDTH) * Hash.LENGTH;
            if (hashes.length < offset + Hash.LENGTH) {
                throw new UncheckedIOException(
                        new IOException("tile " + level + "/" + tile + " has only " + hashes.length + " bytes"));
            }
            return Arrays.copyOfRange(hashes, offset, offset + Hash.LENGTH);
        }

        private static int width(long count, long tile) {
            return (int) Math.min(Tiles.WIDTH, count - tile * Tiles.WIDTH);
        }

        private byte[] read(String kind, long tile, int width, int maxBytes) {
            return tiles.computeIfAbsent(kind + tile, key -> fetch(kind, tile, width, maxBytes));
        }

        /** A log may delete a partial tile once the full one exists. */
        private byte[] fetch(String kind, long tile, int width, int maxBytes) {
            try {
                String full = kind + TilePath.number(tile);
                if (width < Tiles.WIDTH) {
                    Web.Reply partial = web.get(URI.create(prefix + full + ".p/" + width), maxBytes);
                    if (partial.status() == OK) {
                        return partial.body();
                    }
                    if (partial.status() != NOT_FOUND) {
                        throw new IOException(prefix + full + ".p/" + width + " answers " + partial.status());
                    }
                }
                return get(full, maxBytes);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
