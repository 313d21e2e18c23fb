package org.chancery.engine.gate;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.chancery.engine.image.ImageReader;
import org.chancery.engine.image.ImageWriter;
import org.chancery.engine.image.RowImage;
import org.chancery.engine.image.Schema;

/**
 * What a record holds for the group's members alone, before it is sealed: one byte format version, four bytes schema
 * fingerprint, eight bytes time (microseconds since 1970 UTC), then the parts, compressed with Zstandard (RFC 8878).
 *
 * @param cases numbers of the cases concerned
 * @param actor person id of who acted, if it was not the engine itself
 * @param seed 16 bytes from which the salts of the public part's commitments follow; empty if the record is about one
 *     case, whose own salt they follow from, see {@code Commitments}
 * @param withheld canonical JSON of facts that the public part only commits to: number of the transition to a map of
 *     path ({@code facts.NAME}, {@code inputs.NAME}, {@code outputs.NAME}, {@code rules}) and value; empty if none
 * @param details canonical JSON of the transitions if they were too long for the public part; otherwise empty
 * @param images what the transaction did, in statement order
 */
public record PrivatePart(
        List<String> cases,
        Optional<String> actor,
        byte[] seed,
        byte[] withheld,
        byte[] details,
        List<RowImage> images) {

    private static final int HEADER = 1 + Schema.FINGERPRINT_LENGTH + Long.BYTES;

    public PrivatePart {
        cases = List.copyOf(cases);
    }

    /** The same with the transitions that were too long for the public part. */
    PrivatePart with(byte[] longTransitions) {
        return new PrivatePart(cases, actor, seed, withheld, longTransitions, images);
    }

    byte[] encode(Schema schema, long micros) {
        ImageWriter writer = new ImageWriter(micros);
        writer.number(cases.size());
        cases.forEach(writer::text);
        writer.text(actor.orElse(null));
        writer.number(seed.length).bytes(seed);
        writer.number(withheld.length).bytes(withheld);
        writer.number(details.length).bytes(details);
        byte[] packed = Compression.pack(writer.images(images).toBytes());
        return ByteBuffer.allocate(HEADER + packed.length)
                .put(Compression.FORMAT)
                .put(schema.fingerprint())
                .putLong(micros)
                .put(packed)
                .array();
    }

    /**
     * @throws IllegalArgumentException if the bytes are not a private part, or were written under another schema
     */
    public static PrivatePart decode(byte[] plain, Schema schema) {
        if (plain.length < HEADER) {
            throw new IllegalArgumentException("a private part has at least " + HEADER + " bytes");
        }
        ByteBuffer in = ByteBuffer.wrap(plain);
        byte format = in.get();
        byte[] fingerprint = new byte[Schema.FINGERPRINT_LENGTH];
        in.get(fingerprint);
        if (!Arrays.equals(fingerprint, schema.fingerprint())) {
            throw new IllegalArgumentException(
                    "written under schema " + HexFormat.of().formatHex(fingerprint) + ", this node has " + schema);
        }
        ImageReader reader = new ImageReader(
                ByteBuffer.wrap(Compression.unpack(format, Arrays.copyOfRange(plain, HEADER, plain.length))),
                in.getLong());
        try {
            return read(reader, schema);
        } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("a private part is cut short or damaged", e);
        }
    }

    private static PrivatePart read(ImageReader reader, Schema schema) {
        List<String> cases = new ArrayList<>();
        for (long i = reader.number(); i > 0; i--) {
            cases.add(Optional.ofNullable(reader.text())
                    .orElseThrow(() -> new IllegalArgumentException("a case without a number")));
        }
        Optional<String> actor = Optional.ofNullable(reader.text());
        byte[] seed = reader.bytes(reader.number());
        byte[] withheld = reader.bytes(reader.number());
        byte[] details = reader.bytes(reader.number());
        return new PrivatePart(cases, actor, seed, withheld, details, reader.images(schema));
    }
}
