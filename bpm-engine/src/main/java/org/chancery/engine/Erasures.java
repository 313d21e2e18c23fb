package org.chancery.engine;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.chancery.ledger.Receipt;

/**
 * Erasure of persons: their keys are destroyed on every voter, so that nothing that was sealed under them can be read
 * again, in the database, the ledger and copies of either; every proof stays valid.
 *
 * <p>It cannot be undone, so it takes two persons. A data officer, or the applicant for their own key, requests it with
 * its ground; another data officer confirms. Neither may be the case's applicant, unless they ask for their own key.
 * What becomes of it is told by records of the case: {@code erasure-requested}, {@code erasure-declined}, {@code
 * erasure-confirmed}, and {@code erased} once the keys are destroyed.
 *
 * <p>Once it is confirmed it is carried out, if need be after a restart: a node that fails in between goes on with it as
 * soon as it can write again.
 */
public interface Erasures {

    /** Whom a case holds personal fields of, in no order; for data officers. */
    List<Person> persons(Actor actor, String caseNumber);

    /**
     * What speaks against erasing this person now. The applicant's key seals what all their cases say of them, so all of
     * these may hold.
     */
    List<Hold> holds(Actor actor, String caseNumber, String personId);

    /**
     * Requests an erasure.
     *
     * @param personId as {@link #persons} names it; an applicant may name themself only
     * @param despiteHolds whether whatever holds now is to be set aside; an applicant's own request waits for it instead
     * @return the erasure's id
     * @throws EngineException.NotPermitted {@code erasure.held} if something holds and is not to be set aside; details
     *     name the {@code cases}
     */
    String request(Actor actor, String caseNumber, String personId, Ground ground, boolean despiteHolds);

    /** Takes a request back, as the one who made it, or declines it, as a data officer who is not the case's applicant. */
    void decline(Actor actor, String erasureId);

    /**
     * Confirms a request that somebody else made, and carries it out: keys are resolved now, those of emptied places of
     * the person's list among them. Takes up to ten seconds longer where a voter is slow.
     *
     * @return as it stands then: {@link State#ERASED}, or {@link State#CONFIRMED} if no quorum could destroy the keys yet
     * @throws EngineException.NotPermitted {@code erasure.held} if something holds that the request did not set aside, a
     *     case that was filed after it among them
     */
    Erasure confirm(Actor actor, String erasureId);

    /** All erasures for data officers, those of their own for others; those that wait for a decision
     * first, then newest first, at most 500. */
    List<Erasure> list(Actor actor);

    /**
     * The certificate: the receipt of the case's newest record that the keys are erased. The record names case, keys,
     * ground and who requested and confirmed it by pseudonyms, and which voters have destroyed their copies. For data
     * officers, who requested it, and the case's applicant.
     *
     * @throws EngineException.NotFound as long as it is not carried out
     */
    Receipt certificate(Actor actor, String erasureId);

    /** On what ground; public. Personal Information Protection Law of the PRC, Art 47, and its section in ADR 0006. */
    enum Ground {
        /** The person asks for it, and what it was processed for is done. */
        PERSON_REQUEST,
        /** The person took back the consent on which it was processed. */
        CONSENT_WITHDRAWN,
        /** The time for which it has to be kept is over; refused while it is not, or the model states none. */
        RETENTION_ENDED,
        /** It should not have been processed. */
        UNLAWFUL_PROCESSING,
        /** A court or an authority above orders it. */
        COURT_ORDER
    }

    /** Where an erasure stands. */
    enum State {
        REQUESTED,
        DECLINED,
        /** Decided; the keys are about to be destroyed. */
        CONFIRMED,
        /** The keys are destroyed on a quorum of the voters. */
        ERASED
    }

    /**
     * Somebody whom a case holds personal fields of.
     *
     * @param id under which the person keys know them; says nothing of who it is
     * @param applicant whether it is the applicant, whose key all their cases share
     * @param former whether it was somebody of a list who was taken off it; erased with whoever else of the list is
     * @param erased whether their key was erased
     * @param fields what is kept under that key; of entries of lists what tells them apart is shown, but no number as
     *     long as those of telephones and identity documents; all others are hidden
     */
    record Person(String id, boolean applicant, boolean former, boolean erased, List<Cases.Field> fields) {}

    /** Why something has to be kept. */
    enum HoldKind {
        /** The case is running. */
        OPEN_CASE,
        /** The model's {@code retentionDays} after the end of the case are not over. */
        RETENTION
    }

    /** @param until when it ends; empty if nobody knows yet */
    record Hold(HoldKind kind, String caseNumber, Optional<Instant> until) {}

    /**
     * One erasure in one case.
     *
     * @param person whose erasure was requested, see {@link Person#id}
     * @param keys all that are erased with it; empty before it is confirmed
     * @param despite what it set aside
     * @param requestedBy person id
     * @param decidedBy person id of who confirmed or declined; empty before
     * @param purged voters of which no file holds the keys any more
     * @param pending voters that had yet to destroy their copies, because they were away or slow
     */
    record Erasure(
            String id,
            String caseNumber,
            String person,
            Set<String> keys,
            Ground ground,
            Set<HoldKind> despite,
            State state,
            String requestedBy,
            Instant requestedAt,
            String decidedBy,
            Optional<Instant> decidedAt,
            Optional<Instant> erasedAt,
            List<String> purged,
            List<String> pending) {

        public Erasure {
            keys = Set.copyOf(keys);
            despite = Set.copyOf(despite);
            purged = List.copyOf(purged);
            pending = List.copyOf(pending);
        }
    }
}
