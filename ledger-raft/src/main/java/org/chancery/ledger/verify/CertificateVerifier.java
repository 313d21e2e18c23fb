package org.chancery.ledger.verify;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.chancery.ledger.Sealing;

/**
 * Checks a file of certificates of a case ({@link CaseCertificateNote}) without a server, against a sealing policy: whose
 * they are, that they are about one case, and whether they seal it.
 */
public final class CertificateVerifier {

    private final SealPolicy policy;

    public CertificateVerifier(SealPolicy policy) {
        this.policy = policy;
    }

    /** What became of the check. */
    public sealed interface Outcome {

        /**
         * Every certificate was signed by a judge of the policy.
         *
         * @param certificates in the order of the file
         * @param last index of the case's last entry, as the newest of them has it
         * @param sealing what they come to; the case is sealed, or it is not
         */
        record Genuine(List<Certificate> certificates, long last, Sealing sealing) implements Outcome {}

        /** A certificate is not as the judge of this name made it. */
        record Altered(String signer) implements Outcome {}

        /** A certificate was signed by nobody of the policy, or is about another log. */
        record UnknownSigner(String name) implements Outcome {}

        /** They are not about one case and its one history, or one judge stands here twice. */
        record Mixed() implements Outcome {}

        record Malformed(int line, Flaw why) implements Outcome {}
    }

    /** @param judge its name in the policy */
    public record Certificate(String judge, CaseCertificateNote note) {}

    /** A file that holds one certificate which nobody of the policy signed is refused as a whole. */
    public Outcome verify(byte[] file) {
        List<CaseCertificateNote> notes;
        try {
            notes = CaseCertificateNote.parseFile(file);
        } catch (MalformedTextException e) {
            return new Outcome.Malformed(e.line(), e.flaw());
        }
        CaseCertificateNote first = notes.getFirst();
        List<Certificate> certificates = new ArrayList<>();
        Set<String> signers = new HashSet<>();
        for (CaseCertificateNote one : notes) {
            Optional<String> signer = policy.signer(one);
            if (signer.isEmpty()) {
                return stranger(one);
            }
            if (!signers.add(signer.get()) || !one.caseName().equals(first.caseName())) {
                return new Outcome.Mixed();
            }
            certificates.add(new Certificate(signer.get(), one));
        }
        long last = notes.stream().mapToLong(CaseCertificateNote::last).max().orElseThrow();
        boolean oneHistory = notes.stream()
                .filter(one -> one.head().size() > last)
                .allMatch(one -> one.last() == last && one.model().equals(first.model()));
        return oneHistory
                ? new Outcome.Genuine(certificates, last, policy.on(first.caseName(), last, notes))
                : new Outcome.Mixed();
    }

    /** What a judge signed about another log is genuine, but nobody's word on this one. */
    private Outcome stranger(CaseCertificateNote certificate) {
        SignedNote.Signature line = certificate.note().signatures().getFirst();
        boolean known = policy.judges().values().stream().anyMatch(key -> key.made(line));
        boolean genuine = policy.judges().values().stream().anyMatch(certificate::signedBy);
        return known && !genuine ? new Outcome.Altered(line.name()) : new Outcome.UnknownSigner(line.name());
    }
}
