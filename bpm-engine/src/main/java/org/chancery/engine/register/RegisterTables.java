package org.chancery.engine.register;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.chancery.engine.EngineException;
import org.chancery.engine.Registers;

/**
 * Registers in two tables, on the connection of the running transaction. Every write names its row by primary key and
 * carries plain values, so that its row image follows from its parameters alone.
 */
public final class RegisterTables implements Registers {

    /** Creates the tables; run at genesis, H2 and PostgreSQL alike. */
    public static final List<String> DDL = List.of(
            "create table CH_REGISTER (REGISTER_ varchar(64) not null, KEY_ varchar(255) not null,"
                    + " VALUE_ varchar(1000) not null, primary key (REGISTER_, KEY_))",
            "create table CH_COUNTER (NAME_ varchar(255) not null, VALUE_ bigint not null, primary key (NAME_))",
            // Whoever begins a counter locks this row first: a row that is not there yet cannot be locked.
            "insert into CH_COUNTER (NAME_, VALUE_) values ('', 0)");

    private static final String LOCK_COUNTER = "select VALUE_ from CH_COUNTER where NAME_ = ? for update";
    private static final String INTEGRITY_VIOLATION = "23";

    private final Connection connection;

    /** @param connection the transaction's; neither committed nor closed here */
    public RegisterTables(Connection connection) {
        this.connection = connection;
    }

    @Override
    public Optional<String> find(String register, String key) {
        return ask("select VALUE_ from CH_REGISTER where REGISTER_ = ? and KEY_ = ?", register, key);
    }

    @Override
    public boolean enter(String register, String key, String value) {
        requireFits(key);
        if (find(register, key).isPresent()) {
            return false;
        }
        change("insert into CH_REGISTER (REGISTER_, KEY_, VALUE_) values (?, ?, ?)", register, key, value);
        return true;
    }

    @Override
    public long drawn(String counter) {
        return ask("select VALUE_ from CH_COUNTER where NAME_ = ?", counter)
                .map(Long::parseLong)
                .orElse(0L);
    }

    @Override
    public long next(String counter) {
        requireFits(counter);
        Optional<String> last = ask(LOCK_COUNTER, counter);
        if (last.isEmpty()) {
            ask(LOCK_COUNTER, "");
            last = ask(LOCK_COUNTER, counter);
        }
        if (last.isEmpty()) {
            change("insert into CH_COUNTER (NAME_, VALUE_) values (?, ?)", counter, 1L);
            return 1;
        }
        long next = Long.parseLong(last.get()) + 1;
        change("update CH_COUNTER set VALUE_ = ? where NAME_ = ?", next, counter);
        return next;
    }

    private static void requireFits(String key) {
        if (key.length() > MAX_KEY) {
            throw new IllegalArgumentException("a key of " + key.length() + " characters, at most " + MAX_KEY);
        }
    }

    private Optional<String> ask(String sql, Object... values) {
        try (PreparedStatement statement = prepare(sql, values);
                ResultSet row = statement.executeQuery()) {
            return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
        } catch (SQLException e) {
            throw new EngineException.Failed("register: " + e.getMessage(), e);
        }
    }

    private void change(String sql, Object... values) {
        try (PreparedStatement statement = prepare(sql, values)) {
            statement.executeUpdate();
        } catch (SQLException e) {
            if (String.valueOf(e.getSQLState()).startsWith(INTEGRITY_VIOLATION)) {
                throw new EngineException.NotCurrent(e); // somebody entered the same key a moment earlier
            }
            throw new EngineException.Failed("register: " + e.getMessage(), e);
        }
    }

    private PreparedStatement prepare(String sql, Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            if (values[i] instanceof Long number) {
                statement.setLong(i + 1, number);
            } else {
                statement.setString(i + 1, values[i].toString());
            }
        }
        return statement;
    }
}
