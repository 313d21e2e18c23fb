package org.chancery.engine.gate;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * Hands out connections that commit through the gate. It stands outside the pool, so that it sees every transaction;
 * the pool's connections are never in autocommit mode.
 */
public final class GatedDataSource implements DataSource {

    private final DataSource pool;
    private final Gate gate;

    public GatedDataSource(DataSource pool, Gate gate) {
        this.pool = pool;
        this.gate = gate;
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection real = pool.getConnection();
        if (real.getAutoCommit()) {
            real.setAutoCommit(false);
        }
        return GatedConnection.wrap(real, gate);
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("the pool knows its user");
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return pool.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        pool.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        pool.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return pool.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("logging goes through SLF4J");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("there is no way round the gate");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
