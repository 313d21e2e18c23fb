package org.chancery.engine;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
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
import org.chancery.ledger.verify.CheckpointNote;
import org.chancery.ledger.verify.Rfc6962;
import org.chancery.ledger.verify.SignedNote;
import org.chancery.ledger.verify.VerifierKey;

/**
 * A ledger of one member in memory, faithful to the contract of {@link Ledger} in order, ids, terms and who is told of
 * which leaf; its failures can be switched on.
 */
public final class InMemoryLedger implements Ledger {

    /** What happens to the next appends. */
    public enum Fault {
        NONE,
        /** Refused before anything happened. */
        NO_QUORUM,
        /** The caller is told that the outcome is unknown; the entry never enters the log. */
        LOST_ANSWER_AND_ENTRY,
        /** The caller is told that the outcome is unknown; the entry stands in the log. */
        LOST_ANSWER
    }

    private final KeyPair pair = pair();
    private final List<Leaf> leaves = new ArrayList<>();
    private final Map<UUID, Committed> byId = new HashMap<>();
    private final List<Follower> followers = new ArrayList<>();
    private final AtomicInteger faultsLeft = new AtomicInteger();
    private final AtomicLong termsAsked = new AtomicLong();
    private volatile Fault fault = Fault.NONE;
    private volatile boolean quorum = true;
    private volatile boolean personKeys = true;
    private volatile long term = 1;
    private volatile List<String> generations = List.of("0000000000000001");
    private volatile Consumer<Entry> beforeCommit = entry -> {};
    private volatile Consumer<Leaf> afterCommit = leaf -> {};

    /** Switches a fault on for the next {@code times} appends. */
    public void fail(Fault next, int times) {
        faultsLeft.set(times);
        fault = next;
    }

    public void quorum(boolean present) {
        quorum = present;
    }

    /** As if the group's key had been renewed. */
    public void generations(String... names) {
        generations = List.of(names);
    }

    /** Whether the status says that a majority answers for the keys of persons. */
    public void personKeys(boolean present) {
        personKeys = present;
    }

    /** Another election: entries decided in an earlier term are refused from now on. */
    public void nextTerm() {
        term++;
    }

    /** Runs between the proposal and the quorum's answer, on the appending thread. */
    public void beforeCommit(Consumer<Entry> hook) {
        beforeCommit = hook;
    }

    /** Runs after the quorum has the entry and before the appending thread goes on. */
    public void afterCommit(Consumer<Leaf> hook) {
        afterCommit = hook;
    }

    @Override
    public Committed append(Entry entry, long decidedIn) {
        if (entry.publicPart().length > MAX_PUBLIC_BYTES) {
            throw new LedgerException.TooLarge("public", entry.publicPart().length, MAX_PUBLIC_BYTES);
        }
        if (!quorum) {
            throw new LedgerException.NoQuorum("switched off");
        }
        beforeCommit.accept(entry);
        Fault now = fault != Fault.NONE && faultsLeft.getAndDecrement() > 0 ? fault : Fault.NONE;
        if (now == Fault.NO_QUORUM) {
            throw new LedgerException.NoQuorum("switched off");
        }
        if (now == Fault.LOST_ANSWER_AND_ENTRY) {
            throw new LedgerException.UnknownOutcome(entry.id(), null);
        }
        Leaf leaf;
        synchronized (this) {
            if (byId.containsKey(entry.id())) {
                return byId.get(entry.id());
            }
            if (decidedIn != term) {
                throw new LedgerException.StaleTerm(decidedIn, term);
            }
            leaf = new Leaf(leaves.size(), term, entry.id(), entry.publicPart(), entry.privatePart());
            leaves.add(leaf);
            byId.put(entry.id(), new Committed(entry.id(), leaf.index(), term));
            if (now == Fault.LOST_ANSWER) {
                followers.forEach(follower -> follower.committed(leaf));
            }
        }
        if (now == Fault.LOST_ANSWER) {
            throw new LedgerException.UnknownOutcome(entry.id(), null);
        }
        afterCommit.accept(leaf);
        return byId.get(entry.id());
    }

    /** How often anybody asked in which term to write: a gate's keeper does so each time it looks. */
    public long termsAsked() {
        return termsAsked.get();
    }

    @Override
    public Optional<Long> writableTerm() {
        termsAsked.incrementAndGet();
        return quorum ? Optional.of(term) : Optional.empty();
    }

