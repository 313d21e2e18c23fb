package org.chancery.rules;

import java.util.Optional;

/**
 * The unified social credit code of a legal person (统一社会信用代码, GB 32100): 18 characters of an alphabet without
 * I, O, S, V, Z. Positions 1–2 say who registered what kind of body, 3–8 the administrative division, 9–17 are its
 * organisation code (GB 11714), 18 checks the rest.
 *
 * <p>Number systems overlap: some citizen numbers carry a check character that is right under this rule too. So the
 * organisation code's own check is not optional here.
 *
 * @param value the 18 characters, upper case
 */
public record UnifiedSocialCreditCode(String value) {

    /** GB 32100 table 2: a character's value is its place. */
    static final String ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    static final int LENGTH = 18;

    private static final int MODULUS = 31;
    private static final int SERIAL_CHARACTERS = 7;

    /** What is wrong with a text that is no credit code; the first that applies. */
    public enum Fault {
        /** Not 18 characters. */
        LENGTH,
        /** A character outside the alphabet, or a division that is not six digits. */
        CHARACTER,
        /** The last character does not check the rest (GB 32100). */
        CHECK_CHARACTER,
        /** The organisation code within does not check (GB 11714). */
        ORGANISATION_CODE
    }

    /** @throws IllegalArgumentException if the value is no credit code */
    public UnifiedSocialCreditCode {
        fault(value).ifPresent(fault -> {
            throw new IllegalArgumentException("not a unified social credit code: " + fault);
        });
    }

    /** What is wrong with a text, or empty if it is a credit code. Lower case is not accepted. */
    public static Optional<Fault> fault(String text) {
        if (text.length() != LENGTH) {
            return Optional.of(Fault.LENGTH);
        }
        if (text.chars().anyMatch(c -> ALPHABET.indexOf(c) < 0)
                || text.substring(2, 8).chars().anyMatch(c -> c > '9')) {
            return Optional.of(Fault.CHARACTER);
        }
        if (!checks(text)) {
            return Optional.of(Fault.CHECK_CHARACTER);
        }
        return OrganisationCode.isValid(text.substring(8, 17))
                ? Optional.empty()
                : Optional.of(Fault.ORGANISATION_CODE);
    }

    public static boolean isValid(String text) {
        return fault(text).isEmpty();
    }

    /** Whether the last character checks the rest; alone it does not make a text a credit code. */
    static boolean checks(String text) {
        return text.charAt(LENGTH - 1) == checkCharacter(text);
    }

    /** GB 32100 §5: C18 = (31 − Σ value·3^(i−1) mod 31) mod 31. */
    static char checkCharacter(String body) {
        int sum = 0;
        int weight = 1;
        for (int i = 0; i < LENGTH - 1; i++) {
            sum += ALPHABET.indexOf(body.charAt(i)) * weight;
            weight = weight * 3 % MODULUS;
        }
        return ALPHABET.charAt((MODULUS - sum % MODULUS) % MODULUS);
    }

    /**
     * Composes the code of a newly registered body.
     *
     * @param registrar position 1–2: registering department and kind, e.g. {@code 91} for an enterprise registered by
     *     market regulation
     * @param division six digits of GB/T 2260
     * @param block first character of the organisation code, the registrar's block of numbers, e.g. {@code M}
     * @param serial number within the block, from 0; never give one twice
     * @throws IllegalArgumentException if a part does not fit or the block is used up
     */
    public static UnifiedSocialCreditCode issue(String registrar, String division, char block, long serial) {
        String head = registrar + division + block + serialText(serial);
        if (head.length() != LENGTH - 2) {
            throw new IllegalArgumentException("registrar has 2 characters and division 6: " + registrar + division);
        }
        String body = head + OrganisationCode.checkCharacter(head.substring(8));
        return new UnifiedSocialCreditCode(body + checkCharacter(body));
    }

    private static String serialText(long serial) {
        char[] text = new char[SERIAL_CHARACTERS];
        long rest = serial;
        for (int i = SERIAL_CHARACTERS - 1; i >= 0; i--) {
            text[i] = ALPHABET.charAt((int) Math.floorMod(rest, (long) MODULUS));
            rest = Math.floorDiv(rest, (long) MODULUS);
        }
        if (rest != 0) {
            throw new IllegalArgumentException("serial outside the block: " + serial);
        }
        return new String(text);
    }

    @Override
    public String toString() {
        return value;
    }
}
