package org.chancery.engine.gate;

import java.util.Date;
import java.util.Map;
import org.chancery.engine.EngineException;
import org.operaton.bpm.engine.impl.cfg.multitenancy.TenantCommandChecker;
import org.operaton.bpm.engine.impl.persistence.entity.JobEntity;
import org.operaton.bpm.engine.impl.persistence.entity.TimerEntity;
import org.operaton.bpm.engine.impl.util.ClockUtil;

/**
 * A timer goes off when it is due and not because somebody asks: a deadline brought forward by hand would withdraw or
 * close a citizen's case. The engine asks here before a job is run, moved or deleted by anybody but the job executor,
 * which takes only what is due.
 */
final class DueTimers extends TenantCommandChecker {

    /** Message code; details hold {@code due}. */
    static final String NOT_DUE = "case.timer-not-due";

    @Override
    public void checkUpdateJob(JobEntity job) {
        super.checkUpdateJob(job);
        requireDue(job);
    }

    /** Setting the retries can set the due date as well; a timer that is not due has failed at nothing yet. */
    @Override
    public void checkUpdateRetriesJob(JobEntity job) {
        super.checkUpdateRetriesJob(job);
        requireDue(job);
    }

    private static void requireDue(JobEntity job) {
        Date due = job.getDuedate();
        if (job instanceof TimerEntity && due != null && due.after(ClockUtil.getCurrentTime())) {
            throw new EngineException.NotPermitted(NOT_DUE, Map.of("due", due.toInstant()));
        }
    }
}
