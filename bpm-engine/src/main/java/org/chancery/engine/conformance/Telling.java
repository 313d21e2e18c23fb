package org.chancery.engine.conformance;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What an entry tells of cases: its steps, or of which cases it does not show them.
 *
 * @param hidden why it does not show what happened; empty if it does
 * @param cases that it is about, in the order in which it names them
 * @param time of its record, if there is one
 */
record Telling(long leaf, Optional<String> hidden, Set<String> cases, List<Step> steps, Optional<Instant> time) {

    static Telling of(long leaf, byte[] publicPart) {
        try {
            PublicRecord record = PublicRecord.read(leaf, publicPart);
            if (!record.complete()) {
                Set<String> one = record.caseName().isEmpty() ? Set.of() : Set.of(record.caseName());
                return new Telling(leaf, Optional.of("hidden"), one, List.of(), Optional.of(record.time()));
            }
            Set<String> cases = new LinkedHashSet<>();
            record.steps().stream()
                    .filter(Telling::isOfCase)
                    .map(Step::caseName)
                    .forEach(cases::add);
            return new Telling(leaf, Optional.empty(), cases, record.steps(), Optional.of(record.time()));
        } catch (PublicRecord.Unreadable e) {
            return new Telling(leaf, Optional.of("unreadable"), e.cases(), List.of(), Optional.empty());
        }
    }

    static boolean isDeployment(Step step) {
        return step.type().equals("deployed");
    }

    static boolean isOfCase(Step step) {
        return !isDeployment(step) && !step.caseName().isEmpty();
    }
}
