package org.chancery.engine.gate;

import java.util.Optional;
import org.chancery.engine.EngineException;
import org.operaton.bpm.engine.impl.interceptor.Command;
import org.operaton.bpm.engine.impl.jobexecutor.DefaultFailedJobCommandFactory;
import org.operaton.bpm.engine.impl.jobexecutor.FailedJobCommandFactory;

/**
 * A job whose commit the gate refused has not failed: neither its retries nor its log change. It stays locked until
 * the gate opens again, which releases all locks. Nor has a timer failed that somebody tried to bring forward. A record
 * that can never be written, since it is too long or holds what cannot be kept, is the job's own failure. What is kept
 * of a failure names no person: see {@link NeutralFailure}.
 */
final class RefusedJobs implements FailedJobCommandFactory {

    private final FailedJobCommandFactory failed = new DefaultFailedJobCommandFactory();

    @Override
    public Command<Object> getCommand(String jobId, Throwable exception) {
        return refused(exception)
                .<Command<Object>>map(reason -> context -> {
                    throw reason;
                })
                .orElseGet(() -> failed.getCommand(jobId, NeutralFailure.of(exception)));
    }

    private static Optional<EngineException> refused(Throwable exception) {
        return GateRefused.reason(exception)
                .filter(reason -> !(reason instanceof EngineException.Failed))
                .filter(reason -> !(reason instanceof EngineException.InvalidInput))
                .or(() -> early(exception));
    }

    /** The engine hands on what its checkers throw as it is, and asks them before the job itself begins. */
    private static Optional<EngineException> early(Throwable exception) {
        return exception instanceof EngineException.NotPermitted refusal
                        && refusal.code().equals(DueTimers.NOT_DUE)
                ? Optional.of(refusal)
                : Optional.empty();
    }
}
