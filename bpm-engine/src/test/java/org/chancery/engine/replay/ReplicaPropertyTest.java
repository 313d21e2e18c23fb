package org.chancery.engine.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import org.chancery.engine.InMemoryLedger;
import org.chancery.engine.gate.Gate;
import org.chancery.engine.gate.GateSteps;
import org.chancery.engine.gate.GatedDataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random changes of every shape and type, on a gated database: a replica built from the images has equal rows. */
class ReplicaPropertyTest {

    private static final List<String> TABLES = List.of("create table CH_ANY (ID_ varchar(64) not null, N_ bigint,"
            + " TEXT_ varchar(4000), LONG_ text, AT_ timestamp, OK_ boolean, D_ double precision, B_ bytea,"
            + " DEF_ integer default 7, primary key (ID_))");

    private final InMemoryLedger ledger = new InMemoryLedger();
    private Random random;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 20261123})
    void replicaEqualsTheOriginal(long seed) throws Exception {
        System.out.println("ReplicaPropertyTest seed " + seed);
        random = new Random(seed);
        try (TestNode node = new TestNode(ledger, NodeDatabase.scratch(), TABLES);
                HikariDataSource replica = NodeDatabase.scratch()) {
            for (int i = 0; i < 150; i++) {
                transaction(node.gated);
            }
            Gate copy = new Genesis(new SchemaScripts(TABLES))
                    .prepare("copy", replica, ledger, Clock.systemUTC(), GateSteps.NONE, 0);
            new LeafReplay(ledger, replica, copy.schema(), copy.held())
                    .to(ledger.head().size());
            assertThat(TestNode.rows(replica, copy)).isEqualTo(TestNode.rows(node.database, node.gate));
            assertThat(TestNode.rows(replica, copy).get("CH_ANY")).hasSizeGreaterThan(20);
        }
    }

    private void transaction(GatedDataSource gated) throws SQLException {
        try (Connection connection = gated.getConnection()) {
            connection.setAutoCommit(random.nextInt(5) == 0);
            try {
                for (int i = random.nextInt(6); i >= 0; i--) {
                    statement(connection);
                }
                if (!connection.getAutoCommit()) {
                    if (random.nextInt(6) == 0) {
                        connection.rollback();
                    } else {
                        connection.commit();
                    }
                }
            } catch (SQLIntegrityConstraintViolationException e) {
                if (!connection.getAutoCommit()) {
                    connection.rollback();
                }
            }
        }
    }

    private void statement(Connection connection) throws SQLException {
        switch (random.nextInt(10)) {
            case 0, 1, 2 -> insert(connection);
            case 3 -> run(connection, "update CH_ANY set N_ = ?, DEF_ = ? where ID_ = ?", number(), number(), id());
            case 4 -> run(connection, "update CH_ANY set N_ = N_ + ?, TEXT_ = upper(TEXT_) where ID_ = ?", 3, id());
            case 5 -> run(connection, "update CH_ANY set TEXT_ = ? where N_ between ? and ?", text(), 10, 30);
            case 6 -> run(connection, "update CH_ANY set D_ = D_ * ? where OK_ = ?", 1.5, random.nextBoolean());
            case 7 -> run(connection, "delete from CH_ANY where ID_ = ?", id());
            case 8 -> run(connection, "delete from CH_ANY where N_ <= ? limit ?", number(), random.nextInt(3));
            default -> batch(connection);
        }
    }

    private void insert(Connection connection) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into CH_ANY (ID_, N_, TEXT_, LONG_, AT_, OK_, D_, B_) values (?, ?, ?, ?, ?, ?, ?, ?)")) {
            insert.setString(1, id());
            insert.setInt(2, number());
            insert.setString(3, text());
            insert.setCharacterStream(4, new StringReader(text().repeat(random.nextInt(200))));
            Timestamp at = new Timestamp(random.nextLong(4_000_000_000_000L));
            at.setNanos(random.nextInt(1_000_000_000));
            insert.setTimestamp(5, at);
            if (random.nextBoolean()) {
                insert.setNull(6, Types.TIMESTAMP);
            } else {
                insert.setBoolean(6, random.nextBoolean());
            }
            insert.setObject(7, random.nextBoolean() ? null : random.nextGaussian());
            byte[] bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            insert.setBinaryStream(8, new ByteArrayInputStream(bytes), bytes.length);
            insert.execute();
            assertThat(insert.getUpdateCount()).isEqualTo(1);
        }
    }

    private void batch(Connection connection) throws SQLException {
        String sql = random.nextBoolean()
                ? "update CH_ANY set N_ = ? where ID_ = ?"
                : "update CH_ANY set N_ = ? where TEXT_ < ?";
        try (PreparedStatement batch = connection.prepareStatement(sql)) {
            for (int i = 0; i < 3; i++) {
                batch.setLong(1, number());
                batch.setString(2, id());
                batch.addBatch();
            }
            assertThat(batch.executeBatch()).hasSize(3);
        }
    }

    private static void run(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }

    private String id() {
        return "id-" + random.nextInt(80);
    }

    private int number() {
        return random.nextInt(60);
    }

    private String text() {
        return List.of("", "α", "企业开办", "'quoted' \"text\"", "x\u0000y".replace("\u0000", " "), "\uD83D\uDE00")
                .get(random.nextInt(6));
    }
}
