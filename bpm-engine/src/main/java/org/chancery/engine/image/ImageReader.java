package org.chancery.engine.image;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads what {@link ImageWriter} wrote.
 *
 * <p>Bytes that it did not write end in {@link IllegalArgumentException}.
 */
public final class ImageReader {

    /** Ids in a row at a text's end; {@link ImageWriter} stops long before, and each needs the stack. */
    private static final int MAX_IDS = 500;

    private final ByteBuffer in;
    private final List<String> seen = new ArrayList<>();
    private final IdCode ids;
    private final long baseMicros;

    public ImageReader(ByteBuffer in, long baseMicros) {
        this.in = in;
        this.baseMicros = baseMicros;
        this.ids = new IdCode(baseMicros);
    }

    public List<RowImage> images(Schema schema) {
        try {
            int count = size(number());
            List<RowImage> images = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                images.add(image(schema));
            }
            return images;
        } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("row images are cut short or damaged", e);
        }
    }

    private RowImage image(Schema schema) {
        long head = number();
        Table table = schema.table(size(head / 3));
        RowImage.Change change = RowImage.Change.values()[(int) (head % 3)];
        Object[] key = new Object[table.key().size()];
        for (int i = 0; i < key.length; i++) {
            key[i] = value(table.kind(table.key().get(i)));
        }
        if (change == RowImage.Change.DELETE) {
            return RowImage.delete(table, key);
        }
        int[] columns = new int[columns(table)];
        Object[] values = new Object[columns.length];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = in.get() & 0xFF;
            int inKey = table.key().indexOf(columns[i]);
            values[i] = inKey >= 0 ? key[inKey] : value(table.kind(columns[i]));
        }
        return new RowImage(table, change, key, columns, values);
    }

    private int columns(Table table) {
        int count = size(number());
        if (count > table.columns().size()) {
            throw new IllegalArgumentException("an image of " + table.name() + " with " + count + " columns");
        }
        return count;
    }

    private Object value(ColumnKind kind) {
        return switch (kind) {
            case TEXT -> text();
            case INTEGER -> nullable(0);
            case TIMESTAMP -> nullable(baseMicros);
            case BOOLEAN -> {
                int b = in.get();
                yield b == 0 ? null : (Object) (b == 2);
            }
            case DOUBLE -> in.get() == 0 ? null : (Object) Double.longBitsToDouble(in.getLong());
            case BYTES -> {
                int length = size(number()) - 1;
                yield length < 0 ? null : bytes(length);
            }
        };
    }

    private Object nullable(long base) {
        if (in.get() == 0) {
            return null;
        }
        return base + signed();
    }

    /** A number of either sign, zigzag. */
    long signed() {
        long zigzag = number();
        return (zigzag >>> 1) ^ -(zigzag & 1);
    }

    long fixed() {
        return in.getLong();
    }

    /** A text or {@code null}. */
    public String text() {
        return text(0);
    }

    private String text(int depth) {
        if (depth > MAX_IDS) {
            throw new IllegalArgumentException("a text of more than " + MAX_IDS + " ids");
        }
        long head = number();
        if (head == ImageWriter.NULL) {
            return null;
        }
        if (head == ImageWriter.ID || head == ImageWriter.ENDING_IN_ID) {
            int place = remember("");
            String before = head == ImageWriter.ID ? "" : text(depth + 1);
            seen.set(place, before + ids.read(this));
            return seen.get(place);
        }
        if (head % 2 == 0) {
            return seen.get(size((head - ImageWriter.TEXTS - 1) / 2));
        }
        int place = remember(new String(bytes(size((head - ImageWriter.TEXTS) / 2)), StandardCharsets.UTF_8));
        return seen.get(place);
    }

    public long number() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte b = in.get();
            value |= (long) (b & 0x7F) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number runs over 64 bits");
    }

    public byte[] bytes(long length) {
        if (length < 0 || length > in.remaining()) {
            throw new IllegalArgumentException("there are not " + length + " bytes left");
        }
        byte[] bytes = new byte[(int) length];
        in.get(bytes);
        return bytes;
    }

    private int remember(String text) {
        seen.add(text);
        return seen.size() - 1;
    }

    private static int size(long number) {
        if (number < 0 || number > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a length of " + number + " is not possible");
        }
        return (int) number;
    }
}
