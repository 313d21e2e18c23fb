package org.chancery.engine;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures how long something took while the machine ran. A thread that only sleeps notices when it was not woken: the
 * machine stood still or was busy with something else. Such pauses are none of the thing measured, as far as this
 * process had no processor in them; what it worked meanwhile counts.
 */
public final class MachineTime implements AutoCloseable {

    private static final long TICK = Duration.ofMillis(10).toNanos();

    /** A tick that is later than this means that nothing ran. */
    private static final long LATE = Duration.ofMillis(100).toNanos();

    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final long begun = System.nanoTime();
    private volatile long stoodStill;
    private volatile long ticked = begun;
    private volatile boolean closed;
    private final Thread ticks;

    public MachineTime() {
        ticks = Thread.ofPlatform().daemon().name("machine-time").start(this::tick);
    }

    private void tick() {
        while (!closed) {
            long worked = PROCESS.getProcessCpuTime();
            LockSupport.parkNanos(TICK);
            long now = System.nanoTime();
            if (now - ticked > LATE) {
                stoodStill += Math.max(0, now - ticked - (PROCESS.getProcessCpuTime() - worked));
            }
            ticked = now;
        }
    }

    /** How long the machine has run since this was made. */
    public Duration elapsed() throws InterruptedException {
        long seen = ticked;
        while (ticked == seen && ticks.isAlive()) {
            Thread.sleep(1); // a pause that has just ended is counted first
        }
        return Duration.ofNanos(System.nanoTime() - begun - stoodStill);
    }

    @Override
    public void close() {
        closed = true;
    }
}
