package org.chancery.engine.gate;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.Optional;

/**
 * A connection whose commit passes the gate. Reads go straight to the database; statements that change rows are
 * watched by {@link GatedStatement}. Autocommit is kept here as a notion only: in that mode each changing statement
 * is a gated transaction of its own.
 */
final class GatedConnection implements InvocationHandler {

    private final Connection real;
    private final Gate gate;
    private final GateTransaction transaction = new GateTransaction();
    private Connection self;
    private boolean autoCommit = true;
    private boolean broken;

    private GatedConnection(Connection real, Gate gate) {
        this.real = real;
        this.gate = gate;
    }

    static Connection wrap(Connection real, Gate gate) {
        GatedConnection handler = new GatedConnection(real, gate);
        handler.self = (Connection) Proxy.newProxyInstance(
                GatedConnection.class.getClassLoader(), new Class<?>[] {Connection.class}, handler);
        return handler.self;
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] args) throws Throwable {
        switch (method.getName()) {
            case "prepareStatement":
                requireReadOnly(method, args);
                return prepare(method, args);
            case "createStatement":
                requireReadOnly(method, args);
                return statement((Statement) pass(method, args));
            case "commit":
                commit();
                return null;
            case "rollback":
                refuseIf(args != null, "savepoints");
                rollback();
                return null;
            case "getAutoCommit":
                return autoCommit;
            case "setAutoCommit":
                setAutoCommit((Boolean) args[0]);
                return null;
            case "close":
                close();
                return null;
            case "unwrap":
                return unwrap((Class<?>) args[0]);
            case "isWrapperFor":
                return args[0] == GateTransaction.class;
            case "getMetaData":
                return metaData((DatabaseMetaData) pass(method, args));
            case "prepareCall", "setSavepoint", "releaseSavepoint":
                throw new SQLFeatureNotSupportedException("The gate does not support " + method.getName());
            case "equals":
                return proxy == args[0];
            case "hashCode":
                return System.identityHashCode(proxy);
            case "toString":
                return "gated " + real;
            default:
                return pass(method, args);
        }
    }

    private PreparedStatement prepare(Method method, Object[] args) throws Throwable {
        SqlShape shape = gate.shapes().of((String) args[0]);
        begin();
        if (shape instanceof SqlShape.Read) {
            return WatchedRead.wrap((PreparedStatement) pass(method, args), this);
        }
        gate.requireOpen();
        return GatedStatement.wrap(real.prepareStatement((String) args[0]), shape, this);
    }

    /** Rows that can be changed where they stand would be changed beside the gate. */
    private static void requireReadOnly(Method method, Object[] args) throws SQLException {
        Class<?>[] types = method.getParameterTypes();
        int concurrency = types.length > 0 && types[0] == String.class ? 2 : 1;
        boolean updatable = types.length > concurrency && !args[concurrency].equals(ResultSet.CONCUR_READ_ONLY);
        refuseIf(updatable, "results that can be changed");
    }

    /** Statements without parameters; changing ones are run as prepared ones. */
    private Statement statement(Statement plain) {
        return (Statement) Proxy.newProxyInstance(
                GatedConnection.class.getClassLoader(),
                new Class<?>[] {Statement.class},
                new PlainStatement(plain, this, gate.shapes()));
    }

    /** What describes a connection knows it; it must not hand out the real one. */
    private DatabaseMetaData metaData(DatabaseMetaData plain) {
        return (DatabaseMetaData) Proxy.newProxyInstance(
                GatedConnection.class.getClassLoader(),
                new Class<?>[] {DatabaseMetaData.class},
                (proxy, method, args) -> switch (method.getName()) {
                    case "getConnection" -> self;
                    case "unwrap" -> throw new SQLException("there is no way round the gate");
                    default -> ReadRows.wrap(call(plain, method, args), Optional.empty());
                });
    }

    Connection self() {
        return self;
    }

    void begin() {
        transaction.begin(gate.epoch());
    }

    StatementRunner runner() {
        return new StatementRunner(real, transaction.images());
    }

    /** Called after each changing statement: in autocommit mode it is a transaction of its own. */
    void statementDone() throws SQLException {
        if (autoCommit) {
            commit();
        }
    }

    /**
     * A failure may have undone more than its own statement: H2 rolls the transaction back on a deadlock, PostgreSQL
     * on any error. Whoever swallows it must not commit what is left.
     */
    void statementFailed() throws SQLException {
        broken = true;
        if (autoCommit) {
            rollback();
        }
    }

    private void commit() throws SQLException {
        if (broken) {
            throw new SQLException("A statement failed halfway; this transaction can only be rolled back");
        }
        try {
            gate.commit(real, transaction);
        } finally {
            transaction.clear();
        }
    }

    private void rollback() throws SQLException {
        transaction.clear();
        broken = false;
        real.rollback();
    }

    /**
     * Unlike JDBC's own rule, switching the mode does not commit: MyBatis switches it on when it gives a connection
     * back, also after a failure that it took for a read. What was not committed by then is rolled back.
     */
    private void setAutoCommit(boolean on) throws SQLException {
        if (on && !autoCommit && (broken || transaction.hasChanges())) {
            rollback();
        }
        autoCommit = on;
    }

    private void close() throws SQLException {
        try {
            if (!real.isClosed() && (broken || transaction.hasChanges())) {
                rollback();
            }
        } finally {
            real.close();
        }
    }

    private Object unwrap(Class<?> type) throws SQLException {
        refuseIf(type != GateTransaction.class, "reaching round it");
        return transaction;
    }

    private Object pass(Method method, Object[] args) throws Throwable {
        return call(real, method, args);
    }

    private static void refuseIf(boolean asked, String what) throws SQLException {
        if (asked) {
            throw new SQLFeatureNotSupportedException("The gate does not support " + what);
        }
    }

    static Object call(Object target, Method method, Object[] args) throws Throwable {
        try {
            return method.invoke(target, args);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
