package org.chancery.engine.casefile;

import java.sql.Connection;
import java.util.function.Function;
import org.chancery.engine.EngineException;
import org.operaton.bpm.engine.OptimisticLockingException;
import org.operaton.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.operaton.bpm.engine.impl.interceptor.CommandContext;

/**
 * Runs a block as one engine command: every call of the engine's services inside it and every statement on the given
 * connection stand or fall together, in one database transaction and therefore in one leaf of the ledger.
 */
public final class Transactions {

    private final ProcessEngineConfigurationImpl engine;

    public Transactions(ProcessEngineConfigurationImpl engine) {
        this.engine = engine;
    }

    /**
     * @param block gets the transaction's connection, which it neither commits nor closes
     * @throws EngineException if the transaction was refused; nothing was changed then, unless it is {@link
     *     EngineException.UnknownOutcome}
     */
    public <T> T run(Function<Connection, T> block) {
        try {
            return engine.getCommandExecutorTxRequired().execute(context -> block.apply(connection(context)));
        } catch (RuntimeException e) {
            throw refusal(e);
        }
    }

    /** The connection of the command that runs on this thread. */
    public static Connection connection(CommandContext context) {
        return context.getDbSqlSession().getSqlSession().getConnection();
    }

    /** The engine wraps what listeners and commits throw; the reason is found at the bottom. */
    private static EngineException refusal(RuntimeException thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof EngineException refusal) {
                return refusal;
            }
            if (cause instanceof OptimisticLockingException) {
                return new EngineException.NotCurrent(thrown);
            }
        }
        return new EngineException.Failed(String.valueOf(thrown.getMessage()), thrown);
    }
}
