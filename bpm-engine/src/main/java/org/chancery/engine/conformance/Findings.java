package org.chancery.engine.conformance;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Gathers what there is to say of one case. */
final class Findings {

    private final String caseName;
    private final List<Finding> all = new ArrayList<>();
    private final Set<Finding> known = new HashSet<>();
    private int told;

    Findings(String caseName) {
        this.caseName = caseName;
    }

    void deviation(Step step, String element, String code, Map<String, String> details) {
        add(deviationOf(step, element, code, details));
    }

    void unjudged(Step step, String element, Truth truth) {
        unjudged(step, element, truth.reason(), truth.missing());
    }

    void unjudged(Step step, String element, String code, Set<String> facts) {
        add(unjudgedOf(step, element, code, facts));
    }

    void add(Finding.Kind kind, long leaf, int step, String element, String code, Map<String, String> details) {
        add(new Finding(kind, caseName, leaf, step, element, code, details));
    }

    void add(Finding finding) {
        if (known.add(finding)) {
            all.add(finding);
        }
    }

    /** A deviation that is not yet said. */
    Finding deviationOf(Step step, String element, String code, Map<String, String> details) {
        return new Finding(Finding.Kind.DEVIATION, caseName, step.leaf(), step.number(), element, code, details);
    }

    /** What cannot be judged, not yet said. */
    Finding unjudgedOf(Step step, String element, String code, Set<String> facts) {
        Map<String, String> details = Map.of("facts", String.join(", ", new TreeSet<>(facts)));
        return new Finding(Finding.Kind.NOT_JUDGED, caseName, step.leaf(), step.number(), element, code, details);
    }

    /** What was found since this was asked last. */
    List<Finding> fresh() {
        List<Finding> fresh = List.copyOf(all.subList(told, all.size()));
        told = all.size();
        return fresh;
    }

    List<Finding> all() {
        return List.copyOf(all);
    }
}
