package org.chancery.processes.est;

import java.util.Map;
import java.util.Optional;
import org.chancery.engine.Cases.Status;
import org.chancery.engine.Work;

/**
 * Ends the case without a registration. The case then gives the reason and the ground of the person who refused, not
 * those of the check before it: 市场主体登记管理条例 Art 20 wants the reasons told.
 */
final class RefuseRegistration implements Work {

    /** What the check finds where nothing is amiss. */
    private static final String COMPLETE = "COMPLETE";
    /** Found by a person, in papers with which the check found nothing amiss. */
    static final String NOT_REGISTRABLE = "NOT_REGISTRABLE";

    private static final Map<String, String> GROUNDS = Map.of(
            "art-12", "《市场主体登记管理条例》第十二条",
            "art-14", "《市场主体登记管理条例》第十四条",
            "art-15", "《市场主体登记管理条例》第十五条",
            "art-19", "《市场主体登记管理条例》第十九条第二款",
            "art-20", "《市场主体登记管理条例》第二十条");

    @Override
    public void run(Context context) {
        text(context, "refusalGround").map(GROUNDS::get).ifPresent(ground -> context.set("ground", ground));
        if (text(context, "reason").filter(COMPLETE::equals).isPresent()) {
            context.set("reason", NOT_REGISTRABLE);
        }
        context.status(Status.REFUSED);
        context.set("closed", true);
    }

    static Iterable<String> grounds() {
        return GROUNDS.values();
    }

    private static Optional<String> text(Context context, String variable) {
        return context.variable(variable).map(String.class::cast);
    }
}
