package org.chancery.engine.trial;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.chancery.engine.Actor;
import org.chancery.engine.EngineException;
import org.chancery.engine.Tasks;
import org.chancery.ledger.LedgerException;

/**
 * A client that takes refusals at their word: where one says that nothing was changed and that the call may be made
 * again, it makes it again, and where the outcome is in doubt it asks. Every other refusal reaches the caller at once.
 *
 * <p>It serves calls that act once, however often they are made: questions, filings under a fixed idempotency key,
 * claims by one person. {@link #complete} adds the one call of which that is true only if its refusal is read with care.
 *
 * @param patience how long the same call is made again; then its last refusal is thrown
 */
public record Insistence(Duration patience) {

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** Makes a call that acts once, however often it is made. */
    public <T> T on(Supplier<T> call) {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                return call.get();
            } catch (EngineException.NotCurrent
                    | EngineException.NoQuorum
                    | EngineException.UnknownOutcome
                    | LedgerException.NoQuorum
                    | LedgerException.UnknownOutcome refused) {
                if (System.nanoTime() > end) {
                    throw refused;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    /** As above, for a call without an answer. */
    public void act(Runnable call) {
        on(() -> {
            call.run();
            return true;
        });
    }

    /**
     * Completes a task. If the outcome of an attempt was in doubt and a later one finds that this very person completed
     * the task, the attempt had taken effect.
     *
     * @throws EngineException.AlreadyDone if it is somebody else's doing, or was done before the first attempt
     */
    public void complete(Tasks tasks, Actor actor, String task, Map<String, Object> values) {
        AtomicBoolean doubt = new AtomicBoolean();
        act(() -> {
            try {
                tasks.complete(actor, task, values);
            } catch (EngineException.UnknownOutcome unknown) {
                doubt.set(true);
                throw unknown;
            } catch (EngineException.AlreadyDone done) {
                if (!doubt.get() || !actor.personId().equals(done.details().get("by"))) {
                    throw done;
                }
            }
        });
    }
}
