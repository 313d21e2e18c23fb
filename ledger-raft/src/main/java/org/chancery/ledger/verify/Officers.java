package org.chancery.ledger.verify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Who may order what becomes of a log's keys, as {@code officers.vkey} tells it: one verifier key a line, named after the
 * office and not after a person. Who gave the office up stays in the file as {@code until INDEX VKEY}: what they ordered
 * in earlier entries stays ordered, later entries they order nothing any more. Empty lines and lines that begin with
 * {@code #} are passed over, and spaces and tabs around a line.
 */
public record Officers(List<Officer> all) {

    private static final String UNTIL = "until ";
    private static final Pattern AROUND = Pattern.compile("^[ \t]+|[ \t]+$");

    /** @param until index of the first entry in which this key orders nothing any more */
    public record Officer(VerifierKey key, long until) {

        /** Whether the key may order today. */
        public boolean holdsOffice() {
            return until == Long.MAX_VALUE;
        }
    }

    public Officers {
        all = List.copyOf(all);
    }

    /**
     * Reads the file.
     *
     * @throws MalformedTextException with the line; also if a key is there twice, under whatever name, or nobody is there
     */
    public static Officers parse(String file) throws MalformedTextException {
        List<Officer> all = new ArrayList<>();
        int line = 0;
        for (String text : file.lines()
                .map(AROUND::matcher)
                .map(around -> around.replaceAll(""))
                .toList()) {
            line++;
            if (!text.isEmpty() && !text.startsWith("#")) {
                Officer officer = officer(text, line);
                if (all.stream().anyMatch(other -> isOneKey(other, officer))) {
                    throw new MalformedTextException(line, Flaw.BAD_KEY);
                }
                all.add(officer);
            }
        }
        if (all.isEmpty()) {
            throw new MalformedTextException(Math.max(1, line), Flaw.BAD_KEY);
        }
        return new Officers(all);
    }

    /** Two names for one key would let one person order what takes two. */
    private static boolean isOneKey(Officer one, Officer other) {
        return Arrays.equals(one.key().publicKey(), other.key().publicKey());
    }

    private static Officer officer(String text, int line) throws MalformedTextException {
        boolean former = text.startsWith(UNTIL);
        String[] words = text.split(" ", 3);
        OptionalLong until = former ? Canonical.number(words[1]) : OptionalLong.of(Long.MAX_VALUE);
        if (until.isEmpty() || words.length != (former ? 3 : 1)) {
            throw new MalformedTextException(line, Flaw.BAD_KEY);
        }
        try {
            return new Officer(VerifierKey.parse(words[words.length - 1]), until.getAsLong());
        } catch (MalformedTextException e) {
            throw new MalformedTextException(line, Flaw.BAD_KEY);
        }
    }

    /** Whether the key may order what stands in the entry of this index. */
    boolean mayOrder(VerifierKey key, long index) {
        return all.stream().anyMatch(officer -> officer.key().equals(key) && index < officer.until());
    }
}
