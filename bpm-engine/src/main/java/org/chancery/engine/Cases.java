package org.chancery.engine;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chancery.ledger.CasePage;
import org.chancery.ledger.Receipt;

/** Cases: applications on their way through a service. */
public interface Cases {

    /**
     * Files an application. Fields that the form marks personal are encrypted, each under the key of the person it
     * is about, before the engine sees them.
     *
     * @param idempotencyKey a repeated call with the same key and actor answers with the first call's case; best a random
     *     UUID, since what was filed is known again by a hash under it
     * @throws EngineException.AlreadyDone if that key filed something else before; details name the {@code case}
     * @return the case's number
     */
    String start(Actor actor, String service, Map<String, Object> form, String idempotencyKey);

    /** Cases this person may see, newest first; {@code query} matches the number or the title, empty for all. */
    List<Summary> list(Actor actor, String query, int offset, int limit);

    /** One case with what this person may see of it. */
    View view(Actor actor, String caseNumber);

    /** Every transition of the case with its place in the ledger, oldest first. */
    List<Step> trail(Actor actor, String caseNumber);

    /**
     * The receipt of the record of one of the case's transitions. Of what the record commits to it shows what this
     * person may see, personal fields included; the rest is withheld, its place proven.
     */
    Receipt receipt(Actor actor, String caseNumber, long leaf);

    /**
     * The whole case to be handed to others: receipts of all its records with the values that its forms ask for and
     * this person may see; personal fields and whatever else records withhold stay withheld, their places proven.
     */
    CasePage page(Actor actor, String caseNumber);

    /**
     * The receipt of the newest record that states the status of the case which a leaf is about, without values; empty
     * if the leaf is about no case, or none of its records states one. Records name nobody, so anyone may ask.
     */
    Optional<Receipt> latestStatus(long leaf);

    /** What a case is to its public. */
    enum Status {
        OPEN,
        SUPPLEMENT_ASKED,
        GRANTED,
        GRANTED_IN_PART,
        REFUSED,
        WITHDRAWN
    }

    /**
     * @param promised when the authority promises an answer; the legal clock's answer
     * @param statutory when the law demands one
     */
    record Summary(
            String number,
            String service,
            String title,
            Status status,
            Instant started,
            Optional<Instant> ended,
            Optional<Instant> promised,
            Optional<Instant> statutory) {}

    /**
     * @param tokens ids of the diagram elements where the case stands now
     * @param passed ids of the elements and flows it has passed
     * @param incidents element id to reason where it is stuck
     * @param fields what was entered and decided, in form order
     */
    record View(
            Summary summary,
            String definitionId,
            List<String> tokens,
            List<String> passed,
            Map<String, String> incidents,
            List<Field> fields) {}

    /**
     * One field of a case.
     *
     * @param name key of the field; of a list of persons each entry is a field, {@code holders[0]}
     * @param labels label by language tag
     * @param value its value as text; empty if it is hidden or erased
     * @param state whether it is shown, hidden from this person, or erased for ever
     */
    record Field(String name, Map<String, String> labels, Optional<String> value, State state) {
        public enum State {
            SHOWN,
            HIDDEN,
            ERASED
        }
    }

    /**
     * One transition.
     *
     * @param leaf place in the ledger
     * @param at when it was decided, UTC
     * @param transition 'started', 'completed', 'assigned', …
     * @param element diagram element id, empty if none
     * @param elementName its name, empty if none
     * @param actor person id, empty for the engine itself
     * @param organisation organisation code, empty for the engine itself
     * @param details typed facts: variable names, decision and rule rows hit, …
     */
    record Step(
            long leaf,
            Instant at,
            String transition,
            String element,
            String elementName,
            String actor,
            String organisation,
            Map<String, Object> details) {}
}
