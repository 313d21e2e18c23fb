package org.chancery.ledger.verify;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.chancery.ledger.Hash;
import org.chancery.ledger.Head;
import org.chancery.ledger.Judgement;

/**
 * A witness's statement that the entries of a log are lawful, but for the findings it lists: a C2SP signed-note, signed
 * with a plain Ed25519 key of the witness that signs nothing else.
 *
 * <pre>
 * chancery lawfulness v1
 * chancery.example/main                            origin of the log,
 * 4713                                             size,
 * CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=     and root of what was judged, from its first entry on
 * time 2026-11-24T01:02:03.456Z                    when, UTC, ISO 8601
 * deviations 1                                     how many entries' transitions are unlawful,
 * not-judged 1                                     how many could not be judged,
 * recorded 1                                       how many deviations were recorded by two persons; no line if none
 * findings 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=   SHA-256 of the list of both, see {@link Findings}
 *
 * — court.example/witness/lawfulness AbC…
 * </pre>
 *
 * <p>The second line is no size, so no reader of checkpoints takes it for one.
 *
 * @param origin the log's name
 * @param head what was judged
 * @param at when it was signed
 * @param deviations how many deviations the list has
 * @param notJudged how many findings of the list are not judged
 * @param recorded how often the list says that a deviation was recorded
 * @param findings {@link Findings#digest} of the list
 * @param note text and signatures
 */
public record LawfulnessNote(
        String origin,
        Head head,
        Instant at,
        long deviations,
        long notJudged,
        long recorded,
        Hash findings,
        SignedNote note) {

    static final String FIRST_LINE = "chancery lawfulness v1";

    /** The text that a witness signs. */
    public static String text(String origin, Head head, Instant at, List<Judgement> judgements) {
        long deviations = judgements.stream()
                .filter(Judgement.Deviation.class::isInstance)
                .count();
        long notJudged = judgements.stream()
                .filter(Judgement.NotJudged.class::isInstance)
                .count();
        long recorded =
                judgements.stream().filter(Judgement.Recorded.class::isInstance).count();
        List<String> lines = new ArrayList<>(List.of(
                FIRST_LINE,
                origin,
                Long.toString(head.size()),
                head.root().base64(),
                "time " + at,
                "deviations " + deviations,
                "not-judged " + notJudged));
        if (recorded > 0) {
            lines.add("recorded " + recorded);
        }
        lines.add("findings " + Findings.digest(Findings.text(judgements)).base64());
        return String.join("\n", lines) + "\n";
    }

    /** Reads a statement; says nothing about its signatures yet. */
    public static LawfulnessNote parse(String text) throws MalformedTextException {
        SignedNote note = SignedNote.parse(text);
        List<String> lines = note.text().lines().toList();
        boolean recorded = lines.size() == 9;
        if (lines.size() != 8 && !recorded || !lines.getFirst().equals(FIRST_LINE)) {
            throw new MalformedTextException(1, Flaw.NOT_A_STATEMENT);
        }
        Hash root = Canonical.hash(lines.get(3)).orElseThrow(() -> new MalformedTextException(4, Flaw.BAD_HASH));
        int last = lines.size() - 1;
        long recordings = recorded ? number(lines, 7, "recorded ") : 0;
        if (recorded && recordings == 0) {
            throw flaw(7);
        }
        return new LawfulnessNote(
                lines.get(1),
                new Head(number(lines, 2, ""), root),
                value(lines, 4, "time ").flatMap(Canonical::instant).orElseThrow(() -> flaw(4)),
                number(lines, 5, "deviations "),
                number(lines, 6, "not-judged "),
                recordings,
                value(lines, last, "findings ").flatMap(Canonical::hash).orElseThrow(() -> flaw(last)),
                note);
    }

    /** Whether the key signed it. Whose key that is, the reader must know. */
    public boolean signedBy(VerifierKey key) {
        List<SignedNote.Signature> own =
                note.signatures().stream().filter(key::made).toList();
        return !own.isEmpty() && own.stream().allMatch(line -> key.verifies(note, line));
    }

    /** Whether this is the list it was signed with. */
    public boolean lists(List<Judgement> judgements) {
        return text(origin, head, at, judgements).equals(note.text());
    }

    private static long number(List<String> lines, int index, String label) throws MalformedTextException {
        OptionalLong number = value(lines, index, label).map(Canonical::number).orElse(OptionalLong.empty());
        return number.orElseThrow(() -> flaw(index));
    }

    private static Optional<String> value(List<String> lines, int index, String label) {
        return Optional.of(lines.get(index))
                .filter(line -> line.startsWith(label))
                .map(line -> line.substring(label.length()));
    }

    private static MalformedTextException flaw(int index) {
        return new MalformedTextException(index + 1, Flaw.NOT_A_STATEMENT);
    }
}
