package org.chancery.engine.casefile;

import java.time.Instant;
import java.util.Optional;
import org.chancery.engine.Cases;

/**
 * A case as it stands in {@code CH_CASE}.
 *
 * @param rootId id of its root process instance; empty only while it is being started
 * @param applicant person id
 * @param org organisation the applicant acted for
 * @param idempotencyKey hash of the applicant and the key the start was called with
 * @param filedContent what was filed, hashed under that key
 */
public record CaseFile(
        String number,
        String rootId,
        String service,
        String definitionId,
        String title,
        String applicant,
        String org,
        Cases.Status status,
        Instant startedAt,
        Optional<Instant> endedAt,
        Optional<Instant> promisedAt,
        Optional<Instant> statutoryAt,
        String idempotencyKey,
        String filedContent) {

    public Cases.Summary summary() {
        return new Cases.Summary(number, service, title, status, startedAt, endedAt, promisedAt, statutoryAt);
    }
}
