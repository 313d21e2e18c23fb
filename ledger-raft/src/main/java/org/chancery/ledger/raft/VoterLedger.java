package org.chancery.ledger.raft;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.chancery.ledger.Checkpoint;
import org.chancery.ledger.Committed;
import org.chancery.ledger.Entry;
import org.chancery.ledger.GroupCipher;
import org.chancery.ledger.Hash;
import org.chancery.ledger.Head;
import org.chancery.ledger.Leaf;
import org.chancery.ledger.Ledger;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.LedgerStatus;
import org.chancery.ledger.Receipt;
import org.chancery.ledger.Witnesses;
import org.chancery.ledger.log.LogStore;
import org.chancery.ledger.log.Receipts;

/**
 * The ledger as one voter of this process sees it. It stays the same object when the voter is stopped and started;
 * while the voter is stopped, everything but {@link #status} says so.
 */
final class VoterLedger implements Ledger {

    private static final int MAX_LEAVES = 1_000;
    private static final long RECEIPT_MILLIS = 5_000;
    private static final int COSIGNING_MILLIS = 500;

    private final VoterSlot slot;
    private final Appending appending;
    private final LocalGroup group;
    private final ShownCheckpoint shown = new ShownCheckpoint();

    VoterLedger(VoterSlot slot, Appending appending, LocalGroup group) {
        this.slot = slot;
        this.appending = appending;
        this.group = group;
    }

    @Override
    public Committed append(Entry entry, long term) {
        return appending.append(slot.required().voter(), entry, term);
    }

    @Override
    public Optional<Long> writableTerm() {
        return slot.running().flatMap(running -> writableTerm(running.voter()));
    }

    /** A voter that is just being stopped may not append; that is no error of the one who asks. */
    private Optional<Long> writableTerm(Voter voter) {
        try {
            return appending.writableTerm(voter);
        } catch (LedgerException.Unavailable stopped) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<Committed> find(UUID recordId) {
        return store().find(recordId);
    }

    @Override
    public Head head() {
        return store().head();
    }

    @Override
    public Leaf leaf(long index) {
        return store().leaf(index);
    }

    @Override
    public List<Leaf> leaves(long from, long to) {
        return store().leaves(from, Math.min(to, from + MAX_LEAVES));
    }

    @Override
    public List<Hash> inclusionProof(long index, long size) {
        return store().inclusionProof(index, size);
    }

    @Override
    public List<Hash> consistencyProof(long from, long to) {
        return store().consistencyProof(from, to);
    }

    @Override
    public byte[] tile(int level, long index, int width) {
        return store().tile(level, index, width);
    }

    @Override
    public byte[] entries(long index, int width) {
        return store().entries(index, width);
    }

    @Override
    public Checkpoint checkpoint() {
        return slot.required().signer().newest();
    }

    @Override
    public Checkpoint published() {
        Checkpoint newest = checkpoint();
        return shown.of(
                newest, witnesses().cosigned(0, Duration.ZERO), store().head().size());
    }

    @Override
    public Witnesses witnesses() {
        return group.witnesses();
    }

    @Override
    public Receipt receipt(long index) {
        RunningVoter running = slot.required();
        Checkpoint covering =
                cosigned(index + 1).orElseGet(() -> running.signer().covering(index + 1, RECEIPT_MILLIS));
        return Receipts.of(running.voter().store(), index, covering);
    }

    /** Waits for witnesses only while one of them answers. */
    private Optional<Checkpoint> cosigned(long size) {
        boolean anybody = witnesses().status().stream()
                .anyMatch(witness -> witness.trouble().isEmpty());
        return witnesses()
                .cosigned(size, anybody ? Duration.ofMillis(COSIGNING_MILLIS) : Duration.ZERO)
                .filter(this::isReached);
    }

    /** Witnesses may have cosigned what another voter has and this one has not applied yet. */
    private boolean isReached(Checkpoint checkpoint) {
        return checkpoint.head().size() <= store().head().size();
    }

    @Override
    public GroupCipher cipher() {
        return slot.required().cipher();
    }

    @Override
    public long follow(Follower follower) {
        return slot.delivery().follow(follower, () -> store().head().size());
    }

    @Override
    public LedgerStatus status() {
        return group.status(slot);
    }

    @Override
    public void close() {
        group.stop(slot.id());
    }

    private LogStore store() {
        return slot.required().voter().store();
    }
}
