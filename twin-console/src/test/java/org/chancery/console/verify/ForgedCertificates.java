package org.chancery.console.verify;

import static org.chancery.console.verify.GenuineCertificates.file;
import static org.chancery.console.verify.GenuineCertificates.json;
import static org.chancery.console.verify.GenuineCertificates.signed;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.chancery.ledger.FindingMark;
import org.chancery.ledger.log.SigningKey;
import org.chancery.ledger.verify.CaseCertificateNote;
import org.chancery.ledger.verify.CertificateVerifier;
import org.chancery.ledger.verify.CertificateVerifier.Outcome;
import org.chancery.ledger.verify.MalformedTextException;
import org.chancery.ledger.verify.SealPolicy;
import org.chancery.ledger.verify.SignedNote;
import org.chancery.ledger.verify.VerifierKey;

/**
 * What a forger who has everything but the judges' keys can make of genuine certificates, and genuine ones that seal
 * nothing: none of them may be taken for a sealed case.
 */
final class ForgedCertificates {

    private static final int FLIPS = 250;

    private final GenuineCertificates genuine;
    private final GenuineCertificates foreign;
    private final SigningKey before;
    private final SealPolicy policy;
    private final Random random;
    private final List<byte[]> bases;
    private final List<Forgery> all = new ArrayList<>();

    ForgedCertificates(Path judges, Path forger, long seed) {
        genuine = new GenuineCertificates(judges);
        foreign = new GenuineCertificates(forger);
        before = SigningKey.open(judges.resolve("before.p12"), "lawfulness", genuine.court.name());
        policy = withKeyOfBefore(genuine.policy());
        random = new Random(seed);
        bases = List.of(genuine.both("followed"), genuine.both("recorded"));
        for (int base = 0; base < bases.size(); base++) {
            flips(base);
            lines(base);
            texts(base);
            add("nobody's signatures", base, GenuineCertificates.file(unsigned(base)));
        }
        signers();
        whatSealsNothing();
    }

    /** The court has changed its key, and its certificates under the old one still count. */
    private SealPolicy withKeyOfBefore(SealPolicy now) {
        Map<String, VerifierKey> judges = new LinkedHashMap<>(now.judges());
        judges.put("court-before", GenuineCertificates.key(before));
        return new SealPolicy(now.origin(), judges, now.needed());
    }

    /** Files that seal their case. */
    List<byte[]> bases() {
        return bases;
    }

    List<Forgery> all() {
        return all;
    }

    String policy() {
        return policy.text();
    }

    /** What the verifier of the command line says of a file, in a word. */
    String word(byte[] file) {
        return switch (new CertificateVerifier(policy).verify(file)) {
            case Outcome.Genuine found -> found.sealing().isSealed() ? "sealed" : "open";
            case Outcome.Altered altered -> "altered";
            case Outcome.UnknownSigner unknown -> "unknown";
            case Outcome.Mixed mixed -> "mixed";
            case Outcome.Malformed malformed -> "malformed";
        };
    }

    private void add(String name, int base, byte[] file) {
        if (!Arrays.equals(file, bases.get(base))) {
            all.add(new Forgery(name + " of " + base, base, file));
        }
    }

    private String text(int base) {
        return new String(bases.get(base), StandardCharsets.UTF_8);
    }

    private void flips(int base) {
        for (int i = 0; i < FLIPS; i++) {
            byte[] flipped = bases.get(base).clone();
            int at = random.nextInt(flipped.length);
            flipped[at] ^= (byte) (1 << random.nextInt(8));
            add("byte " + at, base, flipped);
        }
        for (int i = 0; i < 20; i++) {
            add("cut", base, Arrays.copyOf(bases.get(base), random.nextInt(bases.get(base).length)));
        }
    }

    private void lines(int base) {
        List<String> lines = List.of(text(base).split("(?<=\n)"));
        for (int i = 0; i < lines.size(); i++) {
            List<String> changed = new ArrayList<>(lines);
            changed.remove(i);
            add("line " + i + " dropped", base, Signers.utf8(String.join("", changed)));
            changed.add(i, lines.get(i));
            changed.add(i, lines.get(i));
            add("line " + i + " doubled", base, Signers.utf8(String.join("", changed)));
            changed = new ArrayList<>(lines);
            int j = random.nextInt(lines.size());
            changed.set(i, lines.get(j));
            changed.set(j, lines.get(i));
            add("lines " + i + " and " + j + " swapped", base, Signers.utf8(String.join("", changed)));
        }
    }

    private void texts(int base) {
        for (String[] change : new String[][] {
            {"\"verdict\":\"recorded\"", "\"verdict\":\"followed\""},
            {"\"case\":\"c-est-1\"", "\"case\":\"c-est-2\""},
            {"\"last\":9", "\"last\":11"},
            {"\"version\":3", "\"version\":4"},
            {"\"size\":12", "\"size\":13"},
            {"2026-11-24", "2026-11-25"},
            {"\"process\":\"est\"", "\"process\":\"tse\""},
            {Signers.ORIGIN, "chancery.example/side"},
            {"certificate v1", "certificate v2"},
            {"\"v\":1", "\"v\":2"},
            {"case-certificate", "case-certificat"},
            {GenuineCertificates.DEVIATION, ""},
            {"court.example", "audit.example"},
            {"\n", "\r\n"},
            {"{\"case\"", " {\"case\""}
        }) {
            add(change[0] + " > " + change[1], base, Signers.utf8(text(base).replace(change[0], change[1])));
        }
        add("a byte order mark", base, Signers.utf8("\ufeff" + text(base)));
        add("an empty line behind", base, Signers.utf8(text(base) + "\n"));
        add("no last newline", base, Signers.utf8(text(base).stripTrailing()));
        add("nothing", base, new byte[0]);
        add("twice", base, file(text(base), text(base)));
    }

