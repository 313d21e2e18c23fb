package org.chancery.processes.est;

import org.chancery.engine.Cases.Status;
import org.chancery.engine.Work;
import org.chancery.rules.Deadline;
import org.chancery.rules.LegalClock;

/**
 * Starts the clock once the papers are complete, or a refusal is proposed: time the applicant takes to supply what is
 * missing is not the office's.
 */
final class StartClock implements Work {

    /** What the office promises. */
    private static final int PROMISED = 1;
    /** What the law demands: 市场主体登记管理条例 Art 19 (1). */
    private static final int STATUTORY = 3;

    private final LegalClock clock;

    StartClock(LegalClock clock) {
        this.clock = clock;
    }

    @Override
    public void run(Context context) {
        Deadline promised = clock.workingDays(context.now(), PROMISED);
        Deadline statutory = clock.workingDays(context.now(), STATUTORY);
        context.set("closed", false);
        context.set("promisedDue", promised.at());
        context.set("statutoryDue", statutory.at());
        context.set("calendarProvisional", statutory.provisional());
        context.deadlines(promised.at(), statutory.at());
        context.status(Status.OPEN);
    }
}
