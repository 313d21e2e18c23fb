package org.chancery.ledger.verify;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.chancery.ledger.Sealing;

/**
 * What {@code verify} says of a file of case certificates: which witnesses signed it, what each states, and whether that
 * seals the case. Only a file that proves a case sealed is valid; a genuine one that does not is told as such.
 */
final class CertificateCommand {

    private final Words words;
    private final PrintStream out;
    private final ZoneId zone;

    CertificateCommand(Words words, PrintStream out, ZoneId zone) {
        this.words = words;
        this.out = out;
        this.zone = zone;
    }

    /** @return whether the file is genuine and its case is sealed */
    boolean check(byte[] file, SealPolicy policy) {
        List<CaseCertificateNote> notes;
        try {
            notes = CaseCertificateNote.parseFile(file);
        } catch (MalformedTextException e) {
            out.println(words.say("malformed", e.line(), words.say("flaw." + e.flaw())));
            return false;
        }
        Optional<String> refusal = refusal(notes, policy);
        refusal.ifPresent(out::println);
        return refusal.isEmpty() && told(notes, policy);
    }

    /** A file that holds one line which nobody of the policy signed is refused as a whole. */
    private Optional<String> refusal(List<CaseCertificateNote> notes, SealPolicy policy) {
        Set<String> signers = new HashSet<>();
        CaseCertificateNote first = notes.getFirst();
        for (CaseCertificateNote one : notes) {
            Optional<String> signer = policy.signer(one);
            if (signer.isEmpty()) {
                String name = one.note().signatures().getFirst().name();
                boolean known = policy.judges().values().stream()
                        .anyMatch(key -> key.made(one.note().signatures().getFirst()));
                return Optional.of(words.say(known ? "certificate.altered" : "certificate.unknown", name));
            }
            if (!signers.add(signer.get()) || !one.caseName().equals(first.caseName())) {
                return Optional.of(words.say("certificate.mixed"));
            }
        }
        long last = last(notes);
        boolean oneHistory = notes.stream()
                .filter(one -> one.head().size() > last)
                .allMatch(one -> one.last() == last && one.model().equals(first.model()));
        return oneHistory ? Optional.empty() : Optional.of(words.say("certificate.mixed"));
    }

    private boolean told(List<CaseCertificateNote> notes, SealPolicy policy) {
        CaseCertificateNote first = notes.getFirst();
        long last = last(notes);
        Sealing sealing = policy.on(first.caseName(), last, notes);
        out.println(sealing.since()
                .map(since -> words.say("certificate.sealed", words.moment(since, zone)))
                .orElseGet(() -> words.say(
                        "certificate.open",
                        sealing.signatures().stream()
                                .filter(one -> one.verdict().seals())
                                .count(),
                        sealing.needed())));
        out.println(words.say("certificate.case", first.caseName(), first.model(), first.origin(), last + 1));
        for (CaseCertificateNote one : notes) {
            out.println("  "
                    + words.say(
                            "certificate.by",
                            policy.signer(one).orElseThrow(),
                            words.say("certificate." + one.verdict()),
                            one.head().size(),
                            words.moment(one.at(), zone)));
        }
        notes.stream()
                .flatMap(one -> one.findings().stream())
                .distinct()
                .forEach(place -> out.println("  "
                        + words.say(
                                "certificate.finding." + place.kind(),
                                place.leaf() + 1,
                                Words.harmless(place.reason().replace('\n', ' ')))));
        return sealing.isSealed();
    }

    private static long last(List<CaseCertificateNote> notes) {
        return notes.stream().mapToLong(CaseCertificateNote::last).max().orElseThrow();
    }

    /** Where the policy is kept beside a node. */
    static Path defaultPolicy() {
        return Path.of("data", "sealing.policy");
    }
}
