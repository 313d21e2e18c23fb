package org.chancery.engine.gate;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.operaton.bpm.engine.impl.context.Context;
import org.operaton.bpm.engine.impl.interceptor.CommandContext;

/** Reaches the gated transaction of the running engine command. */
public final class Annotations {

    private Annotations() {}

    /** The transaction of the command that runs on this thread; empty if its database is not gated. */
    public static Optional<GateTransaction> current() {
        CommandContext context = Context.getCommandContext();
        if (context == null) {
            return Optional.empty();
        }
        try {
            Connection connection = context.getDbSqlSession().getSqlSession().getConnection();
            return connection.isWrapperFor(GateTransaction.class)
                    ? Optional.of(connection.unwrap(GateTransaction.class))
                    : Optional.empty();
        } catch (SQLException e) {
            throw new IllegalStateException("the command has no connection", e);
        }
    }

    static Transition of(String type, Instant at, ModelHashes.Model model, String root) {
        return new Transition(type, at).of(root).under(model);
    }
}
