package org.chancery.engine.conformance;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Several instances of an activity: how many there are, when each may begin, and when enough have ended. */
final class Instances {

    static final String COUNT = "nrOfInstances";

    private final RecordNotes notes;
    private final Feel feel;
    private final Findings findings;

    Instances(RecordNotes notes, Feel feel, Findings findings) {
        this.notes = notes;
        this.feel = feel;
        this.findings = findings;
    }

    /** No more than there are, one after the other if they are sequential. */
    Optional<Causes.Cause> begins(Step step, Scope frame) {
        frame.instancesBegun++;
        Node.Repetition repetition = frame.node.repetition().orElseThrow();
        Object count = frame.facts.get(COUNT);
        count(frame, repetition);
        boolean tooMany = count instanceof Number number && frame.instancesBegun > number.intValue();
        boolean together = repetition.sequential() && !frame.visits.isEmpty();
        if (tooMany || together) {
            differ(step, frame, String.valueOf(frame.instancesBegun), Values.show(count));
        }
        return Optional.of(new Causes.Cause("", step.begun()));
    }

    /** How many there are is what the model says of the facts when the record tells it, before the first begins. */
    void count(Scope frame, Node.Repetition repetition) {
        if (frame.due.isEmpty()) {
            frame.due = repetition
                    .cardinality()
                    .map(due -> due.text().matches("\\d{1,9}")
                            ? Truth.of(new BigDecimal(due.text()))
                            : feel.evaluate(due, frame.view()))
                    .or(() -> Optional.of(Truth.missing(Set.of(repetition.list())))); // nobody knows how long a list is
        }
    }

    private void held(Step step, Scope frame, Node.Repetition repetition) {
        count(frame, repetition);
        Truth due = frame.due.orElseThrow();
        Object told = frame.facts.get(COUNT);
        if (!due.known()) {
            findings.unjudged(step, frame.node.id(), due);
        } else if (!Values.same(due.value(), told)) {
            differ(step, frame, Values.show(told), Values.show(due.value()));
        }
    }

    /** The frame ends when all have, or when the model says that enough have. */
    void end(Step step, Visit visit) {
        Scope inside = visit.inside.orElseThrow();
        Node.Repetition repetition = visit.node.repetition().orElseThrow();
        Object told = inside.facts.get(COUNT);
        int done = inside.instancesDone;
        if (told instanceof Number count && done == count.intValue() && inside.isEmpty()) {
            held(step, inside, repetition);
            return;
        }
        Optional<Expression> until = repetition.until();
        if (until.isEmpty() || !(told instanceof Number count)) {
            differ(step, inside, String.valueOf(done), Values.show(told));
            return;
        }
        Map<String, Object> facts = new HashMap<>(inside.known());
        facts.put(COUNT, count);
        facts.put("nrOfCompletedInstances", done);
        facts.put("nrOfActiveInstances", repetition.sequential() ? 1 : count.intValue() - done);
        Truth enough = feel.evaluate(until.get(), Facts.of(facts, inside.model.publicFacts()));
        notes.ground(inside);
        if (!enough.known()) {
            findings.unjudged(step, visit.node.id(), enough);
        } else if (enough.no() || !inside.isEmpty()) {
            findings.deviation(step, visit.node.id(), "unfinished", Map.of("open", inside.openElements()));
        } else {
            held(step, inside, repetition);
        }
    }

    private void differ(Step step, Scope frame, String told, String expected) {
        findings.deviation(step, frame.node.id(), "instances-differ", Map.of("told", told, "expected", expected));
    }
}
