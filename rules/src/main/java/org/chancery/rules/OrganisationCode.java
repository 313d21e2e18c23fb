package org.chancery.rules;

/**
 * The organisation code of GB 11714: eight characters of {@code 0-9A-Z} and a check character. It stands in positions
 * 9–17 of a unified social credit code.
 */
final class OrganisationCode {

    static final int LENGTH = 9;

    private static final int[] WEIGHTS = {3, 7, 9, 10, 5, 8, 4, 2};
    private static final int MODULUS = 11;

    private OrganisationCode() {}

    /** GB 11714: C9 = 11 − Σ(value·weight) mod 11, written X for 10 and 0 for 11. */
    static char checkCharacter(String body) {
        int sum = 0;
        for (int i = 0; i < WEIGHTS.length; i++) {
            sum += Character.digit(body.charAt(i), 36) * WEIGHTS[i];
        }
        int check = MODULUS - sum % MODULUS;
        return switch (check) {
            case 10 -> 'X';
            case 11 -> '0';
            default -> (char) ('0' + check);
        };
    }

    static boolean isValid(String code) {
        return code.charAt(LENGTH - 1) == checkCharacter(code);
    }
}
