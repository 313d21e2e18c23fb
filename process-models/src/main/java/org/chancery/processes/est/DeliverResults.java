package org.chancery.processes.est;

import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.chancery.engine.Cases.Status;
import org.chancery.engine.Work;

/** Tells the applicant once how all departments decided. A rejection leaves the others standing. */
final class DeliverResults implements Work {

    @Override
    public void run(Context context) {
        summarise(context);
        context.set("closed", true);
    }

    /** States which steps are granted and what the case is to its public. */
    static void summarise(Context context) {
        Predicate<Branch> granted = branch -> branch.isGranted(context);
        boolean all = Branch.ALL.stream().allMatch(granted);
        context.set("grantedSteps", keys(granted));
        context.set("rejectedSteps", keys(granted.negate()));
        context.set("allGranted", all);
        context.status(all ? Status.GRANTED : Status.GRANTED_IN_PART);
    }

    private static String keys(Predicate<Branch> which) {
        return Branch.ALL.stream().filter(which).map(Branch::key).collect(Collectors.joining(","));
    }
}
