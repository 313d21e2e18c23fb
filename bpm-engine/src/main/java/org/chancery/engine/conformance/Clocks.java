package org.chancery.engine.conformance;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.chancery.engine.conformance.Node.Trigger;

/** When timers and conditions may fire. Dates are ISO 8601, as BPMN's timer definitions have them. */
final class Clocks {

    /** A transition that names no time of its own happened within a second of its record's, and so did its begin. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    private static final Pattern VARIABLE = Pattern.compile("[#$]\\{\\s*([A-Za-z_]\\w*)\\s*}");

    private final Feel feel;
    private final Findings findings;

    Clocks(Feel feel, Findings findings) {
        this.feel = feel;
        this.findings = findings;
    }

    /** Checks that what an event waited for is there. */
    void check(Step step, Node node, Instant since, Scope scope) {
        objection(step, node, since, scope).ifPresent(findings::add);
    }

    /** What is to be said against an event that comes at this step; nothing if what it waited for is there. */
    Optional<Finding> objection(Step step, Node node, Instant since, Scope scope) {
        if (node.triggeredBy(Trigger.TIMER)) {
            return timer(step, node, due(node, since, scope));
        }
        return node.triggeredBy(Trigger.CONDITION)
                ? node.event().condition().flatMap(condition -> condition(step, node, condition, scope))
                : Optional.empty();
    }

    private Optional<Finding> timer(Step step, Node node, Optional<Instant> due) {
        if (due.isEmpty()) {
            Set<String> facts = variable(node).map(Set::of).orElse(Set.of());
            return Optional.of(findings.unjudgedOf(step, node.id(), "timer", facts));
        }
        return step.at().plus(TOLERANCE).isBefore(due.get())
                ? Optional.of(findings.deviationOf(
                        step,
                        node.id(),
                        "too-early",
                        Map.of("due", due.get().toString(), "at", step.at().toString())))
                : Optional.empty();
    }

    private Optional<Finding> condition(Step step, Node node, Expression condition, Scope scope) {
        Truth met = feel.evaluate(condition, scope.view());
        if (!met.known()) {
            return Optional.of(findings.unjudgedOf(step, node.id(), met.reason(), met.missing()));
        }
        return met.no()
                ? Optional.of(findings.deviationOf(
                        step, node.id(), "condition-not-met", Map.of("condition", condition.text())))
                : Optional.empty();
    }

    /** When the timer fires first; empty if public facts do not tell. */
    Optional<Instant> due(Node node, Instant since, Scope scope) {
        String text = node.event().detail();
        Optional<String> variable = variable(node);
        if (variable.isPresent()) {
            Object value = scope.known().get(variable.get());
            if (!(value instanceof String known)) {
                return Optional.empty();
            }
            text = known;
        }
        try {
            return moment(text, since);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> variable(Node node) {
        Matcher matcher = VARIABLE.matcher(node.event().detail());
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private static Optional<Instant> moment(String text, Instant since) {
        if (text.startsWith("R")) {
            int slash = text.indexOf('/');
            String period = text.substring(slash + 1);
            return slash > 0 && period.startsWith("P") ? moment(period, since) : Optional.empty();
        }
        if (text.startsWith("P")) {
            boolean calendar = text.matches("P[^T]*[YMW].*");
            return Optional.of(
                    calendar
                            ? since.atZone(ZoneOffset.UTC)
                                    .plus(Period.parse(text))
                                    .toInstant()
                            : since.plus(Duration.parse(text)));
        }
        return Optional.of(OffsetDateTime.parse(text).toInstant());
    }
}
