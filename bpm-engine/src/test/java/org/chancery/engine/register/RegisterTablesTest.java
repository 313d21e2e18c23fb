package org.chancery.engine.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.chancery.engine.EngineException;
import org.chancery.engine.Registers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RegisterTablesTest {

    private final String url = "jdbc:h2:mem:" + System.nanoTime() + ";LOCK_TIMEOUT=60000";
    private Connection first;

    @BeforeEach
    void create() throws SQLException {
        first = open();
        try (Statement statement = first.createStatement()) {
            for (String ddl : RegisterTables.DDL) {
                statement.execute(ddl);
            }
        }
        first.commit();
    }

    @AfterEach
    void close() throws SQLException {
        first.close();
    }

    @Test
    void aKeyIsEnteredOnce() {
        RegisterTables registers = new RegisterTables(first);
        assertThat(registers.find("names", "山丹")).isEmpty();
        assertThat(registers.enter("names", "山丹", "one")).isTrue();
        assertThat(registers.enter("names", "山丹", "two")).isFalse();
        assertThat(registers.enter("codes", "山丹", "other")).isTrue();
        assertThat(registers.find("names", "山丹")).contains("one");
    }

    @Test
    void aKeyThatDoesNotFitIsRefusedBeforeItReachesTheDatabase() {
        RegisterTables registers = new RegisterTables(first);
        assertThat(registers.enter("names", "x".repeat(Registers.MAX_KEY), "v")).isTrue();
        assertThat(registers.next("x".repeat(Registers.MAX_KEY))).isEqualTo(1);
        String longer = "x".repeat(Registers.MAX_KEY + 1);
        assertThatThrownBy(() -> registers.enter("names", longer, "v")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> registers.next(longer)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void ofTwoThatEnterTheSameKeyAtOnceOneFails() throws Exception {
        try (Connection second = open()) {
            RegisterTables early = new RegisterTables(first);
            RegisterTables late = new RegisterTables(second);
            assertThat(late.find("names", "x")).isEmpty();
            assertThat(early.enter("names", "x", "early")).isTrue();
            try (ExecutorService clerk = Executors.newSingleThreadExecutor()) {
                Future<Boolean> entered = clerk.submit(() -> late.enter("names", "x", "late"));
                awaitEntering();
                first.commit();
                assertThatThrownBy(entered::get).hasCauseInstanceOf(EngineException.NotCurrent.class);
            }
            second.rollback();
            assertThat(late.enter("names", "x", "late")).isFalse();
        }
    }

    /** From here on the late one has looked the key up, found nothing and is about to write it. */
    private void awaitEntering() throws SQLException, InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        try (Connection beside = open();
                PreparedStatement running = beside.prepareStatement("select count(*) from INFORMATION_SCHEMA.SESSIONS"
                        + " where EXECUTING_STATEMENT like 'insert into CH_REGISTER%'")) {
            for (long found = 0; found == 0; Thread.sleep(10)) {
                assertThat(System.nanoTime()).as("time spent on waiting").isLessThan(end);
                try (ResultSet row = running.executeQuery()) {
                    row.next();
                    found = row.getLong(1);
                }
            }
        }
    }

    @Test
    void aNumberIsNeverDrawnTwice() throws Exception {
        assertThat(new RegisterTables(first).drawn("serial")).isZero();
        ConcurrentLinkedQueue<Long> seen = new ConcurrentLinkedQueue<>();
        Callable<Void> draw = () -> {
            try (Connection connection = open()) {
                for (int i = 0; i < 25; i++) {
                    seen.add(new RegisterTables(connection).next("serial"));
                    connection.commit();
                }
            }
            return null;
        };
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var done : threads.invokeAll(List.of(draw, draw, draw, draw))) {
                done.get();
            }
        }
        assertThat(new ArrayList<>(seen))
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1, 100).boxed().toList());
        assertThat(new RegisterTables(first).drawn("serial")).isEqualTo(100);
    }

    private Connection open() throws SQLException {
        Connection connection = DriverManager.getConnection(url);
        connection.setAutoCommit(false);
        return connection;
    }
}
