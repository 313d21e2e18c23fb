package org.chancery.engine.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Gathers what there is to say of one case. */
final class Findings {

    private final String caseName;
    private final List<Finding> all = new ArrayList<>();
    private int told;

    Findings(String caseName) {
        this.caseName = caseName;
    }

    void deviation(Step step, String element, String code, Map<String, String> details) {
        add(Finding.Kind.DEVIATION, step.leaf(), step.number(), element, code, details);
    }

    void unjudged(Step step, String element, Truth truth) {
        unjudged(step, element, truth.reason(), truth.missing());
    }

    void unjudged(Step step, String element, String code, Set<String> facts) {
        add(
                Finding.Kind.NOT_JUDGED,
                step.leaf(),
                step.number(),
                element,
                code,
                Map.of("facts", String.join(", ", new TreeSet<>(facts))));
    }

    void add(Finding.Kind kind, long leaf, int step, String element, String code, Map<String, String> details) {
        Finding finding = new Finding(kind, caseName, leaf, step, element, code, details);
        if (!all.contains(finding)) {
            all.add(finding);
        }
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
