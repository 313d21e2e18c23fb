package org.chancery.engine.image;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes values and row images as few bytes: columns by number, times as differences to the record's time, ids as
 * {@link IdCode} says, and a text that was written before as its number. {@link ImageReader} reads it back.
 */
public final class ImageWriter {

    static final int NULL = 0;
    /** An id. */
    static final int ID = 1;
    /** A text that ends in an id, as the engine names visits and definitions: what stands before it, then the id. */
    static final int ENDING_IN_ID = 2;
    /** From here on odd numbers are new texts by their length, even ones texts that were written before. */
    static final int TEXTS = 3;

    /** Ids in a row at a text's end that are written as such; what stands before them is written as it is. */
    private static final int MAX_IDS = 100;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
    private final Map<String, Integer> seen = new HashMap<>();
    private final IdCode ids;
    private final long baseMicros;

    /** @param baseMicros the record's time, microseconds since 1970 UTC */
    public ImageWriter(long baseMicros) {
        this.baseMicros = baseMicros;
        this.ids = new IdCode(baseMicros);
    }

    public ImageWriter images(List<RowImage> images) {
        number(images.size());
        images.forEach(this::image);
        return this;
    }

    private void image(RowImage image) {
        Table table = image.table();
        number(table.id() * 3L + image.change().ordinal());
        for (int i = 0; i < image.key().length; i++) {
            value(table.kind(table.key().get(i)), image.key()[i]);
        }
        if (image.change() == RowImage.Change.DELETE) {
            return;
        }
        number(image.columns().length);
        for (int i = 0; i < image.columns().length; i++) {
            out.write(image.columns()[i]);
            if (!table.key().contains(image.columns()[i])) {
                value(table.kind(image.columns()[i]), image.values()[i]);
            }
        }
    }

    private void value(ColumnKind kind, Object value) {
        switch (kind) {
            case TEXT -> text((String) value);
            case INTEGER -> nullable((Long) value, 0);
            case TIMESTAMP -> nullable((Long) value, baseMicros);
            case BOOLEAN -> out.write(value == null ? 0 : (Boolean) value ? 2 : 1);
            case DOUBLE -> {
                out.write(value == null ? 0 : 1);
                if (value != null) {
                    fixed(Double.doubleToLongBits((Double) value));
                }
            }
            case BYTES -> {
                byte[] bytes = (byte[]) value;
                number(bytes == null ? 0 : bytes.length + 1L);
                if (bytes != null) {
                    out.writeBytes(bytes);
                }
            }
        }
    }

    private void nullable(Long value, long base) {
        out.write(value == null ? 0 : 1);
        if (value != null) {
            signed(value - base);
        }
    }

    /** A text or {@code null}. */
    public ImageWriter text(String value) {
        text(value, 0);
        return this;
    }

    private void text(String value, int depth) {
        if (value == null) {
            number(NULL);
            return;
        }
        Integer before = seen.putIfAbsent(value, seen.size());
        int idAt = value.length() - IdCode.TEXT_LENGTH;
        if (before != null) {
            number(before * 2L + TEXTS + 1);
        } else if (idAt >= 0 && depth < MAX_IDS && IdCode.isId(value, idAt)) {
            number(idAt == 0 ? ID : ENDING_IN_ID);
            if (idAt > 0) {
                text(value.substring(0, idAt), depth + 1);
            }
            ids.write(value.substring(idAt), this);
        } else {
            byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
            number(bytes.length * 2L + TEXTS);
            out.writeBytes(bytes);
        }
    }

    /** A number of either sign, zigzag. */
    void signed(long value) {
        number((value << 1) ^ (value >> 63));
    }

    /** An unsigned number, 7 bits a byte, lowest first. */
    public ImageWriter number(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
        return this;
    }

    public ImageWriter bytes(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    public byte[] toBytes() {
        return out.toByteArray();
    }

    void fixed(long value) {
        for (int shift = 56; shift >= 0; shift -= 8) {
            out.write((int) (value >>> shift));
        }
    }
}
