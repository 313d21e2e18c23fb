package org.chancery.engine.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongFunction;
import org.chancery.engine.InMemoryLedger;
import org.chancery.engine.gate.HeldLeaves;
import org.chancery.engine.image.Schema;
import org.chancery.ledger.GroupCipher;
import org.chancery.ledger.Hash;
import org.chancery.ledger.Head;
import org.chancery.ledger.Leaf;
import org.chancery.ledger.Ledger;
import org.chancery.ledger.LedgerException;
import org.junit.jupiter.api.Test;

/** Replay of a ledger that this node cannot read: it stops, names the leaf, and holds no more than it must. */
class UnreadableLedgerTest {

    private static final int SIZE = 1_000;
    private static final byte[] RECORD =
            "{\"kind\":\"business\",\"transitions\":[],\"v\":3}".getBytes(StandardCharsets.UTF_8);

    private final AtomicInteger read = new AtomicInteger();

    private static Leaf leaf(long index, byte[] open, byte[] sealed) {
        return new Leaf(index, 1, new UUID(0, index), open, sealed);
    }

    private Ledger ledger(LongFunction<Leaf> leaves, boolean opens) {
        GroupCipher cipher = new GroupCipher() {
            @Override
            public List<String> generations() {
                return List.of("0000000000000001");
            }

            @Override
            public byte[] seal(UUID id, byte[] plain) {
                return plain;
            }

            @Override
            public byte[] open(UUID id, byte[] sealed) {
                if (!opens) {
                    throw new LedgerException.Unreadable("sealed under a key that is not held here", null);
                }
                return sealed;
            }
        };
        InMemoryLedger rest = new InMemoryLedger();
        return (Ledger) Proxy.newProxyInstance(
                Ledger.class.getClassLoader(), new Class<?>[] {Ledger.class}, (proxy, method, args) -> {
                    switch (method.getName()) {
                        case "head":
                            return new Head(SIZE, new Hash(new byte[Hash.LENGTH]));
                        case "cipher":
                            return cipher;
                        case "leaf":
                            read.incrementAndGet();
                            return leaves.apply((Long) args[0]);
                        default:
                            try {
                                return method.invoke(rest, args);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                    }
                });
    }

    private void replay(Ledger ledger) throws Exception {
        try (HikariDataSource database = NodeDatabase.scratch();
                Connection connection = database.getConnection()) {
            new SchemaScripts().create(connection);
            Schema schema = Schema.load(connection);
            connection.commit();
            new LeafReplay(ledger, database, schema, new HeldLeaves()).to(SIZE);
        }
    }

    private static byte[] fingerprint() throws Exception {
        try (HikariDataSource database = NodeDatabase.scratch();
                Connection connection = database.getConnection()) {
            new SchemaScripts().create(connection);
            return Schema.load(connection).fingerprint();
        }
    }

    @Test
    void aPrivatePartThatDoesNotOpenStopsReplayAndIsNamed() {
        assertThatThrownBy(() -> replay(ledger(index -> leaf(index, RECORD, new byte[] {1}), false)))
                .isInstanceOfSatisfying(
                        Divergence.class, stopped -> assertThat(stopped.leaf()).isZero())
                .hasMessageContaining("Leaf 0")
                .hasMessageContaining("not held here");
    }

    @Test
    void aDamagedPrivatePartOrAnotherFormatStopsReplay() throws Exception {
        assertThatThrownBy(() -> replay(ledger(index -> leaf(index, RECORD, new byte[40]), true)))
                .isInstanceOf(Divergence.class)
                .hasMessageContaining("written under schema");
        byte[] anotherFormat = new byte[40];
        anotherFormat[0] = 9;
        System.arraycopy(fingerprint(), 0, anotherFormat, 1, Schema.FINGERPRINT_LENGTH);
        assertThatThrownBy(() -> replay(ledger(index -> leaf(index, RECORD, anotherFormat), true)))
                .isInstanceOf(Divergence.class)
                .hasMessageContaining("format 9");
        for (String open : new String[] {"", "[]", "no record", "{\"kind\":\"business\",\"v\":4}", "{\"v\":3}"}) {
            byte[] bytes = open.getBytes(StandardCharsets.UTF_8);
            assertThatThrownBy(() -> replay(ledger(index -> leaf(index, bytes, new byte[0]), true)))
                    .as(open)
                    .isInstanceOf(Divergence.class)
                    .hasMessageContaining("another voter");
        }
    }

    @Test
    void aLedgerOfAnOlderFormatIsNotCalledDamaged() {
        byte[] first = "{\"kind\":\"genesis\",\"transitions\":[],\"v\":1}".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> replay(ledger(index -> leaf(index, first, new byte[0]), true)))
                .isInstanceOfSatisfying(
                        Divergence.class, stopped -> assertThat(stopped.leaf()).isZero())
                .hasMessageContaining("pre-release format")
                .hasMessageContaining("nothing is damaged")
                .hasMessageContaining("fresh data folder")
                .hasMessageNotContaining("voter");
    }

    @Test
    void longLeavesAreReadAFewAtATime() {
        byte[] megabyte = new byte[1024 * 1024];
        assertThatThrownBy(() -> replay(ledger(index -> leaf(index, RECORD, megabyte), false)))
                .isInstanceOf(Divergence.class);
        assertThat(read.get()).isLessThan(20);
    }
}
