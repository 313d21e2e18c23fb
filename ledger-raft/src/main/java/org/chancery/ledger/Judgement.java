package org.chancery.ledger;

/** What a second opinion holds of one transition, or of an entry as a whole. */
public sealed interface Judgement {

    /** It follows from the model and from what the log says before it. */
    record Lawful() implements Judgement {}

    /**
     * It does not. The log goes on; the case cannot be sealed.
     *
     * @param caseId the case's pseudonym as the record has it
     * @param leaf index of the entry
     * @param element id of the model's element; empty if the deviation is in none
     * @param reason what is wrong, one line in English for technical readers; no personal data
     */
    record Deviation(String caseId, long leaf, String element, String reason) implements Judgement {}

    /**
     * A deviation that was named before is recorded from here on: one authorised person gave its ground and another
     * confirmed it. It stays named for ever; it alone does not keep the case from being sealed any more.
     *
     * @param caseId the case's pseudonym
     * @param leaf index of the entry that records it
     * @param of index of the entry that deviates
     * @param element as in the deviation
     * @param reason as in the deviation
     */
    record Recorded(String caseId, long leaf, long of, String element, String reason) implements Judgement {

        /** Whether this is the deviation that it records. */
        public boolean records(Deviation deviation) {
            return deviation.caseId().equals(caseId)
                    && deviation.leaf() == of
                    && deviation.element().equals(element)
                    && deviation.reason().equals(reason);
        }
    }

    /**
     * It could not be judged; never to be taken for lawful.
     *
     * @param leaf index of the entry
     * @param reason why not, one line in English; no personal data
     */
    record NotJudged(long leaf, String reason) implements Judgement {}
}
