package org.chancery.rules;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.Period;
import java.util.Optional;
import java.util.Set;

/**
 * A citizen identity number (公民身份号码, GB 11643): six digits of the division, eight of the birth date, three of the
 * order, one check character. It is personal data: its text form shows nothing of it.
 */
public final class CitizenId {

    private static final int LENGTH = 18;
    private static final int[] WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    private static final String CHECKS = "10X98765432";

    /** Provinces of GB/T 2260, and 81–83 of the residence permits for Hong Kong, Macao and Taiwan residents. */
    private static final Set<String> PROVINCES = Set.of(
            "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42", "43",
            "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71", "81", "82", "83");

    /** What is wrong with a text that is no citizen number; the first that applies. */
    public enum Fault {
        /** Not 18 characters. */
        LENGTH,
        /** Not 17 digits followed by a digit or X. */
        CHARACTER,
        /** The first two digits name no province. */
        REGION,
        /** Digits 7–14 are no date of the calendar. */
        DATE,
        /** Born after the day it is judged on. */
        FUTURE_BIRTH,
        /** The last character does not check the rest. */
        CHECK_CHARACTER
    }

    private final LocalDate birth;

    private CitizenId(LocalDate birth) {
        this.birth = birth;
    }

    /**
     * Reads a citizen number.
     *
     * @param on the day it is judged on, in the office's zone
     * @throws IllegalArgumentException if it is none; the message names the fault, never the number
     */
    public static CitizenId parse(String text, LocalDate on) {
        fault(text, on).ifPresent(fault -> {
            throw new IllegalArgumentException("not a citizen identity number: " + fault);
        });
        return new CitizenId(birth(text).orElseThrow());
    }

    /** What is wrong with a text, or empty if it is a citizen number. A lower-case x is not accepted. */
    public static Optional<Fault> fault(String text, LocalDate on) {
        if (text.length() != LENGTH) {
            return Optional.of(Fault.LENGTH);
        }
        if (!digitsButLast(text) || CHECKS.indexOf(text.charAt(LENGTH - 1)) < 0) {
            return Optional.of(Fault.CHARACTER);
        }
        if (!PROVINCES.contains(text.substring(0, 2))) {
            return Optional.of(Fault.REGION);
        }
        Optional<LocalDate> birth = birth(text);
        if (birth.isEmpty()) {
            return Optional.of(Fault.DATE);
        }
        if (birth.get().isAfter(on)) {
            return Optional.of(Fault.FUTURE_BIRTH);
        }
        return text.charAt(LENGTH - 1) == checkCharacter(text) ? Optional.empty() : Optional.of(Fault.CHECK_CHARACTER);
    }

    public static boolean isValid(String text, LocalDate on) {
        return fault(text, on).isEmpty();
    }

    /** Age in whole years on a day. */
    public int ageOn(LocalDate day) {
        return Period.between(birth, day).getYears();
    }

    /** Of full age: 18 (民法典 Art 17). */
    public boolean isAdultOn(LocalDate day) {
        return ageOn(day) >= 18;
    }

    /** GB 11643 §5.2: ISO 7064 MOD 11-2 over the first 17 digits. */
    static char checkCharacter(String text) {
        int sum = 0;
        for (int i = 0; i < WEIGHTS.length; i++) {
            sum += (text.charAt(i) - '0') * WEIGHTS[i];
        }
        return CHECKS.charAt(sum % 11);
    }

    private static boolean digitsButLast(String text) {
        return text.chars().limit(LENGTH - 1L).allMatch(c -> c >= '0' && c <= '9');
    }

    private static Optional<LocalDate> birth(String text) {
        try {
            return Optional.of(LocalDate.of(
                    Integer.parseInt(text, 6, 10, 10),
                    Integer.parseInt(text, 10, 12, 10),
                    Integer.parseInt(text, 12, 14, 10)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "CitizenId[withheld]";
    }
}
