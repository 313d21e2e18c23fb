package org.chancery.ledger.witness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.Sealing;
import org.chancery.ledger.log.FileDisk;
import org.chancery.ledger.verify.CaseCertificateNote;
import org.chancery.ledger.verify.MalformedTextException;
import org.chancery.ledger.verify.SealPolicy;
import org.chancery.ledger.verify.VerifierKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code data/sealing.policy}: whose certificates seal a case. Written when witnesses of this process first judge, so
 * that all of them must sign; a file that is there is somebody's own. One that cannot be read seals nothing.
 */
final class SealingRule {

    private static final Logger LOG = LoggerFactory.getLogger(SealingRule.class);

    private final Optional<SealPolicy> policy;
    private final Optional<String> trouble;

    private SealingRule(Optional<SealPolicy> policy, Optional<String> trouble) {
        this.policy = policy;
        this.trouble = trouble;
    }

    /**
     * @param own the keys of those who judge in this process
     * @param all whether none of them is missing: a first policy is not written without them
     */
    static SealingRule open(Path file, String origin, List<VerifierKey> own, boolean all) {
        try {
            if (!Files.exists(file) && (own.isEmpty() || !all)) {
                return new SealingRule(Optional.empty(), Optional.empty());
            }
            if (!Files.exists(file)) {
                write(file, origin, own);
            }
            SealPolicy read = SealPolicy.parse(Files.readString(file));
            return read.origin().equals(origin)
                    ? new SealingRule(Optional.of(read), Optional.empty())
                    : unusable(file, "it is about another log, " + read.origin());
        } catch (IOException e) {
            return unusable(file, e.getMessage());
        } catch (MalformedTextException e) {
            return unusable(file, e.getMessage());
        }
    }

    private static SealingRule unusable(Path file, String why) {
        LOG.error("{} cannot be used, so no case is sealed: {}", file, why);
        return new SealingRule(
                Optional.empty(),
                Optional.of(file.getFileName() + " cannot be used, so no case is sealed: " + why
                        + ". Mend it and start again"));
    }

    private static void write(Path file, String origin, List<VerifierKey> own) throws IOException {
        Map<String, VerifierKey> judges = new LinkedHashMap<>();
        own.forEach(key -> judges.put("witness-" + (judges.size() + 1), key));
        String text = "# Whose certificates seal a case, and how many of them: see OPERATING, witnesses.\n"
                + new SealPolicy(origin, judges, judges.size()).text();
        try {
            new FileDisk(file.getParent()).publish(file, List.of(text.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new LedgerException.Unavailable("Cannot write " + file, e);
        }
    }

    Sealing on(String caseName, long lastLeaf, List<CaseCertificateNote> certificates) {
        return policy.map(known -> known.on(caseName, lastLeaf, certificates))
                .orElseGet(() -> trouble.map(Sealing::unusable).orElseGet(Sealing::nobody));
    }

    Optional<String> file(String caseName, long lastLeaf, List<CaseCertificateNote> certificates) {
        return policy.map(known -> List.copyOf(
                        known.standing(caseName, lastLeaf, certificates).values()))
                .filter(counted -> !counted.isEmpty())
                .map(CaseCertificateNote::file);
    }
}
