package org.chancery.engine.image;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Writes values and row images as few bytes: columns by number, times as differences to the record's time, ids as 16
 * bytes, and a text that was written before as its number. {@link ImageReader} reads it back.
 */
public final class ImageWriter {

    static final int NULL = 0;
    static final int ID = 1;
    private static final int UUID_TEXT_LENGTH = 36;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
    private final Map<String, Integer> seen = new HashMap<>();
    private final long baseMicros;

    /** @param baseMicros the record's time, microseconds since 1970 UTC */
    public ImageWriter(long baseMicros) {
        this.baseMicros = baseMicros;
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
            long difference = value - base;
            number((difference << 1) ^ (difference >> 63));
        }
    }

    /** A text or {@code null}. */
    public ImageWriter text(String value) {
        if (value == null) {
            number(NULL);
            return this;
        }
        Integer before = seen.putIfAbsent(value, seen.size());
        if (before != null) {
            number(before * 2L + 3);
        } else if (isId(value)) {
            number(ID);
            UUID id = UUID.fromString(value);
            fixed(id.getMostSignificantBits());
            fixed(id.getLeastSignificantBits());
        } else {
            byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
            number(bytes.length * 2L + 2);
            out.writeBytes(bytes);
        }
        return this;
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

    private void fixed(long value) {
        for (int shift = 56; shift >= 0; shift -= 8) {
            out.write((int) (value >>> shift));
        }
    }

    /** Only the canonical lower-case form comes back unchanged from 16 bytes. */
    private static boolean isId(String value) {
        if (value.length() != UUID_TEXT_LENGTH) {
            return false;
        }
        for (int i = 0; i < UUID_TEXT_LENGTH; i++) {
            char c = value.charAt(i);
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            if (dash ? c != '-' : (c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }
}
