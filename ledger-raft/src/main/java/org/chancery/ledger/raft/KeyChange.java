package org.chancery.ledger.raft;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.chancery.ledger.Ledger;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.LogKeys;
import org.chancery.ledger.QuorumConfig;
import org.chancery.ledger.log.LogKey;
import org.chancery.ledger.verify.KeyEvent;
import org.chancery.ledger.verify.KeyHistory;
import org.chancery.ledger.verify.MalformedTextException;
import org.chancery.ledger.verify.ReceiptText;
import org.chancery.ledger.verify.VerifierKey;
import org.chancery.ledger.verify.WitnessPolicy;

/**
 * Ends a log's key and begins another one, see ADR 0016. The files of the data folder say how far it came: {@code
 * log.next} names the new key's file before anything else happens and goes last; {@code log.current} names the file
 * that signs. Entries that are there already are not appended again.
 *
 * <p>While the old key can still be trusted, it signs the entry that names the new one: whoever knows only the old key
 * learns the new one from that receipt, which {@code log.keys} keeps.
 */
public final class KeyChange {

    private static final String NODE = "voter-1";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final QuorumConfig config;
    private final Clock clock;
    private final KeyFiles files;

    public KeyChange(QuorumConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
        this.files = new KeyFiles(config.data());
    }

    /** See {@link LogKeys#change}. */
    public LogKeys.Change run(LogKeys.Reason reason, List<LogKeys.Officer> officers) {
        int needed = reason instanceof LogKeys.Reason.Compromised ? 2 : 1;
        KeyOrder order = KeyOrder.of(config.origin(), files.officers(), officers, needed);
        if (!LocalGroup.hasBegun(config)) {
            throw new LedgerException.Unavailable(
                    "The key was not changed: there is no log in " + config.data() + " yet.", null);
        }
        Path voter = config.data().resolve(NODE);
        KeyFiles.Next next = files.next().orElseGet(() -> files.begin(new VoterFolder(voter)));
        VerifierKey fresh = LogKey.open(new VoterFolder(voter).logKey(next.file()), config.origin())
                .verifierKey();
        KeyEvent added = new KeyEvent.Added(fresh, next.before());
        if (reason instanceof LogKeys.Reason.Routine && !files.current().equals(next.file())) {
            append(order, List.of(List.of(added)), true);
        }
        files.use(next, fresh);
        List<KeyEvent> end = new ArrayList<>(List.of(new KeyEvent.Retired(next.before())));
        if (reason instanceof LogKeys.Reason.Compromised(Instant since)) {
            end.add(new KeyEvent.Compromised(next.before(), since));
        }
        LogKeys.Change change = append(order, List.of(List.of(added), end), false);
        files.finish(next, config.ports().size());
        return change;
    }

    /** See {@link LogKeys#stolen}. */
    public LogKeys.Change stolen(String key, Instant since, List<LogKeys.Officer> officers) {
        KeyOrder order = KeyOrder.of(config.origin(), files.officers(), officers, 2);
        try {
            VerifierKey lost = VerifierKey.parse(key);
            if (!lost.name().equals(config.origin()) || lost.equals(files.present())) {
                throw new LedgerException.Unavailable(
                        "Nothing was recorded: this is the log's present key, or not one of this log.", null);
            }
            return append(order, List.of(List.of(new KeyEvent.Compromised(lost, since))), false);
        } catch (MalformedTextException e) {
            throw new LedgerException.Unavailable("Nothing was recorded: this is no verifier key: " + key, e);
        }
    }

    /**
     * Appends the records under the key that signs now, and keeps their receipts.
     *
     * @param last whether nobody can make receipts under this key later, so that the folder's policy must be met now
     */
    private LogKeys.Change append(KeyOrder order, List<List<KeyEvent>> records, boolean last) {
        try (LocalGroup group = LocalGroup.start(config)) {
            Ledger ledger = group.ledger();
            long term = ledger.writableTerm()
                    .orElseThrow(() -> new LedgerException.NoQuorum("the voters did not find a leader"));
            List<Long> entries = new ArrayList<>();
            for (List<KeyEvent> events : records) {
                entries.add(ledger.append(order.entry(events, NODE, term, clock.instant()), term)
                        .index());
            }
            Set<String> receipts = new LinkedHashSet<>(files.history().receipts());
            entries.forEach(index -> receipts.add(witnessed(ledger, index, last)));
            files.history(new KeyHistory(List.copyOf(receipts)));
            return new LogKeys.Change(group.verifierKey(), List.copyOf(entries));
        }
    }

    /** With the cosignatures that the policy asks for, or after a while with those that are there. */
    private String witnessed(Ledger ledger, long index, boolean demanded) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            String receipt = ledger.receipt(index).text();
            if (files.policy().filter(policy -> !isMet(policy, receipt)).isEmpty()) {
                return receipt;
            }
            if (System.nanoTime() > end && demanded) {
                throw new LedgerException.Unavailable(
                        "The key was not changed: the witnesses that witnesses.policy asks for have not signed the entry"
                                + " that names the new key, and under the old one they cannot later. The old key is in"
                                + " use. See that they answer, then repeat the command.",
                        null);
            }
            if (System.nanoTime() > end) {
                return receipt;
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private static boolean isMet(WitnessPolicy policy, String receipt) {
        try {
            ReceiptText read = ReceiptText.parse(receipt.getBytes(StandardCharsets.UTF_8));
            return policy.on(read.checkpoint().note()).met();
        } catch (MalformedTextException e) {
            throw new IllegalStateException("a receipt of ours parses", e);
        }
    }
}
