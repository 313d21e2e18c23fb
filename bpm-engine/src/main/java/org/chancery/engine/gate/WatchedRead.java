package org.chancery.engine.gate;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Optional;

/** A prepared statement that reads: passes everything on, and tells the connection when it fails. */
final class WatchedRead implements InvocationHandler {

    private final PreparedStatement real;
    private final GatedConnection connection;

    private WatchedRead(PreparedStatement real, GatedConnection connection) {
        this.real = real;
        this.connection = connection;
    }

    static PreparedStatement wrap(PreparedStatement real, GatedConnection connection) {
        return (PreparedStatement) Proxy.newProxyInstance(
                WatchedRead.class.getClassLoader(),
                new Class<?>[] {PreparedStatement.class},
                new WatchedRead(real, connection));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] args) throws Throwable {
        switch (method.getName()) {
            case "execute", "executeQuery":
                connection.begin();
                try {
                    return answer(proxy, method, args);
                } catch (SQLException e) {
                    connection.statementFailed();
                    throw e;
                }
            case "executeUpdate", "executeLargeUpdate", "addBatch", "executeBatch", "executeLargeBatch":
                throw new SQLException("this statement reads");
            case "getConnection":
                return connection.self();
            case "unwrap":
                throw new SQLException("there is no way round the gate");
            default:
                return answer(proxy, method, args);
        }
    }

    private Object answer(Object proxy, Method method, Object[] args) throws Throwable {
        return ReadRows.wrap(GatedConnection.call(real, method, args), Optional.of((PreparedStatement) proxy));
    }
}
