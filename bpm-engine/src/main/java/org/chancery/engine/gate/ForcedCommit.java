package org.chancery.engine.gate;

import org.operaton.bpm.engine.impl.cfg.TransactionState;
import org.operaton.bpm.engine.impl.cfg.standalone.StandaloneTransactionContext;
import org.operaton.bpm.engine.impl.interceptor.CommandContext;

/**
 * Commits the connection whenever a command ends well. MyBatis by itself commits only if it wrote something, and does
 * not see what was written on the connection directly.
 */
final class ForcedCommit extends StandaloneTransactionContext {

    ForcedCommit(CommandContext context) {
        super(context);
    }

    @Override
    public void commit() {
        fireTransactionEvent(TransactionState.COMMITTING);
        commandContext.getDbSqlSession().getSqlSession().commit(true);
        fireTransactionEvent(TransactionState.COMMITTED);
    }
}