    @Override
    public synchronized Optional<Committed> find(UUID recordId) {
        return Optional.ofNullable(byId.get(recordId));
    }

    @Override
    public synchronized Head head() {
        return new Head(leaves.size(), new Hash(new byte[Hash.LENGTH]));
    }

    @Override
    public byte[] tile(int level, long index, int width) {
        throw new UnsupportedOperationException("no tree here");
    }

    @Override
    public byte[] entries(long index, int width) {
        throw new UnsupportedOperationException("no tree here");
    }

    @Override
    public synchronized Leaf leaf(long index) {
        return leaves.get((int) index);
    }

    @Override
    public synchronized List<Leaf> leaves(long from, long to) {
        return List.copyOf(leaves.subList((int) from, (int) Math.min(Math.min(to, from + 1000), leaves.size())));
    }

    @Override
    public GroupCipher cipher() {
        return new GroupCipher() {
            @Override
            public List<String> generations() {
                return generations;
            }

            @Override
            public byte[] seal(UUID recordId, byte[] plain) {
                return plain.clone();
            }

            @Override
            public byte[] open(UUID recordId, byte[] sealed) {
                return sealed.clone();
            }
        };
    }

    @Override
    public synchronized long follow(Follower follower) {
        followers.add(follower);
        return leaves.size();
    }

    @Override
    public LedgerStatus status() {
        return new LedgerStatus("test", term, Optional.of("test"), quorum, personKeys, true, head(), List.of());
    }

    @Override
    public List<Hash> inclusionProof(long index, long size) {
        throw new UnsupportedOperationException("no tree here");
    }

    @Override
    public List<Hash> consistencyProof(long from, long to) {
        throw new UnsupportedOperationException("no tree here");
    }

    @Override
    public Checkpoint published() {
        return checkpoint();
    }

    @Override
    public Checkpoint checkpoint() {
        throw new UnsupportedOperationException("no tree here");
    }

    @Override
    public Witnesses witnesses() {
        return Witnesses.none();
    }

    @Override
    public synchronized Receipt receipt(long index) {
        List<Hash> hashes = leaves.stream()
                .map(leaf -> new Hash(Rfc6962.leaf(leaf.publicPart())))
                .toList();
        Head head = new Head(hashes.size(), root(hashes));
        SignedNote note = new SignedNote(CheckpointNote.text("test", head, Instant.EPOCH), List.of());
        note = new SignedNote(
                note.text(), List.of(new SignedNote.Signature("test", logKey().keyId(), signature(note.text()))));
        String record = new String(leaves.get((int) index).publicPart(), StandardCharsets.UTF_8);
        StringBuilder proof = new StringBuilder();
        path((int) index, hashes).forEach(hash -> proof.append(hash.base64()).append('\n'));
        return new Receipt(
                index,
                "chancery receipt v2\n" + record + "\n\nc2sp.org/tlog-proof@v1\nindex " + index + "\n" + proof + "\n"
                        + note.render());
    }

    /** RFC 9162 §2.1.1. */
    private static Hash root(List<Hash> hashes) {
        if (hashes.size() == 1) {
            return hashes.getFirst();
        }
        int left = Integer.highestOneBit(hashes.size() - 1);
        byte[] node = Rfc6962.node(
                root(hashes.subList(0, left)).bytes(),
                root(hashes.subList(left, hashes.size())).bytes());
        return new Hash(node);
    }

    /** RFC 9162 §2.1.3.1. */
    private static List<Hash> path(int index, List<Hash> hashes) {
        if (hashes.size() == 1) {
            return new ArrayList<>();
        }
        int left = Integer.highestOneBit(hashes.size() - 1);
        List<Hash> before = hashes.subList(0, left);
        List<Hash> behind = hashes.subList(left, hashes.size());
        List<Hash> path = index < left ? path(index, before) : path(index - left, behind);
        path.add(root(index < left ? behind : before));
        return path;
    }

    /** What verifies this ledger's receipts. */
    public VerifierKey logKey() {
        byte[] encoded = pair.getPublic().getEncoded();
        return new VerifierKey("test", Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
    }

    private byte[] signature(String text) {
        try {
            Signature signer = Signature.getInstance("Ed25519");
            signer.initSign(pair.getPrivate());
            signer.update(text.getBytes(StandardCharsets.UTF_8));
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair pair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {}
}
