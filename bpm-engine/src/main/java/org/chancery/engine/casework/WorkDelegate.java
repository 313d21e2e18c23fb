package org.chancery.engine.casework;

import java.time.Clock;
import org.chancery.engine.Work;
import org.chancery.engine.gate.NeutralFailure;
import org.chancery.ledger.PersonKeys;
import org.operaton.bpm.engine.delegate.DelegateExecution;
import org.operaton.bpm.engine.delegate.ExecutionListener;
import org.operaton.bpm.engine.delegate.JavaDelegate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets a model call a piece of work as {@code ${name}}, from a service task or an execution listener. */
final class WorkDelegate implements JavaDelegate, ExecutionListener {

    private static final Logger LOG = LoggerFactory.getLogger(WorkDelegate.class);

    private final Work work;
    private final PersonKeys keys;
    private final Clock clock;

    WorkDelegate(Work work, PersonKeys keys, Clock clock) {
        this.work = work;
        this.keys = keys;
        this.clock = clock;
    }

    /** @throws NeutralFailure if the work fails: what it says of it may quote personal values, which go nowhere */
    @Override
    public void execute(DelegateExecution execution) {
        try {
            work.run(new WorkContext(execution, keys, clock));
        } catch (RuntimeException e) {
            Throwable neutral = NeutralFailure.of(e);
            if (neutral instanceof NeutralFailure) {
                LOG.warn("The work at {} failed", execution.getCurrentActivityId(), neutral);
            }
            throw neutral instanceof RuntimeException known ? known : e;
        }
    }

    @Override
    public void notify(DelegateExecution execution) {
        execute(execution);
    }
}
