package org.chancery.ledger;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.chancery.ledger.log.SigningKey;
import org.chancery.ledger.raft.KeyChange;
import org.chancery.ledger.raft.KeyOrder;
import org.chancery.ledger.verify.KeyHistory;
import org.chancery.ledger.verify.VerifierKey;

/**
 * What becomes of a log's Ed25519 key: each change is an entry of the log, ordered by named officers, whose signatures
 * stand in it. On a node that does not run; the voters are started for it, no engine is. What is broken off half-way is
 * brought to its end by the next call with the same order.
 */
public final class LogKeys {

    /** What {@code log.keys} says while nothing has become of the log's first key. */
    public static final String UNCHANGED = KeyHistory.NONE.text();

    private LogKeys() {}

    /** Why a key ends. */
    public sealed interface Reason {

        /** It served long enough. One officer orders it. */
        record Routine() implements Reason {}

        /** Nobody has it any more. One officer orders it. */
        record Lost() implements Reason {}

        /** Somebody else may have had it since then. Two officers order it. */
        record Compromised(Instant since) implements Reason {}
    }

    /**
     * One who orders it.
     *
     * @param name the officer's name as {@code officers.vkey} in the data folder has it; it will be public
     * @param file the officer's own key, PKCS#12 with its password beside it
     */
    public record Officer(String name, Path file) {}

    /**
     * What came of it.
     *
     * @param key the log's verifier key from now on
     * @param entries the log's entries about it, by index
     */
    public record Change(String key, List<Long> entries) {}

    /**
     * Ends the log's present key and begins a new one.
     *
     * @throws LedgerException.Unavailable nothing was changed, or the same call goes on with it; the message says why
     */
    public static Change change(QuorumConfig config, Reason reason, List<Officer> officers, Clock clock) {
        return new KeyChange(config, clock).run(reason, officers);
    }

    /**
     * Records that a key which the log gave up earlier was stolen.
     *
     * @param key text form of the key
     * @throws LedgerException.Unavailable nothing was changed; the message says why
     */
    public static Change stolen(QuorumConfig config, String key, Instant since, List<Officer> officers, Clock clock) {
        return new KeyChange(config, clock).stolen(key, since, officers);
    }

    /**
     * Makes an officer's key, or reads it.
     *
     * @return its verifier key, for {@code officers.vkey}
     */
    public static String officer(Officer officer) {
        SigningKey key = SigningKey.open(officer.file(), KeyOrder.ROLE, officer.name());
        return new VerifierKey(officer.name(), key.publicKey()).text();
    }
}
