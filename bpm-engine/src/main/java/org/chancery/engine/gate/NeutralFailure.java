package org.chancery.engine.gate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.chancery.engine.EngineException;
import org.operaton.bpm.engine.OptimisticLockingException;
import org.operaton.bpm.engine.delegate.BpmnError;

/**
 * What may be kept and told of a failure: which exception, and where in the code. Exceptions' own texts may quote
 * personal values ('430102… is no number'), and what the engine keeps of a failed job outlives every erasure, so the
 * texts stay behind.
 */
public final class NeutralFailure extends RuntimeException {

    private NeutralFailure(Throwable innermost, List<StackTraceElement> frames) {
        super("work-failed: " + innermost.getClass().getSimpleName() + place(frames));
        setStackTrace(frames.toArray(StackTraceElement[]::new));
    }

    /**
     * @return the exception itself where its text is ours or the engine acts on its kind: refusals, errors that the
     *     model catches, lost races; otherwise one without the texts
     */
    public static Throwable of(Throwable thrown) {
        Throwable innermost = thrown;
        List<Throwable> chain = new ArrayList<>();
        for (Throwable cause = thrown; cause != null && !chain.contains(cause); cause = cause.getCause()) {
            boolean known = cause instanceof NeutralFailure
                    || cause instanceof BpmnError
                    || cause instanceof OptimisticLockingException
                    || cause instanceof EngineException && !(cause instanceof EngineException.Failed);
            if (known) {
                return cause;
            }
            chain.add(cause);
            innermost = cause;
        }
        return new NeutralFailure(innermost, Arrays.asList(innermost.getStackTrace()));
    }

    private static String place(List<StackTraceElement> frames) {
        return frames.isEmpty() ? "" : " at " + frames.getFirst();
    }
}
