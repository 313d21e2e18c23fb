package org.chancery.engine.gate;

import java.sql.Connection;
import java.util.concurrent.Callable;
import org.chancery.engine.EngineException;
import org.operaton.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.operaton.bpm.engine.impl.context.Context;

/**
 * Runs a block as one engine command, which is one database transaction and one record: service calls inside join it,
 * and so do writes of our own on {@link #connection}.
 */
public final class Transactions {

    /** How long a write waits while the node replays, before it is refused. */
    private static final long PATIENCE_MILLIS = 2_000;

    private final ProcessEngineConfigurationImpl engine;
    private final Gate gate;

    public Transactions(ProcessEngineConfigurationImpl engine, Gate gate) {
        this.engine = engine;
        this.gate = gate;
    }

    /**
     * Runs a block that may write. When it returns, everything it did is committed by a quorum and visible.
     *
     * @throws EngineException if the gate refused; nothing was changed, unless it is
     *     {@link EngineException.UnknownOutcome}
     */
    public <T> T write(Block<T> block) {
        awaitOpen();
        return read(block);
    }

    /** Runs a block that only reads; it works without a quorum too. */
    public <T> T read(Block<T> block) {
        try {
            return engine.getCommandExecutorTxRequired().execute(context -> call(() -> block.run(connection())));
        } catch (RuntimeException e) {
            throw GateRefused.reason(e).map(RuntimeException.class::cast).orElse(e);
        }
    }

    /** The connection of the running command: never commit, roll back or close it. */
    public static Connection connection() {
        return Context.getCommandContext().getDbSqlSession().getSqlSession().getConnection();
    }

    private void awaitOpen() {
        if (gate.isOpen() || Context.getCommandContext() != null) {
            return;
        }
        try {
            gate.awaitOpen(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException.NotCurrent(e);
        }
    }

    private static <T> T call(Callable<T> block) {
        try {
            return block.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new EngineException.Failed(String.valueOf(e.getMessage()), e);
        }
    }

    /** What runs in a transaction. */
    @FunctionalInterface
    public interface Block<T> {
        T run(Connection connection) throws Exception;
    }
}
