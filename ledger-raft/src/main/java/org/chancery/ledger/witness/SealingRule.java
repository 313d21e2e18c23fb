package org.chancery.ledger.witness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
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
 * that all of them must sign; a file that is there is somebody's own. It is read anew each time, so that a change counts
 * at once; one that cannot be read seals nothing.
 */
final class SealingRule {

    private static final Logger LOG = LoggerFactory.getLogger(SealingRule.class);

    private final Path file;
    private final String origin;
    private final AtomicReference<Optional<String>> told = new AtomicReference<>(Optional.empty());

    private SealingRule(Path file, String origin) {
        this.file = file;
        this.origin = origin;
    }

    /** What the file says now; neither, if there is none. */
    private record Read(Optional<SealPolicy> policy, Optional<String> trouble) {}

    /**
     * @param own the keys of those who judge in this process
     * @param all whether none of them is missing: a first policy is not written without them
     */
    static SealingRule open(Path file, String origin, List<VerifierKey> own, boolean all) {
        if (!Files.exists(file) && !own.isEmpty() && all) {
            write(file, origin, own);
        }
        SealingRule rule = new SealingRule(file, origin);
        rule.read(); // what is wrong with it stands in the log from the start
        return rule;
    }

    private Read read() {
        try {
            if (!Files.exists(file)) {
                return new Read(Optional.empty(), Optional.empty());
            }
            SealPolicy policy = SealPolicy.parse(Files.readString(file));
            if (!policy.origin().equals(origin)) {
                return unusable("it is about another log, " + policy.origin());
            }
            told.set(Optional.empty());
            return new Read(Optional.of(policy), Optional.empty());
        } catch (IOException | MalformedTextException e) {
            return unusable(e.getMessage());
        }
    }

    private Read unusable(String why) {
        Optional<String> trouble = Optional.of(
                file.getFileName() + " cannot be used, so no case is sealed: " + why + ". Mend it; it is read again");
        if (!told.getAndSet(trouble).equals(trouble)) {
            LOG.error("{} cannot be used, so no case is sealed: {}", file, why);
        }
        return new Read(Optional.empty(), trouble);
    }

    private static void write(Path file, String origin, List<VerifierKey> own) {
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

    /**
     * @param refused what was signed and does not count
     * @param reasons why somebody's answer does not count, by the name of their key
     */
    Sealing on(
            String caseName,
            long lastLeaf,
            List<CaseCertificateNote> certificates,
            List<CaseCertificateNote> refused,
            Map<String, String> reasons) {
        Read now = read();
        return now.policy()
                .map(known ->
                        known.on(caseName, lastLeaf, certificates, refused).because(byName(known, reasons)))
                .orElseGet(() -> now.trouble().map(Sealing::unusable).orElseGet(Sealing::nobody));
    }

    /** Keys have long names; whoever reads the policy knows their owners by those that it gives them. */
    private static Map<String, String> byName(SealPolicy policy, Map<String, String> reasons) {
        Map<String, String> named = new LinkedHashMap<>();
        policy.judges()
                .forEach((name, key) ->
                        Optional.ofNullable(reasons.get(key.name())).ifPresent(why -> named.put(name, why)));
        return named;
    }

    /** What counts, for others: what its signer has taken back since would count for whoever knows no better. */
    Optional<String> file(
            String caseName, long lastLeaf, List<CaseCertificateNote> certificates, List<CaseCertificateNote> refused) {
        return read().policy()
                .map(known -> known.counting(caseName, lastLeaf, certificates, refused))
                .filter(counted -> !counted.isEmpty())
                .map(CaseCertificateNote::file);
    }
}
