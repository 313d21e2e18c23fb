package org.chancery.ledger.verify;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.chancery.ledger.FindingMark;
import org.chancery.ledger.Hash;
import org.chancery.ledger.Head;
import org.chancery.ledger.Sealing;

/**
 * The certificate of a case that has ended, as one witness signs it: a C2SP signed-note under the key of its statements
 * of lawfulness, whose type says the algorithm.
 *
 * <pre>
 * chancery case certificate v1
 * time 2026-11-24T01:02:03.456Z          when, UTC, ISO 8601
 * {"case":"Jx0…Q","deviations":[],…}     what it states: canonical JSON (RFC 8785) on one line
 *
 * — court.example/witness/lawfulness AbC…
 * </pre>
 *
 * <p>The JSON says {@code origin}, {@code size} and {@code root} of the tree up to which the case was judged, its
 * pseudonym, {@code process}, {@code version} and {@code model} (hash), its {@code first} and {@code last} entry,
 * {@code steps}, when it {@code ended}, the {@code verdict} ({@code followed}, {@code recorded}, {@code deviated},
 * {@code not-judged}) and the findings behind it: {@code deviations}, {@code recorded} (left out if there are none) and
 * {@code notJudged}, each with {@code leaf}, {@code step}, {@code element}, {@code code}, {@code details} and its
 * {@code reason} in English.
 *
 * <p>A {@code .certificate} file holds those of several witnesses, one after the other, with an empty line between.
 *
 * @param facts all that the JSON says but for the tree it speaks for
 */
