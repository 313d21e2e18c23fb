package org.chancery.ledger;

import java.util.Optional;

/**
 * One of the values that a record commits to: its {@code set} holds, by name, SHA-256 of salt, name, a zero byte and
 * value, in UTF-8. So one value can be shown while the others stay withheld.
 *
 * @param transition number of the transition within its record, from 0
 * @param name as the record's {@code set} has it
 * @param opened salt and value; empty if the holder of the receipt may not, or does not want to, show it
 */
public record CommittedValue(int transition, String name, Optional<Opened> opened) {

    /**
     * What was committed to.
     *
     * @param value as it was committed to; of a personal field this is again a commitment
     * @param personal the field behind that, if it is shown
     */
    public record Opened(Salt salt, String value, Optional<Personal> personal) {}

    /**
     * A personal field. What the record's value commits to is HMAC-SHA-256 of case number, a zero byte, field, a zero
     * byte and text under the salt, in base64url.
     */
    public record Personal(String caseNumber, Salt salt, String text) {}

    /** The same without salt and value. */
    public CommittedValue withheld() {
        return new CommittedValue(transition, name, Optional.empty());
    }
}
