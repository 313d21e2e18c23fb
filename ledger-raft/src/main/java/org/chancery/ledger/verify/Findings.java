package org.chancery.ledger.verify;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.chancery.ledger.Hash;
import org.chancery.ledger.Judgement;

/**
 * The list that a statement of lawfulness commits to, one line for each finding, in the order of the log:
 *
 * <pre>
 * deviation 4711 Jx0…Q Activity_Approve completed without its approval     leaf, case, element (or -), reason
 * not-judged 4712 decision d7 has a withheld input                        leaf, reason
 * recorded 4720 Jx0…Q Activity_Approve 4711 completed without its approval   leaf that records it, case, element (or -),
 *                                                                          leaf and reason of the deviation
 * </pre>
 */
public final class Findings {

    private static final String DEVIATION = "deviation";
    private static final String NOT_JUDGED = "not-judged";
    private static final String RECORDED = "recorded";
    private static final String NO_ELEMENT = "-";

    private Findings() {}

    /** The list as text, UTF-8, each line ended by U+000A. What is lawful is left out. */
    public static String text(List<Judgement> judgements) {
        StringBuilder text = new StringBuilder();
        for (Judgement judgement : judgements) {
            switch (judgement) {
                case Judgement.Deviation one ->
                    text.append(String.join(
                                    " ",
                                    DEVIATION,
                                    Long.toString(one.leaf()),
                                    word(one.caseId()),
                                    word(one.element()),
                                    line(one.reason())))
                            .append('\n');
                case Judgement.NotJudged one ->
                    text.append(String.join(" ", NOT_JUDGED, Long.toString(one.leaf()), line(one.reason())))
                            .append('\n');
                case Judgement.Recorded one ->
                    text.append(String.join(
                                    " ",
                                    RECORDED,
                                    Long.toString(one.leaf()),
                                    word(one.caseId()),
                                    word(one.element()),
                                    Long.toString(one.of()),
                                    line(one.reason())))
                            .append('\n');
                case Judgement.Lawful() -> {}
            }
        }
        return text.toString();
    }

    /** Reads a list. */
    public static List<Judgement> parse(String text) throws MalformedTextException {
        List<Judgement> found = new ArrayList<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            found.add(one(line, number));
        }
        if (!text(found).equals(text)) {
            throw new MalformedTextException(number, Flaw.NOT_A_STATEMENT);
        }
        return found;
    }

    private static Judgement one(String line, int number) throws MalformedTextException {
        String[] words = line.split(" ", 5);
        OptionalLong leaf = words.length < 3 ? OptionalLong.empty() : Canonical.number(words[1]);
        if (leaf.isPresent() && words[0].equals(DEVIATION) && words.length == 5) {
            String element = words[3].equals(NO_ELEMENT) ? "" : words[3];
            return new Judgement.Deviation(words[2], leaf.getAsLong(), element, words[4]);
        }
        if (leaf.isPresent() && words[0].equals(RECORDED) && words.length == 5) {
            return recorded(words, leaf.getAsLong(), number);
        }
        if (leaf.isPresent() && words[0].equals(NOT_JUDGED)) {
            return new Judgement.NotJudged(leaf.getAsLong(), line.split(" ", 3)[2]);
        }
        throw new MalformedTextException(number, Flaw.NOT_A_STATEMENT);
    }

    private static Judgement recorded(String[] words, long leaf, int number) throws MalformedTextException {
        String[] deviation = words[4].split(" ", 2);
        OptionalLong of = Canonical.number(deviation[0]);
        if (of.isEmpty() || deviation.length < 2) {
            throw new MalformedTextException(number, Flaw.NOT_A_STATEMENT);
        }
        String element = words[3].equals(NO_ELEMENT) ? "" : words[3];
        return new Judgement.Recorded(words[2], leaf, of.getAsLong(), element, deviation[1]);
    }

    /** What a statement carries of the list: SHA-256 over its bytes. */
    public static Hash digest(String text) {
        return new Hash(Rfc6962.sha256(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String word(String text) {
        return text.isEmpty() ? NO_ELEMENT : text.replaceAll("[\\s\\p{Cntrl}]", "_");
    }

    private static String line(String text) {
        return text.isBlank()
                ? "no reason given"
                : text.replaceAll("[\\s\\p{Cntrl}\u2028\u2029\u0085]+", " ").strip();
    }
}
