package org.chancery.rules;

/** A file of holidays cannot be used as it is. Its message names file, line and what is wrong there. */
public final class BadCalendarException extends RuntimeException {

    private final String file;
    private final int line;

    BadCalendarException(String file, int line, String problem) {
        super(file + " line " + line + ": " + problem);
        this.file = file;
        this.line = line;
    }

    public String file() {
        return file;
    }

    /** Number of the line, from 1. */
    public int line() {
        return line;
    }
}
