package org.chancery.engine.gate;

import org.chancery.engine.EngineException;
import org.operaton.bpm.engine.impl.context.Context;
import org.operaton.bpm.engine.impl.interceptor.Command;
import org.operaton.bpm.engine.impl.interceptor.CommandInterceptor;

/**
 * Lets commands wait a little while the node catches up, which mostly takes a fraction of a second. Without a quorum
 * nothing waits: reads are answered, writes are refused at once. Jobs never wait: the gate's keeper waits for them.
 */
final class Patience extends CommandInterceptor {

    private static final long MILLIS = 2_000;

    private final Gate gate;

    Patience(Gate gate) {
        this.gate = gate;
    }

    @Override
    public <T> T execute(Command<T> command) {
        if (!gate.isOpen()
                && Context.getCommandContext() == null
                && Context.getJobExecutorContext() == null
                && gate.mayOpen()) {
            try {
                gate.awaitOpen(MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new EngineException.NotCurrent(e);
            }
        }
        return next.execute(command);
    }
}
