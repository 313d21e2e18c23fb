package org.chancery.ledger.verify;

/** A check could not be made; says why, by a key of the message bundle. */
final class NotChecked extends Exception {

    private static final long serialVersionUID = 1;

    private final String key;
    private final transient Object[] values;

    NotChecked(String key, Object... values) {
        super(key);
        this.key = key;
        this.values = values;
    }

    String key() {
        return key;
    }

    /** The reason in words. */
    String said(Words words) {
        return words.say(key, values);
    }
}
