package org.chancery.engine.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.chancery.engine.image.ImageWriter;
import org.chancery.engine.image.RowImage;
import org.chancery.engine.image.Schema;
import org.chancery.engine.image.Table;
import org.chancery.engine.replay.NodeDatabase;
import org.chancery.ledger.LedgerException;
import org.junit.jupiter.api.Test;

/** What is not a whole private part ends in one kind of exception, so that replay can name the leaf. */
class PrivatePartTest {

    private static final long NOW = 1_795_395_600_000_000L;
    private static final int HEADER = 1 + Schema.FINGERPRINT_LENGTH + Long.BYTES;
    private static final String ID = "f6f47152-e70a-11f1-ae53-02fc00000001";

    private final Schema schema = schema();

    private static Schema schema() {
        try (HikariDataSource database = NodeDatabase.scratch();
                Connection connection = database.getConnection()) {
            try (PreparedStatement create = connection.prepareStatement("create table ACT_X (ID_ varchar(4000)"
                    + " primary key, A_ bigint, B_ boolean, C_ double precision, D_ timestamp, E_ varbinary(100))")) {
                create.execute();
            }
            return Schema.load(connection);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private PrivatePart part() {
        Table table = schema.tables().getFirst();
        Object[] values = new Object[table.columns().size()];
        values[table.indexOf("ID_")] = "x:" + ID + ":" + ID;
        values[table.indexOf("A_")] = 5L;
        values[table.indexOf("B_")] = true;
        values[table.indexOf("C_")] = 1.5;
        values[table.indexOf("D_")] = NOW;
        values[table.indexOf("E_")] = new byte[] {1, 2};
        Object[] key = {values[table.indexOf("ID_")]};
        return new PrivatePart(
                List.of("A-1", "A-2"),
                Optional.of("p-li"),
                new byte[16],
                new byte[] {'{', '}'},
                new byte[0],
                List.of(
                        new RowImage(table, RowImage.Change.INSERT, key, table.everyColumn(), values),
                        RowImage.delete(table, key)));
    }

    /** Sealed as it is, whatever it says. */
    private byte[] packed(byte[] plain) {
        byte[] packed = Compression.pack(plain);
        return ByteBuffer.allocate(HEADER + packed.length)
                .put(Compression.FORMAT)
                .put(schema.fingerprint())
                .putLong(NOW)
                .put(packed)
                .array();
    }

    @Test
    void aDamagedPartIsReadOrRefusedAndNothingElse() {
        byte[] encoded = part().encode(schema, NOW);
        byte[] whole = Compression.unpack(Compression.FORMAT, Arrays.copyOfRange(encoded, HEADER, encoded.length));
        assertThat(PrivatePart.decode(packed(whole), schema).cases()).containsExactly("A-1", "A-2");
        Random random = new Random(7);
        int refused = 0;
        for (int run = 0; run < 5_000; run++) {
            byte[] damaged = Arrays.copyOf(whole, random.nextInt(3) == 0 ? random.nextInt(whole.length) : whole.length);
            for (int i = random.nextInt(4); i >= 0 && damaged.length > 0; i--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            try {
                PrivatePart.decode(packed(damaged), schema);
            } catch (IllegalArgumentException e) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    @Test
    void lengthsThatCannotBeAreRefused() {
        for (long length : new long[] {-1, Long.MIN_VALUE, 1L << 32, Integer.MAX_VALUE}) {
            byte[] plain =
                    new ImageWriter(NOW).number(0).text(null).number(length).toBytes();
            assertThatThrownBy(() -> PrivatePart.decode(packed(plain), schema))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        byte[] idAfterId = new byte[200_000];
        Arrays.fill(idAfterId, (byte) 2);
        idAfterId[0] = 1;
        assertThatThrownBy(() -> PrivatePart.decode(packed(idAfterId), schema))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aTextOfManyIdsComesBackAsItWas() {
        String text = (ID + ":").repeat(2_000) + ID;
        PrivatePart part = new PrivatePart(
                List.of(text, text), Optional.empty(), new byte[0], new byte[0], new byte[0], List.of());
        assertThat(PrivatePart.decode(part.encode(schema, NOW), schema).cases()).containsExactly(text, text);
    }

    @Test
    void whatCouldNotBeUnpackedIsNotPacked() {
        assertThat(Compression.pack(new byte[10], 10)).isNotEmpty();
        assertThatThrownBy(() -> Compression.pack(new byte[11], 10)).isInstanceOf(LedgerException.TooLarge.class);
    }
}
