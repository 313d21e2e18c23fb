package org.chancery.ledger.raft;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.chancery.ledger.Leaf;
import org.chancery.ledger.Ledger;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.LogKeys;
import org.chancery.ledger.QuorumConfig;
import org.chancery.ledger.verify.KeyAuthority;
import org.chancery.ledger.verify.KeyEvent;
import org.chancery.ledger.verify.KeyHistory;
import org.chancery.ledger.verify.MalformedTextException;
import org.chancery.ledger.verify.Officers;
import org.chancery.ledger.verify.Trust;

/** Makes a lost {@code log.keys} again out of the log's own entries, see {@link LogKeys#rebuilt}. */
public final class KeyRecovery {

    private static final int STRIDE = 1_000;
    private static final int MOST = 999;

    private final QuorumConfig config;
    private final KeyFiles files;

    public KeyRecovery(QuorumConfig config) {
        this.config = config;
        this.files = KeyFiles.main(config.data());
    }

    /** See {@link LogKeys#rebuilt}. */
    public LogKeys.Rebuilt run() {
        Path file = config.data().resolve("log.keys");
        if (Files.exists(file)) {
            throw refused(file + " is there. If it is not whole, move it away first");
        }
        Officers officers = officers(files.officers());
        if (!LocalGroup.hasBegun(config)) {
            throw refused("there is no log in " + config.data() + " yet");
        }
        try (LocalGroup group = LocalGroup.start(config)) {
            Ledger ledger = group.ledger();
            ledger.writableTerm().orElseThrow(() -> new LedgerException.NoQuorum("the voters did not find a leader"));
            Trust trust = Trust.in(List.of(files.present())).orderedBy(officers);
            List<String> receipts = new ArrayList<>();
            List<Long> told = new ArrayList<>();
            List<Long> leftOut = new ArrayList<>();
            eachAboutKeys(ledger, index -> {
                String receipt = ledger.receipt(index).text();
                if (isOrdered(trust, receipt)) {
                    receipts.add(receipt);
                    told.add(index);
                } else {
                    leftOut.add(index);
                }
            });
            if (receipts.isEmpty() || receipts.size() > MOST) {
                throw refused("the log has " + receipts.size() + " entries about keys that the officers of "
                        + files.officers() + " ordered, and " + leftOut.size() + " that they did not");
            }
            files.history(new KeyHistory(receipts));
            return new LogKeys.Rebuilt(told, leftOut);
        }
    }

    private void eachAboutKeys(Ledger ledger, Consumer<Long> taker) {
        long size = ledger.head().size();
        for (long from = 0; from < size; from += STRIDE) {
            for (Leaf leaf : ledger.leaves(from, Math.min(size, from + STRIDE))) {
                String record = new String(leaf.publicPart(), StandardCharsets.UTF_8);
                if (!KeyEvent.in(record, config.origin()).isEmpty()) {
                    taker.accept(leaf.index());
                }
            }
        }
    }

    /** Whoever had a stolen key could write such entries; readers would believe that other keys ended. */
    private static boolean isOrdered(Trust trust, String receipt) {
        List<KeyAuthority> authorities = trust.inTheLightOf(new KeyHistory(List.of(receipt))).limits().acts().stream()
                .map(act -> act.authority())
                .toList();
        return !authorities.isEmpty() && authorities.stream().allMatch(KeyAuthority.Ordered.class::isInstance);
    }

    private static Officers officers(Path file) {
        try {
            return Officers.parse(Files.readString(file));
        } catch (IOException | MalformedTextException e) {
            throw new LedgerException.Unavailable(
                    "log.keys was not made again: " + file + " must name those who may order changes of keys, also who"
                            + " could then and no longer can.",
                    e);
        }
    }

    private static LedgerException.Unavailable refused(String why) {
        return new LedgerException.Unavailable("log.keys was not made again: " + why + ".", null);
    }
}
