package org.chancery.ledger.raft;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import org.chancery.ledger.Ledger;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.LogKeys;
import org.chancery.ledger.QuorumConfig;
import org.chancery.ledger.verify.KeyEvent;
import org.chancery.ledger.verify.KeyHistory;
import org.chancery.ledger.verify.MalformedTextException;
import org.chancery.ledger.verify.ReceiptText;
import org.chancery.ledger.verify.SignatureAlgorithm;
import org.chancery.ledger.verify.VerifierKey;
import org.chancery.ledger.verify.WitnessPolicy;

/**
 * Ends the key of a line and begins another one, see ADR 0016. The files of the data folder say how far it came ({@link
 * KeyFiles}): {@code log.next} names the new key's file before anything else happens and goes last; {@code log.current}
 * names the file that signs. Entries that are there already are not appended again.
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
        this.files = KeyFiles.main(config.data());
    }

    /** See {@link LogKeys#history}. */
    public static Optional<String> told(Path data) {
        return KeyFiles.told(data);
    }

    /**
     * Half-way through a change the new key may be in its place while no receipt of an entry tells of it: whoever knows
     * the key of before would take what it signs for a forger's.
     *
     * @throws LedgerException.Unavailable if so
     */
    static void requireAnnounced(Path data) {
        requireNone(KeyFiles.unannounced(data));
    }

    private static void requireNone(Set<SignatureAlgorithm> unannounced) {
        if (!unannounced.isEmpty()) {
            throw new LedgerException.Unavailable(
                    "A key of the log was changed half-way: the new one is in its place, but no entry tells of it yet, and"
                            + " what it signed would be taken for a forger's. Nothing is lost: repeat the command"
                            + " ./chancery keys … as it was, then start again (OPERATING, keys).",
                    null);
        }
    }

    /** See {@link LogKeys#change}. */
    public LogKeys.Change run(LogKeys.Line line, LogKeys.Reason reason, List<LogKeys.Officer> officers) {
        int needed = reason instanceof LogKeys.Reason.Compromised ? 2 : 1;
        KeyOrder order = KeyOrder.of(config.origin(), files.officers(), officers, needed);
        requireLog();
        Set<SignatureAlgorithm> others = new TreeSet<>(KeyFiles.unannounced(config.data()));
        others.remove(NewKey.algorithm(line));
        requireNone(others);
        if (reason instanceof LogKeys.Reason.Compromised(Instant since)) {
            requirePast(since);
        }
        NewKey fresh =
                NewKey.of(config, line, reason, new VoterFolder(config.data().resolve(NODE)));
        KeyFiles.Next next = fresh.next();
        KeyEvent added = new KeyEvent.Added(fresh.key(), next.before());
        if (reason instanceof LogKeys.Reason.Routine && !fresh.files().isInUse(next)) {
            append(fresh.before(), order, List.of(List.of(added)), true);
        }
        fresh.files().use(next, fresh.key());
        List<KeyEvent> end = new ArrayList<>(List.of(new KeyEvent.Retired(next.before())));
        if (reason instanceof LogKeys.Reason.Compromised(Instant since)) {
            end.add(new KeyEvent.Compromised(next.before(), since));
        }
        List<Long> entries = append(fresh.after(), order, List.of(List.of(added), end), false);
        fresh.files().finish(next, config.ports().size());
        return new LogKeys.Change(fresh.key().text(), entries);
    }

    private void requireLog() {
        if (!LocalGroup.hasBegun(config)) {
            throw new LedgerException.Unavailable(
                    "The key was not changed: there is no log in " + config.data() + " yet.", null);
        }
    }

    /** Until a theft that is to come, the thief's signatures would count. */
    private void requirePast(Instant since) {
        if (since.isAfter(clock.instant())) {
            throw new LedgerException.Unavailable(
                    "The key was not changed: " + since
                            + " is still to come. Give the earliest moment, in UTC, since which"
                            + " somebody else may have had the key.",
                    null);
        }
    }

    /** See {@link LogKeys#stolen}. */
    public LogKeys.Change stolen(String key, Instant since, List<LogKeys.Officer> officers) {
        KeyOrder order = KeyOrder.of(config.origin(), files.officers(), officers, 2);
        requireLog();
        requireAnnounced(config.data());
        requirePast(since);
        try {
            VerifierKey lost = VerifierKey.parse(key);
            KeyFiles line = new KeyFiles(config.data(), lost.algorithm());
            if (!lost.name().equals(config.origin())
                    || line.known().filter(lost::equals).isPresent()) {
                throw new LedgerException.Unavailable(
                        "Nothing was recorded: this is the log's present key, or not one of this log.", null);
            }
            List<Long> entries = append(config, order, List.of(List.of(new KeyEvent.Compromised(lost, since))), false);
            return new LogKeys.Change(files.present().text(), entries);
        } catch (MalformedTextException e) {
            throw new LedgerException.Unavailable("Nothing was recorded: this is no verifier key: " + key, e);
        }
    }

    /**
     * Appends the records under the keys that sign now, and keeps their receipts.
     *
     * @param signing the voters, and with what they sign
     * @param last whether nobody can make receipts under this key later, so that the folder's policy must be met now
     */
    private List<Long> append(QuorumConfig signing, KeyOrder order, List<List<KeyEvent>> records, boolean last) {
        try (LocalGroup group = LocalGroup.startToChangeKeys(signing)) {
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
            return List.copyOf(entries);
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