    /** The lines of the signatures, over nothing that was signed with them. */
    private String unsigned(int base) {
        return text(base).replaceAll("(?m)^(\u2014 \\S+ \\S{6})\\S+$", "$1" + "A".repeat(85) + "=");
    }

    private void signers() {
        String json = json("followed", 9);
        String ours = signed(genuine.court, json);
        String theirs = signed(foreign.audit, json);
        add("a thief's key of the same name", 0, file(ours, theirs));
        add("thieves alone", 0, foreign.both("followed"));
        add("one judge twice", 0, file(ours, ours));
        add(
                "one judge twice, later",
                0,
                file(ours, signed(genuine.court, GenuineCertificates.SIGNED.plusSeconds(9), json)));
        SignedNote note = note(ours);
        byte[] foreignBytes = note(theirs).signatures().getFirst().bytes();
        int court = GenuineCertificates.key(genuine.court).keyId();
        int audit = GenuineCertificates.key(genuine.audit).keyId();
        add(
                "a thief's signature under the judge's id",
                0,
                file(ours, line(note, genuine.audit.name(), audit, foreignBytes)));
        byte[] own = note.signatures().getFirst().bytes();
        add("the court's signature as the auditor's", 0, file(ours, line(note, genuine.audit.name(), audit, own)));
        add("the court's key under another name", 0, file(line(note, "nobody.example", court, own)));
        SignedNote.Signature more = new SignedNote.Signature(genuine.audit.name(), audit, own);
        add("signed by two at once", 0, file(ours + more.line()));
        add("signed twice by one", 0, file(ours + note.signatures().getFirst().line()));
        add("a receipt", 0, Signers.utf8("chancery receipt v2\n"));
    }

    private static String line(SignedNote note, String name, int id, byte[] bytes) {
        return new SignedNote(note.text(), List.of(new SignedNote.Signature(name, id, bytes))).render();
    }

    private static SignedNote note(String certificate) {
        try {
            return CaseCertificateNote.parse(certificate).note();
        } catch (MalformedTextException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Signed by the judges themselves. */
    private void whatSealsNothing() {
        String followed = signed(genuine.court, json("followed", 9));
        add("one of two", 0, file(followed));
        add("one witness under both its keys", 0, file(followed, signed(before, json("followed", 9))));
        String later = signed(genuine.court, GenuineCertificates.SIGNED.plusSeconds(9), json("not-judged", 9));
        String other = signed(genuine.audit, json("followed", 9));
        add("a newer doubt under its new key", 0, file(signed(before, json("followed", 9)), later, other));
        add("deviated", 0, genuine.both("deviated"));
        add("not judged", 0, genuine.both("not-judged"));
        add("disputed", 0, file(followed, signed(genuine.audit, json("deviated", 9))));
        add("one not judged", 0, file(followed, signed(genuine.audit, json("not-judged", 9))));
        add(
                "another case",
                0,
                file(followed, signed(genuine.audit, json("followed", 9).replace("c-est-1", "c-est-2"))));
        add("another last entry", 0, file(followed, signed(genuine.audit, json("followed", 10))));
        add("an entry after what one has judged", 0, file(followed, signed(genuine.audit, json("followed", 14))));
        add(
                "another model",
                0,
                file(followed, signed(genuine.audit, json("followed", 9).replace("\"version\":3", "\"version\":4"))));
        add(
                "another log",
                0,
                file(followed, signed(genuine.audit, json("followed", 9).replace(Signers.ORIGIN, "other.example"))));
        for (String broken : List.of(
                json("followed", 9).replace("\"last\":9", "\"last\":-9"),
                json("followed", 9).replace("\"last\":9", "\"last\":\"9\""),
                json("followed", 9).replace("\"root\":\"Cs", "\"root\":\"C"),
                json("followed", 9).replace("followed", "fine"),
                json("followed", 9).replace("\"deviations\":[]", "\"deviations\":null"),
                json("deviated", 9).replace("\"leaf\":7", "\"leaf\":null"),
                json("deviated", 9).replace("\"step\":2", "\"step\":-2"),
                json("deviated", 9).replace("\"code\":", "\"kind\":"),
                json("followed", 9).replace("\"verdict\"", "\"verdict\":\"deviated\",\"verdict\""),
                json("followed", 9).replace("\"v\":1", "\"v\":1.0"),
                json("followed", 9).replace("\"last\":9", "\"last\":9e0"),
                json("followed", 9).replace("\"size\":12", "\"size\":1000000000000000000"),
                json("followed", 9).replace("\"first\":5", "\"first\":" + "[".repeat(34) + "]".repeat(34)),
                json("deviated", 9).replace("held it", "held \\ud800 it"),
                "[]",
                "null",
                "{")) {
            add("signed, but none: " + broken, 0, file(followed, signed(genuine.audit, broken)));
        }
        String large = json("followed", 9).replace("\"size\":12", "\"size\":9007199254740993");
        add("larger than a browser counts", 0, file(signed(genuine.court, large)));
        add("after the year 9999", 0, file(signed(genuine.court, Instant.parse("+10000-01-01T00:00:00Z"), large)));
        // what is no list of names has no marks, whatever a program can make of it
        String listed = json("recorded", 9)
                .replaceFirst("\"details\":\\{[^}]*}", "\"details\":[\"x\"]")
                .replaceFirst("\"mark\":\"[^\"]*\"", "\"mark\":\"" + FindingMark.of(2, Map.of("0", "x")) + "\"");
        add("details without names", 0, file(signed(genuine.court, listed), signed(genuine.audit, listed)));
    }
}
