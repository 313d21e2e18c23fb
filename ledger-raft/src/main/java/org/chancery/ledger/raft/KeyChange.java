package org.chancery.ledger.raft;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.chancery.ledger.Ledger;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.LogKeys;
import org.chancery.ledger.QuorumConfig;
import org.chancery.ledger.log.LogKey;
import org.chancery.ledger.verify.KeyEvent;
import org.chancery.ledger.verify.KeyHistory;
import org.chancery.ledger.verify.MalformedTextException;
import org.chancery.ledger.verify.VerifierKey;

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
            append(order, List.of(List.of(added)));
        }
        files.use(next, fresh);
        List<KeyEvent> end = new ArrayList<>(List.of(new KeyEvent.Retired(next.before())));
        if (reason instanceof LogKeys.Reason.Compromised(Instant since)) {
            end.add(new KeyEvent.Compromised(next.before(), since));
        }
        LogKeys.Change change = append(order, List.of(List.of(added), end));
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
            return append(order, List.of(List.of(new KeyEvent.Compromised(lost, since))));
        } catch (MalformedTextException e) {
            throw new LedgerException.Unavailable("Nothing was recorded: this is no verifier key: " + key, e);
        }
    }

    /** Appends the records under the key that signs now, and keeps their receipts. */
    private LogKeys.Change append(KeyOrder order, List<List<KeyEvent>> records) {
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
            entries.forEach(index -> receipts.add(ledger.receipt(index).text()));
            files.history(new KeyHistory(List.copyOf(receipts)));
            return new LogKeys.Change(group.verifierKey(), List.copyOf(entries));
        }
    }
}
