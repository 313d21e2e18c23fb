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

    /** Clocks of a group's members differ by less. */
    private static final Duration DIFFERENCE = Duration.ofMinutes(15);

    private static final Pattern REPEATED = Pattern.compile("R(\\d{0,9})/(.*)");

    private final Feel feel;
    private final Findings findings;
    /** Of the timers that have fired, the one that was due last. */
    private Optional<Fired> fired = Optional.empty();

    private record Fired(Node timer, Instant due) {}

    Clocks(Feel feel, Findings findings) {
        this.feel = feel;
        this.findings = findings;
    }

    /** Checks that what an event waited for is there. */
    void check(Step step, Node node, Instant since, Scope scope) {
        check(step, node, since, scope, 1);
    }

    /** @param time 1 if the event comes for the first time, 2 if it comes again */
    void check(Step step, Node node, Instant since, Scope scope, int time) {
        objection(step, node, since, scope, time).ifPresentOrElse(findings::add, () -> came(node, since, scope, time));
    }

    /** An event to which nothing was to be objected has come. */
    void came(Node node, Instant since, Scope scope, int time) {
        if (node.triggeredBy(Trigger.TIMER)) {
            due(node, since, scope, time)
                    .filter(due ->
                            fired.filter(before -> !before.due().isBefore(due)).isEmpty())
                    .ifPresent(due -> fired = Optional.of(new Fired(node, due)));
        }
    }

    /** A record tells what time it is: what fired and is not due even now fired too early, whatever was told then. */
    void passes(Step step) {
        fired.filter(one -> step.recorded().isBefore(one.due().minus(DIFFERENCE)))
                .ifPresent(one -> {
                    findings.add(tooEarly(step, one.timer(), one.due(), step.recorded()));
                    fired = Optional.empty();
                });
    }

    /** Whether an event that stops nothing may come so many times: a timer once, or as often as it repeats. */
    boolean mayCome(Node node, Scope scope, int time) {
        if (time == 1 || !node.triggeredBy(Trigger.TIMER)) {
            return true;
        }
        String text = text(node, scope).orElse("R/");
        Matcher repeated = REPEATED.matcher(text);
        if (repeated.matches()) {
            return repeated.group(1).isEmpty() || time <= Integer.parseInt(repeated.group(1));
        }
        return !text.startsWith("P") && moment(text, Instant.EPOCH, 1).isEmpty();
    }

    /** What is to be said against an event that comes at this step; nothing if what it waited for is there. */
    Optional<Finding> objection(Step step, Node node, Instant since, Scope scope) {
        return objection(step, node, since, scope, 1);
    }

    private Optional<Finding> objection(Step step, Node node, Instant since, Scope scope, int time) {
        if (node.triggeredBy(Trigger.TIMER)) {
            return timer(step, node, due(node, since, scope, time));
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
                ? Optional.of(tooEarly(step, node, due.get(), step.at()))
                : Optional.empty();
    }

    private Finding tooEarly(Step step, Node timer, Instant due, Instant at) {
        return findings.deviationOf(step, timer.id(), "too-early", Map.of("due", due.toString(), "at", at.toString()));
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
        return due(node, since, scope, 1);
    }

    private Optional<Instant> due(Node node, Instant since, Scope scope, int time) {
        return text(node, scope).flatMap(text -> moment(text, since, time));
    }

    /** What the timer's definition says; empty if that is not public. */
    private static Optional<String> text(Node node, Scope scope) {
        return variable(node).isEmpty()
                ? Optional.of(node.event().detail())
                : variable(node)
                        .map(name -> scope.known().get(name))
                        .filter(String.class::isInstance)
                        .map(String.class::cast);
    }

    private static Optional<String> variable(Node node) {
        Matcher matcher = VARIABLE.matcher(node.event().detail());
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** When it is due for the first, second … time; empty if this judge cannot read it. */
    private static Optional<Instant> moment(String text, Instant since, int time) {
        try {
            Matcher repeated = REPEATED.matcher(text);
            if (repeated.matches()) {
                return repeated.group(2).startsWith("P")
                        ? Optional.of(after(repeated.group(2), since, time))
                        : Optional.empty();
            }
            return Optional.of(
                    text.startsWith("P")
                            ? after(text, since, 1)
                            : OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    private static Instant after(String period, Instant since, int times) {
        boolean calendar = period.matches("P[^T]*[YMW].*");
        return calendar
                ? since.atZone(ZoneOffset.UTC)
                        .plus(Period.parse(period).multipliedBy(times))
                        .toInstant()
                : since.plus(Duration.parse(period).multipliedBy(times));
    }
}
