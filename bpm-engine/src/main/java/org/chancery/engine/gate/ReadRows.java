package org.chancery.engine.gate;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.Optional;

/** What a query found: it knows the statement that was gated, not the real one, and its rows cannot be changed. */
final class ReadRows implements InvocationHandler {

    private final ResultSet real;
    private final Optional<Statement> statement;

    private ReadRows(ResultSet real, Optional<Statement> statement) {
        this.real = real;
        this.statement = statement;
    }

    /**
     * @param answer of a JDBC method; what is not a result set is given back as it is
     * @param statement the gated one; empty for what describes the database, which JDBC answers with {@code null}
     */
    static Object wrap(Object answer, Optional<Statement> statement) {
        return answer instanceof ResultSet rows
                ? Proxy.newProxyInstance(
                        ReadRows.class.getClassLoader(),
                        new Class<?>[] {ResultSet.class},
                        new ReadRows(rows, statement))
                : answer;
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] args) throws Throwable {
        String name = method.getName();
        switch (name) {
            case "getStatement":
                return statement.orElse(null);
            case "unwrap":
                throw new SQLException("there is no way round the gate");
            case "insertRow", "deleteRow", "moveToInsertRow":
                throw new SQLFeatureNotSupportedException("The gate does not support results that can be changed");
            default:
                if (name.startsWith("update")) {
                    throw new SQLFeatureNotSupportedException("The gate does not support results that can be changed");
                }
                return GatedConnection.call(real, method, args);
        }
    }
}
