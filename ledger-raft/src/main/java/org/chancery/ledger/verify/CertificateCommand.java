package org.chancery.ledger.verify;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.ZoneId;
import org.chancery.ledger.Sealing;
import org.chancery.ledger.verify.CertificateVerifier.Certificate;
import org.chancery.ledger.verify.CertificateVerifier.Outcome;

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

    /**
     * @param model the model under which the case ran, for the names of its elements; may be none
     * @return whether the file is genuine and its case is sealed
     */
    boolean check(byte[] file, SealPolicy policy, ModelNames model) {
        return switch (new CertificateVerifier(policy).verify(file)) {
            case Outcome.Genuine genuine -> told(genuine, model);
            case Outcome.Altered(String signer) -> refused("certificate.altered", signer);
            case Outcome.UnknownSigner(String name) -> refused("certificate.unknown", name);
            case Outcome.Mixed() -> refused("certificate.mixed");
            case Outcome.Malformed(int line, Flaw why) -> refused("malformed", line, words.say("flaw." + why));
        };
    }

    private boolean refused(String key, Object... values) {
        out.println(words.say(key, values));
        return false;
    }

    private boolean told(Outcome.Genuine genuine, ModelNames model) {
        CaseCertificateNote first = genuine.certificates().getFirst().note();
        Sealing sealing = genuine.sealing();
        out.println(sealing.since()
                .map(since -> words.say("certificate.sealed", words.moment(since, zone)))
                .orElseGet(() -> words.say(
                        "certificate.open",
                        sealing.signatures().stream().filter(sealing::counts).count(),
                        sealing.needed())));
        out.println(words.say("certificate.case", first.caseName(), first.model(), first.origin(), genuine.last()));
        for (Certificate one : genuine.certificates()) {
            out.println("  "
                    + words.say(
                            "certificate.by",
                            one.judge(),
                            words.say("certificate." + one.note().verdict()),
                            one.note().head().size(),
                            words.moment(one.note().at(), zone)));
        }
        findings(genuine, model);
        return sealing.isSealed();
    }

    /** A model that is not the one under which the case ran names nothing. */
    private void findings(Outcome.Genuine genuine, ModelNames model) {
        boolean same = genuine.certificates().stream()
                .allMatch(one -> one.note().modelHash().equals(model.sha256()));
        if (model != ModelNames.NONE && !same) {
            out.println("  " + words.say("certificate.other-model"));
        }
        NamedTerms terms = new NamedTerms(words, same ? model : ModelNames.NONE, zone);
        genuine.certificates().stream()
                .flatMap(one -> one.note().findings().stream())
                .distinct()
                .forEach(place -> out.println("  "
                        + words.say(
                                "certificate.finding." + place.kind(),
                                place.leaf(),
                                Words.harmless(terms.say(place).replace('\n', ' ')))));
    }

    /** Where the policy is kept beside a node. */
    static Path defaultPolicy() {
        return Path.of("data", "sealing.policy");
    }
}
