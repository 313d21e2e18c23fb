package org.chancery.engine.gate;

import java.sql.SQLException;
import java.util.Optional;
import org.chancery.engine.EngineException;

/**
 * The gate did not let a transaction commit; it was rolled back. It travels through JDBC, MyBatis and the engine as a
 * cause; {@link #reason(Throwable)} finds what to tell the caller.
 */
public final class GateRefused extends SQLException {

    private final transient EngineException reason;

    GateRefused(EngineException reason) {
        super(reason.getMessage(), reason);
        this.reason = reason;
    }

    /** What the engine's face throws. */
    public EngineException reason() {
        return reason;
    }

    /** The gate's reason behind an exception, if the gate was the cause. */
    public static Optional<EngineException> reason(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof GateRefused refused) {
                return Optional.of(refused.reason());
            }
        }
        return Optional.empty();
    }
}
