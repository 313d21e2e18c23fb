package org.chancery.processes.est;

import org.chancery.engine.Cases.Status;
import org.chancery.engine.Work;
import org.chancery.rules.LegalClock;

/** Tells the applicant once what is missing (市场主体登记管理条例 Art 19 (2)) and until when it may be supplied. */
final class AskSupplement implements Work {

    /** Parameter of the office, not of the law. */
    private static final int WORKING_DAYS = 5;

    private final LegalClock clock;

    AskSupplement(LegalClock clock) {
        this.clock = clock;
    }

    @Override
    public void run(Context context) {
        long rounds = context.variable("supplementRounds")
                .map(Number.class::cast)
                .map(Number::longValue)
                .orElse(0L);
        context.set("supplementRounds", rounds + 1);
        context.set(
                "supplementDue", clock.workingDays(context.now(), WORKING_DAYS).at());
        context.status(Status.SUPPLEMENT_ASKED);
    }
}
