package org.chancery.ledger.verify;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Comparator;
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
     * The receipt's verdict in the light of others.
     *
     * @param others valid receipts, in any order and of any case
     */
    static Verdict of(Verdict.Valid receipt, List<Verdict.Valid> others) {
        Optional<Stated> stated = last(receipt);
        return stated.flatMap(own -> others.stream()
                        .filter(other -> other.origin().equals(receipt.origin()))
                        .flatMap(other -> last(other).stream())
                        .filter(other -> other.subject().equals(own.subject()) && other.index() > own.index())
                        .max(Comparator.comparingLong(Stated::index))
                        .filter(newest -> !newest.status().equals(own.status())))
                .<Verdict>map(newest -> new Verdict.Revoked(receipt, newest.status(), newest.at(), newest.index()))
                .orElse(receipt);
    }

    /** The last status that a record states, of the case that the whole record is about. */
    private static Optional<Stated> last(Verdict.Valid receipt) {
        Map<String, Object> record = JsonText.object(receipt.record()).orElse(Map.of());
        if (!(record.get(CASE) instanceof String subject) || !(record.get("transitions") instanceof List<?> list)) {
            return Optional.empty();
        }
        Optional<String> status =
                list.stream().flatMap(transition -> status(transition).stream()).reduce((earlier, later) -> later);
        return status.flatMap(
                value -> instant(record.get("time")).map(at -> new Stated(subject, value, at, receipt.index())));
    }

    private static Optional<String> status(Object transition) {
        return transition instanceof Map<?, ?> members
                        && "status".equals(members.get("type"))
                        && members.get("facts") instanceof Map<?, ?> facts
                        && facts.get("status") instanceof String status
                ? Optional.of(status)
                : Optional.empty();
    }

    private static Optional<Instant> instant(Object time) {
        try {
            return time instanceof String text ? Optional.of(Instant.parse(text)) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
