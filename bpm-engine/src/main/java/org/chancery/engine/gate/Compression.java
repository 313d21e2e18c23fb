package org.chancery.engine.gate;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdDictCompress;
import com.github.luben.zstd.ZstdDictDecompress;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.chancery.ledger.Ledger;
import org.chancery.ledger.LedgerException;

/**
 * Zstandard (RFC 8878) with a preset dictionary, as private parts use it. A record is too short to teach a compressor
 * what engine rows look like, so the dictionary says it beforehand. Frames are written without magic number and
 * dictionary id (§3.1.1), which the format version stands for. A dictionary once shipped stays: old records need it. A
 * better one gets a new format version.
 */
final class Compression {

    /** Format version of what {@link #pack} makes: dictionary 2, ids as {@code IdCode} writes them. */
    static final byte FORMAT = 3;

    /** Sealed it has at most {@link Ledger#MAX_PRIVATE_BYTES}; what unpacks to more than this was not written by us. */
    private static final long MAX_PLAIN = 256L * 1024 * 1024;

    private static final int LEVEL = 9;
    private static final byte[] DICTIONARY = load("private-part-2.dict");
    private static final ZstdDictCompress PACKING = new ZstdDictCompress(DICTIONARY, LEVEL);
    private static final ZstdDictDecompress UNPACKING = new ZstdDictDecompress(DICTIONARY);

    private Compression() {}

    /** @throws LedgerException.TooLarge if {@link #unpack} would refuse what comes of it */
    static byte[] pack(byte[] plain) {
        return pack(plain, MAX_PLAIN);
    }

    static byte[] pack(byte[] plain, long max) {
        if (plain.length > max) {
            throw new LedgerException.TooLarge("private", plain.length, max);
        }
        try (ZstdCompressCtx packer = new ZstdCompressCtx()) {
            return packer.setMagicless(true).setDictID(false).loadDict(PACKING).compress(plain);
        }
    }

    /** @throws IllegalArgumentException if the bytes are not of this format */
    static byte[] unpack(byte format, byte[] packed) {
        if (format != FORMAT) {
            throw new IllegalArgumentException("private parts of format " + format + " are not known here");
        }
        long size = Zstd.getFrameContentSize(packed, 0, packed.length, true);
        if (size < 0 || size > MAX_PLAIN) {
            throw new IllegalArgumentException("not a Zstandard frame of a private part");
        }
        try (ZstdDecompressCtx unpacker = new ZstdDecompressCtx()) {
            return unpacker.setMagicless(true).loadDict(UNPACKING).decompress(packed, (int) size);
        } catch (ZstdException e) {
            throw new IllegalArgumentException("a private part cannot be unpacked", e);
        }
    }

    private static byte[] load(String name) {
        try (InputStream in = Compression.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the dictionary " + name + " is missing from the jar");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
