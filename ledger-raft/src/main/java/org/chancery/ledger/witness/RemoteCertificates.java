package org.chancery.ledger.witness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.chancery.ledger.Judgement;
import org.chancery.ledger.Lawfulness;
import org.chancery.ledger.verify.CaseCertificateNote;
import org.chancery.ledger.verify.MalformedTextException;
import org.chancery.ledger.verify.VerifierKey;

/**
 * Fetches the certificate of one case from a witness that others run. It counts only if it is signed with the key that
 * is trusted for it, over this log's own history, about entries that are this case's, and if the witness's own statement
 * of lawfulness does not gainsay it.
 */
final class RemoteCertificates {

    /** In bytes: one case with some hundred findings. */
    static final int MAX_BYTES = 256 * 1024;

    private final String origin;
    private final RemoteWitness witness;

    RemoteCertificates(String origin, RemoteWitness witness) {
        this.origin = origin;
        this.witness = witness;
    }

    /**
     * What the witness certifies of a case; empty if it has no certificate of it.
     *
     * @param last index of the case's last entry, as far as it is known here
     * @param known what it certified before
     * @param own what a witness of this process certifies of the same case
     * @param said the witness's newest statement of lawfulness
     * @throws Trouble if what it answers does not count; {@link Trouble.Refused} if it has signed it all the same, and
     *     not before what is known
     * @throws IOException if it cannot be asked: others cannot be asked for either
     */
    Optional<CaseCertificateNote> of(
            String caseName,
            long last,
            List<VerifierKey> keys,
            Optional<CaseCertificateNote> known,
            Optional<Course> own,
            Lawfulness said,
            ShownLog shown)
            throws Trouble, IOException {
        String address = witness.about(origin, "/certificates/" + CertificateFiles.hash(caseName));
        Optional<byte[]> answer = find(address);
        if (answer.isEmpty()) {
            return Optional.empty();
        }
        CaseCertificateNote certificate = parse(answer.get());
        requireSignedBy(keys, certificate);
        if (!certificate.origin().equals(origin) || !certificate.caseName().equals(caseName)) {
            throw new Trouble("it answers with a certificate of another case");
        }
        if (known.filter(before -> certificate.at().isBefore(before.at())).isPresent()) {
            throw new Trouble("it shows an older certificate of the case than before");
        }
        try {
            requireCounts(certificate, last, own, said, shown);
        } catch (Trouble e) {
            throw new Trouble.Refused(certificate, e.getMessage());
        }
        return Optional.of(certificate);
    }

    private static void requireCounts(
            CaseCertificateNote certificate, long last, Optional<Course> own, Lawfulness said, ShownLog shown)
            throws Trouble {
        shown.requireHistory(certificate.head());
        requireEntries(certificate, shown.log());
        if (own.isPresent()) {
            own.get().requireSame(certificate);
        }
        if (certificate.head().size() > last && certificate.last() < last) {
            throw new Trouble("it leaves out the case's last entry, " + (last + 1));
        }
        if (certificate.contradictsItself()) {
            throw new Trouble("it certifies that the case may be sealed; its own findings do not let it");
        }
        requireStated(certificate, said, shown.log());
    }

    /** Whether what is answered for one case can be used says nothing about the others. */
    private Optional<byte[]> find(String address) throws Trouble, IOException {
        try {
            return witness.web().find(address, MAX_BYTES);
        } catch (Web.BadAnswer e) {
            throw new Trouble("its certificate cannot be had: " + e.getMessage());
        }
    }

    private static CaseCertificateNote parse(byte[] answer) throws Trouble {
        try {
            CaseCertificateNote read = CaseCertificateNote.parse(new String(answer, StandardCharsets.UTF_8));
            if (Arrays.equals(read.note().render().getBytes(StandardCharsets.UTF_8), answer)) {
                return read;
            }
        } catch (MalformedTextException e) {
            // as one that is written otherwise than it was signed
        }
        throw new Trouble("it answers with no certificate");
    }

    private static void requireSignedBy(List<VerifierKey> keys, CaseCertificateNote certificate) throws Trouble {
        if (keys.stream().noneMatch(certificate::signedBy)) {
            boolean claimed = certificate.note().signatures().stream()
                    .anyMatch(line -> keys.stream().anyMatch(key -> key.made(line)));
            throw new Trouble(
                    claimed
                            ? "its certificate's signature is not its own"
                            : "its certificate is signed by "
                                    + certificate.note().signatures().getFirst().name()
                                    + ", not by the key that is trusted for it");
        }
    }

    /** The entries between which it says that the case lies are the case's own. */
    private static void requireEntries(CaseCertificateNote certificate, LogView log) throws Trouble {
        OptionalLong first = certificate.first();
        if (first.isEmpty()
                || first.getAsLong() > certificate.last()
                || certificate.last() >= certificate.head().size()) {
            throw new Trouble("it certifies entries that its tree does not hold");
        }
        for (long leaf : new long[] {first.getAsLong(), certificate.last()}) {
            if (!certificate.isAbout(log.entries(leaf, leaf + 1).getFirst())) {
                throw new Trouble("it names entry " + (leaf + 1) + ", which is not of this case");
            }
        }
    }

    /**
     * What it stated before it certified; certificates are signed first, so the statement is never ahead of them. What
     * could not be judged is stated of an entry, so only of an entry that tells of no other case it is known to be about
     * this one.
     */
    private static void requireStated(CaseCertificateNote certificate, Lawfulness said, LogView log) throws Trouble {
        if (!certificate.verdict().seals()) {
            return;
        }
        Map<Long, Long> certified = certificate.findings().stream()
                .filter(place -> place.kind().equals(CaseCertificateNote.DEVIATIONS))
                .collect(Collectors.groupingBy(CaseCertificateNote.Place::leaf, Collectors.counting()));
        for (Judgement found : said.findings()) {
            boolean leftOut = found instanceof Judgement.Deviation one
                    && one.caseId().equals(certificate.caseName())
                    && one.leaf() <= certificate.last()
                    && certified.merge(one.leaf(), -1L, Long::sum) < 0;
            if (leftOut) {
                throw new Trouble("it certifies that the case may be sealed; its own statement lists a deviation that"
                        + " the certificate leaves out");
            }
            if (found instanceof Judgement.NotJudged one && isOf(certificate, one.leaf(), log)) {
                throw new Trouble("it certifies that the case may be sealed; by its own statement it could not judge"
                        + " entry " + (one.leaf() + 1));
            }
        }
    }

    private static boolean isOf(CaseCertificateNote certificate, long leaf, LogView log) {
        return certificate.first().orElse(Long.MAX_VALUE) <= leaf
                && leaf <= certificate.last()
                && certificate.isOnlyAbout(log.entries(leaf, leaf + 1).getFirst());
    }

    /**
     * Where a case lies, as a witness of this process certified it.
     *
     * @param last index of its last entry
     * @param about its first entry and its model, see {@link CaseCertificateNote#about}
     */
    record Course(long last, Object about) {

        static Course of(CaseCertificateNote certificate) {
            return new Course(certificate.last(), certificate.about());
        }

        /** Two that judged the same entries say alike where the case begins, under which model, and where it ends. */
        void requireSame(CaseCertificateNote certificate) throws Trouble {
            boolean hides = certificate.head().size() > last && certificate.last() < last;
            if (hides || !certificate.about().equals(about)) {
                throw new Trouble("it certifies other entries, or another model, than this log has for the case");
            }
        }
    }
}
