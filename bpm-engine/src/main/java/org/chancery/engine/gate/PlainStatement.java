package org.chancery.engine.gate;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.Optional;

/** A statement without parameters: reads go to the database, changes are run as prepared statements. */
final class PlainStatement implements InvocationHandler {

    private final Statement plain;
    private final GatedConnection gated;
    private final SqlShapes shapes;
    private int count = -1;

    PlainStatement(Statement plain, GatedConnection gated, SqlShapes shapes) {
        this.plain = plain;
        this.gated = gated;
        this.shapes = shapes;
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] args) throws Throwable {
        switch (method.getName()) {
            case "executeUpdate", "executeLargeUpdate":
                update((String) args[0]);
                return method.getReturnType() == long.class ? (Object) (long) count : (Object) count;
            case "execute":
                if (shapes.of((String) args[0]) instanceof SqlShape.Read) {
                    count = -1;
                    return read(proxy, method, args);
                }
                update((String) args[0]);
                return false;
            case "executeQuery":
                if (!(shapes.of((String) args[0]) instanceof SqlShape.Read)) {
                    throw new SQLFeatureNotSupportedException("The gate does not support results of changes");
                }
                return read(proxy, method, args);
            case "addBatch", "executeBatch", "executeLargeBatch":
                throw new SQLFeatureNotSupportedException("The gate supports batches of prepared statements only");
            case "getUpdateCount":
                return count >= 0 ? (Object) count : GatedConnection.call(plain, method, args);
            case "getConnection":
                return gated.self();
            case "unwrap":
                throw new SQLException("there is no way round the gate");
            default:
                return answer(proxy, method, args);
        }
    }

    private Object answer(Object proxy, Method method, Object[] args) throws Throwable {
        return ReadRows.wrap(GatedConnection.call(plain, method, args), Optional.of((Statement) proxy));
    }

    private Object read(Object proxy, Method method, Object[] args) throws Throwable {
        gated.begin();
        try {
            return answer(proxy, method, args);
        } catch (SQLException e) {
            gated.statementFailed();
            throw e;
        }
    }

    private void update(String sql) throws SQLException {
        try (PreparedStatement prepared = gated.self().prepareStatement(sql)) {
            count = prepared.executeUpdate();
        }
    }
}
