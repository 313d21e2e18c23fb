package org.chancery.engine;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chancery.ledger.Judgement;
import org.chancery.ledger.Sealing;
import org.chancery.ledger.Wording;

/**
 * What the second opinion found in cases, who has recorded it, and who has signed that a case is in order (I5). Two
 * persons record a deviation: an auditor or administrator gives its ground, another one confirms it; one of the two is
 * an auditor. Neither is the applicant of the case, and whoever acted in the entry that deviates cannot confirm. Each
 * step is a record of its own, public for ever.
 */
public interface Seals {

    /** Fewest and most characters of a ground. */
    int SHORTEST_GROUND = 10;

    int LONGEST_GROUND = 300;

    /** How a case stands, for whoever may see the case. */
    Seal of(Actor actor, String caseNumber);

    /**
     * Gives the ground of a deviation.
     *
     * @param ground public text of {@link #SHORTEST_GROUND} to {@link #LONGEST_GROUND} characters without personal data
     * @throws EngineException.NotPermitted if this person may not; the code says why
     * @throws EngineException.NotFound if no such deviation was found in the case
     * @throws EngineException.AlreadyDone if it is recorded already
     * @throws EngineException.InvalidInput if the ground is not acceptable: the problem's field is {@code ground}
     */
    void propose(Actor actor, String caseNumber, Place deviation, String ground);

    /**
     * Confirms a ground that somebody else gave: from then on the deviation is recorded.
     *
     * @param proposal entry that gave it
     * @throws EngineException.NotPermitted if this person may not; the code says why
     * @throws EngineException.NotFound if the deviation was not found, or nobody gave that ground
     * @throws EngineException.AlreadyDone if it is recorded already
     */
    void confirm(Actor actor, String caseNumber, Place deviation, long proposal);

    /** The certificates that witnesses signed at the case's end, as a file; empty if there is none yet. */
    Optional<String> certificates(Actor actor, String caseNumber);

    /**
     * What a witness's statement lists, in words: as far as a judge on this node found the very same, so that nothing
     * rests on the statement's own text. Public, as the statement is; it names no case but by its pseudonym.
     *
     * @return empty if no judge here has found that, or not yet
     */
    Optional<Told> told(Judgement listed);

    /**
     * @param process key of the process under which the case runs, and its version; empty and 0 if no record says
     * @param words one sentence by language tag: {@code zh}, {@code en}
     */
    record Told(String process, long version, Map<String, Wording> words) {
        public Told {
            words = Map.copyOf(words);
        }
    }

    /** How a case stands. */
    enum State {
        /** No judge on this node has read its newest entry yet: nobody can say that it is in order. */
        UNREAD,
        /** It goes on, and nothing was found against it so far. */
        OPEN,
        /** It has ended; witnesses have yet to sign. */
        AWAITING,
        /** It has ended, and enough witnesses have signed that it is in order. */
        SEALED,
        /** It deviated, and not every deviation is recorded: it cannot be sealed. */
        DEVIATED,
        /** Public records do not suffice to judge it: it cannot be sealed. */
        NOT_JUDGED,
        /** It has ended, and no policy says whose signatures would seal it. */
        NO_POLICY
    }

    /**
     * @param sealing who has signed what; of a case that goes on, nobody
     * @param remarks what was found, in the order of the log
     */
    record Seal(State state, Sealing sealing, List<Remark> remarks) {
        public Seal {
            remarks = List.copyOf(remarks);
        }
    }

    /**
     * Where something was found.
     *
     * @param leaf index of the entry
     * @param element of the model; may be empty
     * @param code what is wrong, as the judge calls it
     * @param mark tells it from others of this code at this element in the same entry
     */
    record Place(long leaf, String element, String code, String mark) {}

    /**
     * One finding.
     *
     * @param deviation whether it is a deviation; otherwise it could not be judged
     * @param words one sentence by language tag: {@code zh}, {@code en}
     * @param proposals grounds that were given, oldest first
     * @param recorded who confirmed which of them; empty while the deviation is open
     */
    record Remark(
            Place place,
            boolean deviation,
            Map<String, Wording> words,
            List<Proposal> proposals,
            Optional<Confirmation> recorded) {
        public Remark {
            words = Map.copyOf(words);
            proposals = List.copyOf(proposals);
        }
    }

    /**
     * A ground that was given.
     *
     * @param leaf entry that gives it
     * @param by who gave it
     */
    record Proposal(long leaf, Person by, String ground) {}

    /** @param proposal entry that gave the ground */
    record Confirmation(long leaf, Person by, long proposal) {}

    /**
     * @param id person id
     * @param role in which they acted
     */
    record Person(String id, String organisation, Actor.Role role, Instant at) {}
}
