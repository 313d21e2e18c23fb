package org.chancery.ledger;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.chancery.ledger.log.SigningKey;
import org.chancery.ledger.raft.KeyChange;
import org.chancery.ledger.raft.KeyOrder;
import org.chancery.ledger.raft.KeyRecovery;
import org.chancery.ledger.verify.KeyHistory;
import org.chancery.ledger.verify.VerifierKey;

/**
 * What becomes of a log's keys: each change is an entry of the log, ordered by named officers, whose signatures
 * stand in it. On a node that does not run; the voters are started for it, no engine is. What is broken off half-way is
 * brought to its end by the next call with the same order.
 */
public final class LogKeys {

    /** What {@code log.keys} says while nothing has become of the log's first key. */
    public static final String UNCHANGED = KeyHistory.NONE.text();

    private LogKeys() {}

    /** Whose key changes, of the lines that stand under the log's checkpoints. */
    public sealed interface Line {

        /** Ed25519, which every log has. */
        record Main() implements Line {}

        /** A further one, whose new key will lie in a file. */
        record Further(Signing.Algorithm algorithm) implements Line {}

        /**
         * P-256, whose new key lies in the token that the settings name.
         *
         * @param label of the new key, which was made there and is not the present one
         */
        record InToken(String label) implements Line {}
    }

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
     * @param key the verifier key that signs from now on, of the line that was changed
     * @param entries the log's entries about it, by index
     */
    public record Change(String key, List<Long> entries) {}

    /**
     * A {@code log.keys} that was made again.
     *
     * @param entries those whose receipts it holds, by index
     * @param leftOut entries about keys that the officers did not order
     */
    public record Rebuilt(List<Long> entries, List<Long> leftOut) {
        public Rebuilt {
            entries = List.copyOf(entries);
            leftOut = List.copyOf(leftOut);
        }
    }

    /** As {@link #change(QuorumConfig, Line, Reason, List, Clock)}, of the Ed25519 key. */
    public static Change change(QuorumConfig config, Reason reason, List<Officer> officers, Clock clock) {
        return change(config, new Line.Main(), reason, officers, clock);
    }

    /**
     * Ends the present key of a line and begins a new one.
     *
     * @param config as the node is started; for a new key in a token, still with the key of before
     * @throws LedgerException.Unavailable nothing was changed, or the same call goes on with it; the message says why
     */
    public static Change change(QuorumConfig config, Line line, Reason reason, List<Officer> officers, Clock clock) {
        return new KeyChange(config, clock).run(line, reason, officers);
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
     * Makes a {@code log.keys} that is gone again out of the log's own entries, with receipts under the key that signs
     * now; what the folder's officers did not order stays out. Receipts under earlier keys nobody can make again: whoever
     * knows only such a key learns the present one from another copy of the file, or from its operator.
     *
     * @throws LedgerException.Unavailable nothing was written; the message says why
     */
    public static Rebuilt rebuilt(QuorumConfig config) {
        return new KeyRecovery(config).run();
    }

    /**
     * What {@code log.keys} in this data folder tells whoever asks; empty if the file is gone though a key was changed.
     *
     * @param data of a node, running or not
     */
    public static Optional<String> history(Path data) {
        return KeyChange.told(data);
    }

    /**
     * Makes an officer's key, or reads it.
     *
     * @return its verifier key, for {@code officers.vkey}
     * @throws LedgerException.Unavailable if the name cannot be an officer's, or the file cannot be used
     */
    public static String officer(Officer officer) {
        KeyOrder.requirePlain(officer.name());
        SigningKey key = SigningKey.open(officer.file(), KeyOrder.ROLE, officer.name());
        return new VerifierKey(officer.name(), key.publicKey()).text();
    }
}
