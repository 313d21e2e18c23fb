package org.chancery.engine.casefile;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import org.chancery.engine.Cases;
import org.chancery.engine.EngineException;
import org.chancery.engine.gate.GateTransaction;
import org.chancery.engine.gate.Transition;
import org.operaton.bpm.engine.impl.util.ClockUtil;

/**
 * Transitions of a case that the engine's history does not tell of, added to the record of the running transaction:
 * commitments to personal fields, the status the public sees, the deadlines. Without a gate below there is no record to
 * add to.
 */
public final class CaseTransitions {

    private final Connection connection;
    private final String rootId;

    /** @param rootId root process instance of the case */
    public CaseTransitions(Connection connection, String rootId) {
        this.connection = connection;
        this.rootId = rootId;
    }

    /** @param commitments field to commitment, see {@link FieldTable#put} */
    public void entered(Map<String, String> commitments) {
        if (!commitments.isEmpty()) {
            Transition entered = of("entered");
            commitments.forEach(entered::committing);
            annotate(entered);
        }
    }

    public void status(Cases.Status status) {
        annotate(of("status").with("facts", Map.of("status", status.name())));
    }

    public void deadlines(Instant promised, Instant statutory) {
        annotate(of("deadlines")
                .with("facts", Map.of("promised", promised.toString(), "statutory", statutory.toString())));
    }

    private Transition of(String type) {
        return new Transition(type, ClockUtil.getCurrentTime().toInstant()).of(rootId);
    }

    private void annotate(Transition transition) {
        try {
            if (connection.isWrapperFor(GateTransaction.class)) {
                connection.unwrap(GateTransaction.class).annotate(transition);
            }
        } catch (SQLException e) {
            throw new EngineException.Failed(String.valueOf(e.getMessage()), e);
        }
    }
}
