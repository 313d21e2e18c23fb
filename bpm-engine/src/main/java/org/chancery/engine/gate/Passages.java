package org.chancery.engine.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tells a chain of transitions in fewer: a visit that began and ended within one transaction and a second has 'passed',
 * and the flows that are taken from an element within a second stand with the end of its visit, together with the facts
 * their conditions read. Nothing is lost by it: which element a flow leaves and enters stands in the model. What took
 * longer is told by its begin, by what happened meanwhile and by its end, each with its time.
 */
final class Passages {

    private final List<Transition> told = new ArrayList<>();

    private Passages() {}

    static List<Transition> of(List<Transition> transitions) {
        Passages passages = new Passages();
        transitions.forEach(passages::add);
        return passages.told;
    }

    private void add(Transition transition) {
        Optional<Transition> merged = switch (transition.type()) {
            case "completed" -> begun(transition);
            case "taken" -> left(transition);
            default -> Optional.empty();
        };
        if (merged.isEmpty()) {
            told.add(transition);
        }
    }

    /** The begin of the same visit, if nothing else was entered since: what encloses others tells begin and end. */
    private Optional<Transition> begun(Transition end) {
        for (int i = told.size() - 1; i >= 0; i--) {
            Transition before = told.get(i);
            if (before.type().equals("started") && before.instance().equals(end.instance())) {
                if (end.instance().isPresent() && end.isWithinAMomentOf(before)) {
                    before.passed(end);
                    return Optional.of(before);
                }
                return Optional.empty();
            }
            if (before.type().equals("started") || before.type().equals("passed")) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** The end of the visit from which a flow is taken. */
    private Optional<Transition> left(Transition flow) {
        if (flow.element().isEmpty()) {
            return Optional.empty(); // deployed before flows without an id were refused
        }
        for (int i = told.size() - 1; i >= 0; i--) {
            Transition source = told.get(i);
            boolean ended = source.type().equals("completed") || source.type().equals("passed");
            if (ended
                    && source.isWithinAMomentOf(flow)
                    && source.root().equals(flow.root())
                    && source.element()
                            .equals(Optional.ofNullable(flow.members().get("from")))) {
                flow(source, flow);
                return Optional.of(source);
            }
        }
        return Optional.empty();
    }

    @SuppressWarnings("unchecked")
    private static void flow(Transition source, Transition flow) {
        List<String> flows = new ArrayList<>((List<String>) source.members().getOrDefault("flows", List.of()));
        flows.add(flow.element().orElseThrow());
        source.with("flows", flows);
        source.with("facts", flow.members().get("facts"));
        source.take(flow);
    }
}
