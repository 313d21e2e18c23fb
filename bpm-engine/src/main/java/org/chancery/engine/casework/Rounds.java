package org.chancery.engine.casework;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.chancery.engine.EngineException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** While this node may write, goes round and sees to what nobody asks for: at each opening, and every few seconds. */
public final class Rounds implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);
    private static final Duration BETWEEN = Duration.ofSeconds(5);

    private final List<Runnable> stops;
    private final ScheduledExecutorService rounds;
    private volatile boolean open;

    /** @param stops each may be run again at any time */
    Rounds(List<Runnable> stops) {
        this.stops = List.copyOf(stops);
        this.rounds = Executors.newSingleThreadScheduledExecutor(
                round -> Thread.ofPlatform().daemon().name("rounds").unstarted(round));
        rounds.scheduleWithFixedDelay(this::round, BETWEEN.toSeconds(), BETWEEN.toSeconds(), TimeUnit.SECONDS);
    }

    /** This node may write: whatever was left is taken up at once. */
    public void opened() {
        open = true;
        rounds.execute(this::round);
    }

    public void closed() {
        open = false;
    }

    private void round() {
        stops.forEach(this::stop);
    }

    private void stop(Runnable stop) {
        if (!open) {
            return;
        }
        try {
            stop.run();
        } catch (EngineException e) {
            LOG.info("{} is tried again: {}", stop.getClass().getSimpleName(), e.toString());
        } catch (RuntimeException e) { // or no further round would follow
            LOG.error("{} failed; it is tried again", stop.getClass().getSimpleName(), e);
        }
    }

    @Override
    public void close() {
        open = false;
        rounds.shutdown();
    }
}
