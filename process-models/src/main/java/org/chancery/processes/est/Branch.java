package org.chancery.processes.est;

import java.util.List;
import org.chancery.engine.Work;

/**
 * One of the departments that work side by side after registration.
 *
 * @param key its organisation code; its task, form and variables are named after it
 */
record Branch(String key) {

    /** In the order of the diagram. With registration itself these are the seven steps (环节). */
    static final List<Branch> ALL = List.of("seal", "tax", "hrss", "nhsa", "hpf", "bank").stream()
            .map(Branch::new)
            .toList();

    private static final String APPROVED = "approve";

    /** Whether it approved, at once or when its rejection was made good. */
    boolean isGranted(Work.Context context) {
        return isApproved(context, key + "Outcome") || isApproved(context, key + "RemedyOutcome");
    }

    private static boolean isApproved(Work.Context context, String variable) {
        return context.variable(variable).filter(APPROVED::equals).isPresent();
    }
}
