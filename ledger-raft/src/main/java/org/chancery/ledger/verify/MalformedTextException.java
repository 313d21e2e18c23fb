package org.chancery.ledger.verify;

/** A text that does not have its format. */
public final class MalformedTextException extends Exception {

    private final int line;
    private final Flaw flaw;

    /** @param line where, counted from 1 */
    public MalformedTextException(int line, Flaw flaw) {
        super("line " + line + ": " + flaw);
        this.line = line;
        this.flaw = flaw;
    }

    /** Where, counted from 1. */
    public int line() {
        return line;
    }

    public Flaw flaw() {
        return flaw;
    }

    /** The same in a text that has this many lines before. */
    MalformedTextException after(int lines) {
        return new MalformedTextException(line + lines, flaw);
    }
}
