package org.chancery.engine.gate;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;

/** Zstandard (RFC 8878) as private parts use it. */
final class Compression {

    /** Format version of what {@link #pack} makes. */
    static final byte FORMAT = 1;

    /** A private part is sealed in at most 16 MB; what unpacks to more than this was not written by us. */
    private static final long MAX_PLAIN = 256L * 1024 * 1024;

    private Compression() {}

    static byte[] pack(byte[] plain, int level) {
        return Zstd.compress(plain, level);
    }

    /** @throws IllegalArgumentException if the bytes are not of this format */
    static byte[] unpack(byte format, byte[] packed) {
        if (format != FORMAT) {
            throw new IllegalArgumentException("private parts of format " + format + " are not known here");
        }
        long size = Zstd.getFrameContentSize(packed);
        if (size < 0 || size > MAX_PLAIN) {
            throw new IllegalArgumentException("not a Zstandard frame of a private part");
        }
        try {
            return Zstd.decompress(packed, (int) size);
        } catch (ZstdException e) {
            throw new IllegalArgumentException("a private part cannot be unpacked", e);
        }
    }
}
