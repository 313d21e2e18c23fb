package org.chancery.engine.casefile;

import java.sql.Connection;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.chancery.engine.EngineException;
import org.chancery.engine.gate.GateRefused;
import org.chancery.engine.gate.NeutralFailure;
import org.operaton.bpm.engine.OptimisticLockingException;
import org.operaton.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.operaton.bpm.engine.impl.interceptor.CommandContext;

/**
 * Runs a block as one engine command: every call of the engine's services inside it and every statement on the given
 * connection stand or fall together, in one database transaction and therefore in one leaf of the ledger.
 */
public final class Transactions {

    private static final int ATTEMPTS = 10;
    private static final int PAUSE_MILLIS = 30;

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

    /**
     * Like {@link #run}, and again if another transaction changed the same rows in between: branches of one case that
     * are completed at the same moment meet at their gateway. The loser was rolled back whole, so it may simply act
     * again, up to ten times, on what it finds then.
     *
     * @throws EngineException.NotCurrent if it lost each time
     */
    public <T> T runInTurn(Function<Connection, T> block) {
        for (int attempt = 1; ; attempt++) {
            try {
                return run(block);
            } catch (EngineException.NotCurrent e) {
                if (attempt == ATTEMPTS || !conflict(e) || !pause(attempt)) {
                    throw e;
                }
            }
        }
    }

    private static boolean conflict(EngineException.NotCurrent refusal) {
        for (Throwable cause = refusal; cause != null; cause = cause.getCause()) {
            if (cause instanceof OptimisticLockingException) {
                return true;
            }
        }
        return false;
    }

    /** Each loser waits a different time, or they would meet again. */
    private static boolean pause(int attempt) {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextInt(PAUSE_MILLIS * attempt));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The connection of the command that runs on this thread. */
    public static Connection connection(CommandContext context) {
        return context.getDbSqlSession().getSqlSession().getConnection();
    }

    /** The engine wraps what listeners and commits throw; the reason is found at the bottom. */
    private static EngineException refusal(RuntimeException thrown) {
        Optional<EngineException> gate = GateRefused.reason(thrown);
        if (gate.isPresent()) {
            return gate.get();
        }
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof EngineException refusal) {
                return refusal;
            }
            if (cause instanceof OptimisticLockingException) {
                return new EngineException.NotCurrent(thrown);
            }
            if (cause instanceof NeutralFailure) {
                return EngineException.Failed.ofWork(thrown);
            }
        }
        return new EngineException.Failed(String.valueOf(thrown.getMessage()), thrown);
    }
}
