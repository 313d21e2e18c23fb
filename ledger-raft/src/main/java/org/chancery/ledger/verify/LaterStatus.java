package org.chancery.ledger.verify;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a status that a receipt states still holds, as far as other proven records tell. Nobody can prove from a
 * receipt alone that nothing came later: without other records the answer speaks for the moment of the checkpoint.
 */
final class LaterStatus {

    private static final String CASE = "case";

    private LaterStatus() {}

    private record Stated(String subject, String status, Instant at, long index) {}

    /**
     * The receipt's verdict in the light of others. It is revoked as soon as one of the cases it states a status of has
     * another one by now.
     *
     * @param others valid receipts, in any order and of any case
     */
    static Verdict of(Verdict.Valid receipt, List<Verdict.Valid> others) {
        List<Stated> later = others.stream()
                .filter(other -> other.origin().equals(receipt.origin()))
                .flatMap(other -> stated(other).stream())
                .filter(other -> other.index() > receipt.index())
                .toList();
        return stated(receipt).stream()
                .flatMap(own -> later.stream()
                        .filter(other -> other.subject().equals(own.subject()))
                        .max(Comparator.comparingLong(Stated::index))
                        .filter(newest -> !newest.status().equals(own.status()))
                        .stream())
                .max(Comparator.comparingLong(Stated::index))
                .<Verdict>map(newest -> new Verdict.Revoked(receipt, newest.status(), newest.at(), newest.index()))
                .orElse(receipt);
    }

    /** The last status that a record states of each case. */
    private static Collection<Stated> stated(Verdict.Valid receipt) {
        Map<String, Object> record = JsonText.object(receipt.record()).orElse(Map.of());
        Optional<Instant> time = record.get("time") instanceof String text ? Canonical.instant(text) : Optional.empty();
        if (time.isEmpty() || !(record.get("transitions") instanceof List<?> transitions)) {
            return List.of();
        }
        Map<String, Stated> last = new LinkedHashMap<>();
        for (Object each : transitions) {
            if (each instanceof Map<?, ?> transition
                    && subject(transition, record) instanceof String subject
                    && "status".equals(transition.get("type"))
                    && transition.get("facts") instanceof Map<?, ?> facts
                    && facts.get("status") instanceof String status) {
                last.put(subject, new Stated(subject, status, time.get(), receipt.index()));
            }
        }
        return last.values();
    }

    /** A record of several cases names none; each of its transitions names its own. */
    private static Object subject(Map<?, ?> transition, Map<String, Object> record) {
        return transition.containsKey(CASE) ? transition.get(CASE) : record.get(CASE);
    }
}
