package org.chancery.engine.casework;

import java.time.Clock;
import org.chancery.engine.Work;
import org.chancery.ledger.PersonKeys;
import org.operaton.bpm.engine.delegate.DelegateExecution;
import org.operaton.bpm.engine.delegate.ExecutionListener;
import org.operaton.bpm.engine.delegate.JavaDelegate;

/** Lets a model call a piece of work as {@code ${name}}, from a service task or an execution listener. */
final class WorkDelegate implements JavaDelegate, ExecutionListener {

    private final Work work;
    private final PersonKeys keys;
    private final Clock clock;

    WorkDelegate(Work work, PersonKeys keys, Clock clock) {
        this.work = work;
        this.keys = keys;
        this.clock = clock;
    }

    @Override
    public void execute(DelegateExecution execution) {
        work.run(new WorkContext(execution, keys, clock));
    }

    @Override
    public void notify(DelegateExecution execution) {
        execute(execution);
    }
}
