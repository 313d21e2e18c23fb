package org.chancery.engine.conformance;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Deployments that say they were made at a time to come, as the entries after them tell: or a new version could be kept
 * from ever being the newest. So that a case may be followed again later, what was told after a step does not count for
 * it.
 */
final class DatedAhead {

    /** @param entries that told a time since */
    private record Young(Instant at, int entries) {}

    /** @param from entry from which on it is known */
    private record Contradicted(long from, Instant at) {}

    private final Map<Long, Young> young = new LinkedHashMap<>();
    private final Map<Long, Contradicted> contradicted = new LinkedHashMap<>();

    /** An entry tells of a deployment at this time. */
    void deployed(long leaf, Instant at) {
        young.putIfAbsent(leaf, new Young(at, 0));
    }

    /** An entry that tells a time, and the median with it. Once none of the entries that it is of is older, it counts. */
    void passes(long leaf, Instant median) {
        if (young.isEmpty()) {
            return;
        }
        young.replaceAll((deployment, known) -> new Young(known.at(), known.entries() + 1));
        young.entrySet().removeIf(one -> {
            boolean counts = one.getValue().entries() == LedgerTimes.LAST;
            if (counts && median.isBefore(one.getValue().at())) {
                contradicted.put(one.getKey(), new Contradicted(leaf, median));
            }
            return counts;
        });
    }

    /** When the deployment of this entry was made at the latest, as far as it was known at this step. */
    Instant of(long deployment, Instant at, Step step) {
        Contradicted known = contradicted.get(deployment);
        return known != null && known.from() <= step.leaf() && known.at().isBefore(at) ? known.at() : at;
    }

    void write(PackedOut out) {
        out.number(young.size());
        young.forEach((leaf, known) -> out.number(leaf).instant(known.at()).number(known.entries()));
        out.number(contradicted.size());
        contradicted.forEach(
                (leaf, known) -> out.number(leaf).number(known.from()).instant(known.at()));
    }

    void read(PackedIn in) {
        for (int left = in.count(); left > 0; left--) {
            young.put(in.number(), new Young(in.instant(), (int) in.number()));
        }
        for (int left = in.count(); left > 0; left--) {
            contradicted.put(in.number(), new Contradicted(in.number(), in.instant()));
        }
    }
}
