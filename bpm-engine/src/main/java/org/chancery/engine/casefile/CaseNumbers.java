package org.chancery.engine.casefile;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * Case numbers: service, day, and six letters or digits drawn by chance, e.g. {@code EST-20261123-7F3K2Q}. People read
 * them out and copy them by hand, so letters that look like digits are left out; chance keeps strangers from counting
 * or guessing cases (30 to the power of 6 a day and service).
 */
public final class CaseNumbers {

    private static final String LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int DRAWN = 6;

    private final SecureRandom chance = new SecureRandom();
    private final Clock clock;

    /** @param clock its zone is the office's and decides the day */
    public CaseNumbers(Clock clock) {
        this.clock = clock;
    }

    /** @param taken whether a case has this number already */
    public String next(String service, Predicate<String> taken) {
        String prefix = service.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "");
        String day = LocalDate.now(clock).format(DateTimeFormatter.BASIC_ISO_DATE);
        String number;
        do {
            StringBuilder drawn = new StringBuilder();
            chance.ints(DRAWN, 0, LETTERS.length()).forEach(at -> drawn.append(LETTERS.charAt(at)));
            number = prefix.substring(0, Math.min(prefix.length(), 20)) + "-" + day + "-" + drawn;
        } while (taken.test(number));
        return number;
    }
}
