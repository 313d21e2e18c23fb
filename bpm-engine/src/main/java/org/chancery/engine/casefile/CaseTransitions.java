package org.chancery.engine.casefile;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import org.chancery.engine.Actor;
import org.chancery.engine.Cases;
import org.chancery.engine.EngineException;
import org.chancery.engine.Seals;
import org.chancery.engine.gate.GateTransaction;
import org.chancery.engine.gate.Transition;
import org.operaton.bpm.engine.impl.util.ClockUtil;

/**
 * Transitions of a case that the engine's history does not tell of, added to the record of the running transaction:
 * commitments to personal fields, the status the public sees, the deadlines, deviations that are recorded. Without a gate below there is no record to
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
            add(entered);
        }
    }

    public void status(Cases.Status status) {
        add(of("status").with("facts", Map.of("status", status.name())));
    }

    public void deadlines(Instant promised, Instant statutory) {
        add(of("deadlines").with("facts", Map.of("promised", promised.toString(), "statutory", statutory.toString())));
    }

    /** Somebody gives the ground of a deviation. */
    public void deviationProposed(Seals.Place deviation, Actor.Role role, String ground) {
        add(deviation("deviation-proposed", deviation, role, ground));
    }

    /** Another one confirms it. */
    public void deviationRecorded(Seals.Place deviation, Actor.Role role, String ground, long proposal) {
        add(deviation("deviation-recorded", deviation, role, ground).with("proposal", proposal));
    }

    private Transition deviation(String type, Seals.Place deviation, Actor.Role role, String ground) {
        return of(type).with("of", deviation.leaf())
                .with("element", deviation.element().isEmpty() ? null : deviation.element())
                .with("code", deviation.code())
                .with("mark", deviation.mark())
                .with("role", role.name())
                .with("ground", ground);
    }

    /** A transition of this case, to be added once it is complete. */
    public Transition of(String type) {
        return new Transition(type, ClockUtil.getCurrentTime().toInstant()).of(rootId);
    }

    public void add(Transition transition) {
        annotate(connection, transition);
    }

    /** Adds a transition, of a case or of none, to the record of the running transaction. */
    public static void annotate(Connection connection, Transition transition) {
        try {
            if (connection.isWrapperFor(GateTransaction.class)) {
                connection.unwrap(GateTransaction.class).annotate(transition);
            }
        } catch (SQLException e) {
            throw new EngineException.Failed(String.valueOf(e.getMessage()), e);
        }
    }
}
