package org.chancery.engine.conformance;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.chancery.engine.conformance.Step.Who;

/**
 * Who may complete a user task, as far as public records tell: for whom they act, that they hold the task, and that
 * nobody decides on an application of their own.
 */
final class Duties {

    /** The variable that names whoever the case belongs to. */
    private static final String APPLICANT = "${applicant}";

    private final CaseState state;
    private final Findings findings;

    Duties(CaseState state, Findings findings) {
        this.state = state;
        this.findings = findings;
    }

    void held(Step step, Visit visit) {
        visit.holder = switch (step.type()) {
            case "claimed" -> step.actor().map(Who::key).orElse("");
            case "assigned" -> step.text("to");
            default -> "";
        };
        visit.holderOrganisation = step.type().equals("claimed")
                ? step.actor().map(Who::organisation).orElse("")
                : "";
    }

    void completed(Step step, Visit visit) {
        Node.Duty duty = visit.node.duty();
        if (step.actor().isEmpty()) {
            deviation(step, visit, "nobody", Map.of());
            return;
        }
        Who who = step.actor().get();
        if (!duty.groups().isEmpty()) {
            official(step, visit, duty.groups(), who);
        } else if (duty.assignee().equals(APPLICANT)) {
            if (!who.key().equals(state.applicant)) {
                deviation(step, visit, "other-applicant", Map.of("organisation", who.organisation()));
            }
        } else if (duty.persons() || !duty.assignee().isEmpty()) {
            findings.unjudged(step, visit.node.id(), "duty", Set.of());
        }
        if (visit.holder.isEmpty() && !duty.groups().isEmpty()) {
            deviation(step, visit, "not-claimed", Map.of());
        } else if (!visit.holder.isEmpty() && !visit.holder.equals(who.key())) {
            deviation(
                    step,
                    visit,
                    "other-holder",
                    Map.of(
                            "holder",
                            visit.holder,
                            "holderOrg",
                            visit.holderOrganisation,
                            "actor",
                            who.key(),
                            "actorOrg",
                            who.organisation()));
        }
    }

    private void official(Step step, Visit visit, Set<String> groups, Who who) {
        if (groups.stream().anyMatch(group -> group.contains("{"))) {
            findings.unjudged(step, visit.node.id(), "duty", Set.of());
        } else if (groups.stream().noneMatch(group -> isFor(who, group))) {
            deviation(
                    step,
                    visit,
                    "other-department",
                    Map.of("organisation", who.organisation(), "groups", String.join(", ", new TreeSet<>(groups))));
        }
        if (who.key().equals(state.applicant)) {
            deviation(step, visit, "own-case", Map.of("organisation", who.organisation()));
        }
    }

    /** A group is an organisation's code, or begins with it and a hyphen. */
    private static boolean isFor(Who who, String group) {
        return group.equals(who.organisation()) || group.startsWith(who.organisation() + "-");
    }

    private void deviation(Step step, Visit visit, String code, Map<String, String> details) {
        findings.deviation(step, visit.node.id(), code, details);
    }
}
