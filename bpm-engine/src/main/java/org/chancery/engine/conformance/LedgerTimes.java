package org.chancery.engine.conformance;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the log tells of the time: the median of what its last entries say, which a few lies among them do not move. An
 * entry that says it was made long before that does not count as made then, whoever antedates it. So that a case may be
 * followed again later, such entries are remembered.
 */
final class LedgerTimes {

    /** Of so many entries the median is taken. */
    static final int LAST = 9;

    /** Of fewer nobody can tell which one lies. */
    private static final int FEWEST = 3;

    private final Deque<Instant> last = new ArrayDeque<>();
    /** Entries that say they were made before, and the time that the log had told. */
    private final Map<Long, Instant> antedated = new LinkedHashMap<>();

    private Instant newest = Instant.EPOCH;

    /** The next entry that tells a time. */
    void told(long leaf, Instant time) {
        known().filter(time::isBefore).ifPresent(known -> antedated.put(leaf, known));
        if (last.size() == LAST) {
            last.removeFirst();
        }
        last.addLast(time);
        newest = time.isAfter(newest) ? time : newest;
    }

    /** As late it certainly was. */
    private Optional<Instant> known() {
        if (last.size() < FEWEST) {
            return Optional.empty();
        }
        try {
            return Optional.of(median().minus(Step.LONGEST));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Of what the last entries tell. */
    Instant median() {
        List<Instant> sorted = new ArrayList<>(last);
        Collections.sort(sorted);
        return sorted.get((sorted.size() - 1) / 2);
    }

    /** The step, not earlier than the log had told of the time before its entry. */
    Step of(Step step) {
        return Optional.ofNullable(antedated.get(step.leaf()))
                .map(step::notBefore)
                .orElse(step);
    }

    /** The latest time that any entry tells. */
    Instant newest() {
        return newest;
    }

    void write(PackedOut out) {
        out.instant(newest).number(last.size());
        last.forEach(out::instant);
        out.number(antedated.size());
        antedated.forEach((leaf, known) -> out.number(leaf).instant(known));
    }

    void read(PackedIn in) {
        newest = in.instant();
        for (int left = in.count(); left > 0; left--) {
            last.addLast(in.instant());
        }
        for (int left = in.count(); left > 0; left--) {
            antedated.put(in.number(), in.instant());
        }
    }
}
