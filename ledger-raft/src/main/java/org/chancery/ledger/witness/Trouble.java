package org.chancery.ledger.witness;

/** Why what another witness says cannot be shown or counted: one sentence in English. */
final class Trouble extends Exception {

    private static final long serialVersionUID = 1;

    Trouble(String why) {
        super(why);
    }
}
