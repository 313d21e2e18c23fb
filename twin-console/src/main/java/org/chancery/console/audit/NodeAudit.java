package org.chancery.console.audit;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.chancery.engine.Actor;
import org.chancery.engine.AuditReport;
import org.chancery.engine.Engine;
import org.chancery.engine.EngineException;
import org.springframework.stereotype.Component;

/** The node's audit, one at a time: each rebuilds the whole state. It ends with an answer, whatever goes wrong. */
@Component
class NodeAudit {

    private final Engine engine;
    private final Clock clock;
    private final AtomicReference<Instant> running = new AtomicReference<>();

    NodeAudit(Engine engine, Clock clock) {
        this.engine = engine;
        this.clock = clock;
    }

    /** How an audit ended. */
    sealed interface Outcome {

        record Compared(AuditReport report) implements Outcome {}

        record Refused(EngineException why) implements Outcome {}
    }

    /**
     * Begins an audit on a thread of its own.
     *
     * @param told called once on that thread, when another audit may begin
     * @return since when another audit runs; then none was begun. Empty if this one was
     */
    Optional<Instant> begin(Actor actor, Consumer<Outcome> told) {
        Instant now = clock.instant();
        Instant since = running.compareAndExchange(null, now);
        if (since != null) {
            return Optional.of(since);
        }
        try {
            Thread.ofVirtual().name("audit").start(() -> run(actor, told));
        } catch (RuntimeException | Error notBegun) {
            running.set(null);
            throw notBegun;
        }
        return Optional.empty();
    }

    private void run(Actor actor, Consumer<Outcome> told) {
        Outcome outcome;
        try {
            outcome = new Outcome.Compared(engine.audit(actor));
        } catch (EngineException refusal) {
            outcome = new Outcome.Refused(refusal);
        } catch (RuntimeException | Error failure) { // whoever waits must be told, and the log names it
            outcome = new Outcome.Refused(new EngineException.Failed("audit", failure));
        } finally {
            running.set(null);
        }
        told.accept(outcome);
    }
}
