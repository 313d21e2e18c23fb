package org.chancery.rules;

/**
 * A deadline would fall into a year whose holidays nobody has entered. Nothing is guessed: enter the year's calendar,
 * then try again.
 */
public final class NoCalendarException extends RuntimeException {

    private final int year;

    NoCalendarException(int year) {
        super("no calendar for " + year);
        this.year = year;
    }

    public int year() {
        return year;
    }
}