public record CaseCertificateNote(
        Head head,
        Instant at,
        String origin,
        String caseName,
        String model,
        long last,
        Sealing.Verdict verdict,
        List<Place> findings,
        Map<String, Object> facts,
        SignedNote note) {

    /** Kind of the findings of what the model does not allow. */
    public static final String DEVIATIONS = "deviations";

    private static final String RECORDED = "recorded";
    private static final String NOT_JUDGED = "notJudged";

    /** What every certificate, and so every file of them, begins with. */
    private static final String FIRST_LINE = "chancery case certificate v1";

    private static final String BETWEEN = "\n\n" + FIRST_LINE + "\n";

    /** Larger than any file of certificates. */
    private static final int MAX_BYTES = 16 * 1024 * 1024;

    /**
     * One finding.
     *
     * @param kind {@code deviations}, {@code recorded} or {@code notJudged}
     * @param step number of the transition within the entry, from 0; -1 if it is about the entry as a whole
     * @param details those of the finding's {@code details} that are texts
     * @param reason in English, as it was signed
     */
    public record Place(
            String kind,
            long leaf,
            long step,
            String element,
            String code,
            Map<String, String> details,
            String reason) {
        public Place {
            details = Map.copyOf(details);
        }

        /** Where it stands, as recordings name it. */
        private List<String> place() {
            return List.of(String.valueOf(leaf), element, code);
        }

        private String mark() {
            return FindingMark.of(step, details);
        }
    }

    /** The text that a witness signs. */
    public static String text(Instant at, String json) {
        return FIRST_LINE + "\ntime " + at + "\n" + json + "\n";
    }

    /** Whether a file claims to hold certificates. */
    static boolean begins(byte[] file) {
        byte[] head = (FIRST_LINE + "\n").getBytes(StandardCharsets.UTF_8);
        return file.length >= head.length && Arrays.equals(file, 0, head.length, head, 0, head.length);
    }

    /** A file of certificates. */
    public static String file(List<CaseCertificateNote> notes) {
        return String.join("\n", notes.stream().map(one -> one.note().render()).toList());
    }

    /** Reads a file of certificates, which has one form only; says nothing about signatures yet. */
    public static List<CaseCertificateNote> parseFile(byte[] file) throws MalformedTextException {
        if (file.length > MAX_BYTES) {
            throw new MalformedTextException(1, Flaw.TOO_LONG);
        }
        String text = new String(file, StandardCharsets.UTF_8);
        List<CaseCertificateNote> notes = new ArrayList<>();
        int line = 0;
        for (int at = 0; at < text.length(); ) {
            int next = text.indexOf(BETWEEN, at);
            String one = next < 0 ? text.substring(at) : text.substring(at, next + 1);
            try {
                notes.add(parse(one));
            } catch (MalformedTextException e) {
                throw e.after(line);
            }
            line += (int) one.chars().filter(c -> c == '\n').count() + 1;
            at = next < 0 ? text.length() : next + 2;
        }
        if (notes.isEmpty() || !Arrays.equals(file(notes).getBytes(StandardCharsets.UTF_8), file)) {
            throw new MalformedTextException(1, Flaw.NOT_A_CERTIFICATE);
        }
        return notes;
    }

    /** Reads one certificate; says nothing about its signature yet. */
    public static CaseCertificateNote parse(String text) throws MalformedTextException {
        SignedNote note = SignedNote.parse(text);
        List<String> lines = note.text().lines().toList();
        if (lines.size() != 3
                || !lines.getFirst().equals(FIRST_LINE)
                || !lines.get(1).startsWith("time ")) {
            throw new MalformedTextException(1, Flaw.NOT_A_CERTIFICATE);
        }
        Instant at = Canonical.instant(lines.get(1).substring("time ".length()))
                .orElseThrow(() -> new MalformedTextException(2, Flaw.BAD_TIME));
        try {
            Map<String, Object> json = JsonText.object(lines.get(2))
                    .filter(CaseCertificateNote::isText)
                    .orElseThrow();
            return of(at, json, note);
        } catch (RuntimeException e) { // whatever stands where something else should
            throw new MalformedTextException(3, Flaw.NOT_A_CERTIFICATE);
        }
    }

    /** Whether every text in it has bytes: half a surrogate pair has none, and each verifier would hash it otherwise. */
    private static boolean isText(Object value) {
        return switch (value) {
            case String text -> StandardCharsets.UTF_8.newEncoder().canEncode(text);
            case Map<?, ?> members ->
                members.entrySet().stream().allMatch(one -> isText(one.getKey()) && isText(one.getValue()));
            case List<?> elements -> elements.stream().allMatch(CaseCertificateNote::isText);
            default -> true;
        };
    }

    private static CaseCertificateNote of(Instant at, Map<String, Object> json, SignedNote note) {
        if (!"case-certificate".equals(json.get("type")) || number(json, "v") != 1) {
            throw new IllegalArgumentException("another format");
        }
        Hash root = Canonical.hash(text(json, "root")).orElseThrow();
        List<Place> findings = new ArrayList<>();
        for (String kind : List.of(DEVIATIONS, RECORDED, NOT_JUDGED)) {
            for (Object one : (List<?>) json.getOrDefault(kind, List.of())) {
                findings.add(place(kind, (Map<?, ?>) one));
            }
        }
        return new CaseCertificateNote(
                new Head(number(json, "size"), root),
                at,
                text(json, "origin"),
                text(json, "case"),
                json.containsKey("process") ? text(json, "process") + " " + number(json, "version") : "",
                number(json, "last"),
                Sealing.Verdict.valueOf(
                        text(json, "verdict").toUpperCase(Locale.ROOT).replace('-', '_')),
                List.copyOf(findings),
                facts(json),
                note);
    }

    private static Place place(String kind, Map<?, ?> told) {
        Map<String, Object> one = new LinkedHashMap<>();
        told.forEach((name, value) -> one.put((String) name, value));
        Map<String, String> details = new LinkedHashMap<>();
        if (one.get("details") instanceof Map<?, ?> named) {
            named.forEach((name, value) -> {
                if (value instanceof String text) {
                    details.put((String) name, text);
                }
            });
        }
        return new Place(
                kind,
                number(one, "leaf"),
                whole(one) ? -1 : number(one, "step"),
                text(one, "element"),
                text(one, "code"),
                details,
                text(one, "reason"));
    }

    /** Whether a finding is about an entry and none of its transitions. */
    private static boolean whole(Map<String, Object> finding) {
        return new JsonText.Number("-1").equals(finding.get("step"));
    }

    private static String text(Map<String, Object> json, String name) {
        return (String) Optional.ofNullable(json.get(name)).orElseThrow();
    }

    private static long number(Map<String, Object> json, String name) {
        OptionalLong number = Canonical.number(((JsonText.Number) json.get(name)).written());
        return number.orElseThrow();
    }

    /** SHA-256 of the model's file, base64url without padding; empty if the certificate names none. */
    public String modelHash() {
        return facts.get("model") instanceof String hash ? hash : "";
    }

    /** Whether the key, and nobody else, signed it. */
    public boolean signedBy(VerifierKey key) {
        return note.signatures().size() == 1
                && key.verifies(note, note.signatures().getFirst());
    }

    /** Whether it says of the case what this statement says, though perhaps for another tree. */
    public boolean says(String json) {
        return JsonText.object(json)
                .map(CaseCertificateNote::facts)
                .filter(facts::equals)
                .isPresent();
    }

    /** Index of the case's first entry; empty if it does not say. */
    public OptionalLong first() {
        return facts.get("first") instanceof JsonText.Number first
                ? Canonical.number(first.written())
                : OptionalLong.empty();
    }

    /** Where the case begins and under which model, to be compared with what another certificate says of that. */
    public Object about() {
        Map<String, Object> about = new TreeMap<>(facts);
        about.keySet().retainAll(List.of("case", "first", "process", "version", "model"));
        return about;
    }

    /**
     * Whether it says that the case may be sealed, although its own findings say otherwise: only a case in which nothing
     * was found followed its model, and only one whose every deviation is recorded, with nothing that could not be
     * judged, is recorded.
     */
    public boolean contradictsItself() {
        List<Place> deviations = of(DEVIATIONS);
        return switch (verdict) {
            case FOLLOWED -> !findings.isEmpty();
            case RECORDED -> deviations.isEmpty() || !of(NOT_JUDGED).isEmpty() || !areRecorded(deviations);
            case DEVIATED, NOT_JUDGED -> false;
        };
    }

    /**
     * Whether each is recorded: a recording names it by its place and, since there are marks, by its mark. There may be
     * as many of both as a file can hold.
     */
    private boolean areRecorded(List<Place> deviations) {
        Map<List<String>, Set<String>> marks = new HashMap<>();
        for (Place told : of(RECORDED)) {
            if (told.details().containsKey("of") && told.details().containsKey("what")) {
                marks.computeIfAbsent(
                                List.of(
                                        told.details().get("of"),
                                        told.element(),
                                        told.details().get("what")),
                                place -> new HashSet<>())
                        .add(told.details().getOrDefault("mark", ""));
            }
        }
        return deviations.stream().allMatch(one -> {
            Set<String> recorded = marks.getOrDefault(one.place(), Set.of());
            return recorded.contains("") || !recorded.isEmpty() && recorded.contains(one.mark());
        });
    }

    private List<Place> of(String kind) {
        return findings.stream().filter(one -> one.kind().equals(kind)).toList();
    }

    /** Whether this entry of the log, as it is hashed, tells of the case: as a whole, or in one of its transitions. */
    public boolean isAbout(byte[] entry) {
        return record(entry)
                .filter(record -> caseName.equals(record.get("case"))
                        || record.get("transitions") instanceof List<?> all
                                && all.stream()
                                        .anyMatch(one -> one instanceof Map<?, ?> transition
                                                && caseName.equals(transition.get("case"))))
                .isPresent();
    }

    /** Whether this entry of the log, as it is hashed, tells of the case as a whole, and so of no other one. */
    public boolean isOnlyAbout(byte[] entry) {
        return record(entry)
                .filter(record -> caseName.equals(record.get("case")))
                .isPresent();
    }

    private static Optional<Map<String, Object>> record(byte[] entry) {
        return JsonText.object(new String(entry, StandardCharsets.UTF_8));
    }

    private static Map<String, Object> facts(Map<String, Object> json) {
        Map<String, Object> facts = new TreeMap<>(json);
        facts.keySet().removeAll(List.of("size", "root"));
        return facts;
    }
}
