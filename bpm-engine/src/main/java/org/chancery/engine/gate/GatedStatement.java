package org.chancery.engine.gate;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A prepared statement that changes rows: remembers what is bound to it and leaves the images of what it did. */
final class GatedStatement implements InvocationHandler {

    private static final int NANOS_PER_MICRO = 1000;

    private final PreparedStatement real;
    private final SqlShape shape;
    private final boolean byKey;
    private final GatedConnection connection;
    private final Parameters parameters = new Parameters();
    private final List<Parameters> batch = new ArrayList<>();
    private int count = -1;

    private GatedStatement(PreparedStatement real, SqlShape shape, GatedConnection connection) {
        this.real = real;
        this.shape = shape;
        this.connection = connection;
        this.byKey = !(shape instanceof SqlShape.PredicateUpdate) && !(shape instanceof SqlShape.PredicateDelete);
    }

    static PreparedStatement wrap(PreparedStatement real, SqlShape shape, GatedConnection connection) {
        return (PreparedStatement) Proxy.newProxyInstance(
                GatedStatement.class.getClassLoader(),
                new Class<?>[] {PreparedStatement.class},
                new GatedStatement(real, shape, connection));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] args) throws Throwable {
        String name = method.getName();
        if (args != null && args.length > 1 && name.startsWith("set") && args[0] instanceof Integer index) {
            set(index, method, args);
            return null;
        }
        switch (name) {
            case "execute":
                refuseText(args);
                update();
                return false;
            case "executeUpdate":
                refuseText(args);
                return update();
            case "executeLargeUpdate":
                refuseText(args);
                return (long) update();
            case "getUpdateCount":
                return takeCount();
            case "getMoreResults":
                count = -1;
                return false;
            case "addBatch":
                refuseText(args);
                batch.add(parameters.copy());
                return byKey ? GatedConnection.call(real, method, args) : null;
            case "executeBatch":
                return updateBatch();
            case "executeLargeBatch":
                return Arrays.stream(updateBatch()).asLongStream().toArray();
            case "clearBatch":
                batch.clear();
                return GatedConnection.call(real, method, args);
            case "clearParameters":
                parameters.clear();
                return GatedConnection.call(real, method, args);
            case "executeQuery", "getResultSet", "getGeneratedKeys":
                throw new SQLFeatureNotSupportedException("The gate does not support results of changes");
            case "getConnection":
                return connection.self();
            case "unwrap":
                throw new SQLException("there is no way round the gate");
            default:
                return GatedConnection.call(real, method, args);
        }
    }

    /** Streams are read here, since they can be read once only. */
    private void set(int index, Method method, Object[] args) throws Throwable {
        switch (args[1]) {
            case InputStream stream -> setBytes(index, bytes(stream));
            case Reader reader -> setString(index, text(reader));
            case byte[] bytes -> setBytes(index, bytes);
            case String text when method.getName().equals("setString") -> setString(index, text);
            case Timestamp timestamp when args.length == 2 -> setTimestamp(index, timestamp);
            case Object value
            when method.getName().equals("setNull") -> {
                parameters.set(index, null);
                GatedConnection.call(real, method, args);
            }
            case null, default -> setOther(index, method, args);
        }
    }

    private void setOther(int index, Method method, Object[] args) throws Throwable {
        switch (method.getName()) {
            case "setString",
                    "setInt",
                    "setLong",
                    "setShort",
                    "setByte",
                    "setBoolean",
                    "setDouble",
                    "setFloat",
                    "setObject",
                    "setBytes",
                    "setTimestamp",
                    "setNString",
                    "setNull" -> {
                if (args.length > 2 && method.getName().equals("setTimestamp")) {
                    throw new SQLFeatureNotSupportedException("The gate keeps times in UTC, without a calendar");
                }
                parameters.set(index, args[1] instanceof String text ? StorableText.require(text) : args[1]);
                GatedConnection.call(real, method, args);
            }
            case "setBinaryStream", "setBlob", "setAsciiStream", "setCharacterStream", "setClob" -> {
                if (args[1] != null) {
                    throw new SQLFeatureNotSupportedException("The gate does not support " + method.getName());
                }
                parameters.set(index, null);
                GatedConnection.call(real, method, args);
            }
            default -> throw new SQLFeatureNotSupportedException("The gate does not support " + method.getName());
        }
    }

    private void setBytes(int index, byte[] bytes) throws SQLException {
        parameters.set(index, bytes.clone());
        real.setBytes(index, bytes);
    }

    private void setString(int index, String text) throws SQLException {
        parameters.set(index, StorableText.require(text));
        real.setString(index, text);
    }

    /** Databases round to microseconds, each in its own way, so nothing finer reaches them. */
    private void setTimestamp(int index, Timestamp timestamp) throws SQLException {
        Timestamp micros = timestamp;
        if (timestamp.getNanos() % NANOS_PER_MICRO != 0) {
            micros = new Timestamp(timestamp.getTime());
            micros.setNanos(timestamp.getNanos() / NANOS_PER_MICRO * NANOS_PER_MICRO);
        }
        parameters.set(index, micros);
        real.setTimestamp(index, micros);
    }

    private int update() throws SQLException {
        connection.begin();
        count = 0;
        try {
            if (byKey) {
                count = real.executeUpdate();
                if (count > 0) {
                    connection.runner().ran(shape, parameters);
                }
            } else {
                count = connection.runner().run(shape, parameters);
            }
        } catch (SQLException | RuntimeException e) {
            connection.statementFailed();
            throw e;
        }
        int changed = count;
        connection.statementDone();
        return changed;
    }

    private int[] updateBatch() throws SQLException {
        connection.begin();
        int[] counts;
        try {
            counts = byKey ? batchByKey() : batchByPredicate();
        } catch (SQLException | RuntimeException e) {
            connection.statementFailed();
            throw e;
        } finally {
            batch.clear();
        }
        connection.statementDone();
        return counts;
    }

    private int[] batchByKey() throws SQLException {
        int[] counts = real.executeBatch();
        StatementRunner runner = connection.runner();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] < 0) {
                throw new SQLException("The database does not say whether a statement of the batch found its row");
            }
            if (counts[i] > 0) {
                runner.ran(shape, batch.get(i));
            }
        }
        return counts;
    }

    private int[] batchByPredicate() throws SQLException {
        int[] counts = new int[batch.size()];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = connection.runner().run(shape, batch.get(i));
        }
        return counts;
    }

    private int takeCount() {
        int taken = count;
        count = -1;
        return taken;
    }

    private static void refuseText(Object[] args) throws SQLException {
        if (args != null && args.length > 0) {
            throw new SQLException("a prepared statement takes no further text");
        }
    }

    private static byte[] bytes(InputStream stream) throws SQLException {
        try {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new SQLException("a bound stream could not be read", e);
        }
    }

    private static String text(Reader reader) throws SQLException {
        try {
            StringWriter text = new StringWriter();
            reader.transferTo(text);
            return text.toString();
        } catch (IOException e) {
            throw new SQLException("a bound stream could not be read", e);
        }
    }
}
