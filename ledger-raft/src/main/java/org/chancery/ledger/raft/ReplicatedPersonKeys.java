package org.chancery.ledger.raft;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.PersonKeys;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link PersonKeys} through one voter. See {@link PersonKeyMachine} for how a key is forgotten. */
final class ReplicatedPersonKeys implements PersonKeys {

    private static final Logger LOG = LoggerFactory.getLogger(ReplicatedPersonKeys.class);
    private static final int KEY_BYTES = 32;
    /** An entry of so many keys is far shorter than a segment of the log. */
    private static final int MOST_AT_ONCE = 1_000;

    private static final Duration FORGETTING = Duration.ofSeconds(10);
    private static final long LOOK_AGAIN_MILLIS = 20;

    private final SecureRandom random = new SecureRandom();
    private final Supplier<RunningVoter> voter;
    private final Duration timeout;
    private final Predicate<String> running;

    ReplicatedPersonKeys(Supplier<RunningVoter> voter, Duration timeout, Predicate<String> running) {
        this.voter = voter;
        this.timeout = timeout;
        this.running = running;
    }

    @Override
    public Map<String, byte[]> createAll(Collection<String> personIds) {
        personIds.forEach(this::refuseErased);
        SortedMap<String, byte[]> fresh = new TreeMap<>();
        for (String personId : personIds) {
            if (find(personId).isEmpty()) {
                byte[] key = new byte[KEY_BYTES];
                random.nextBytes(key);
                fresh.put(personId, key);
            }
        }
        if (fresh.size() > MOST_AT_ONCE) {
            throw new IllegalArgumentException(fresh.size() + " keys are more than " + MOST_AT_ONCE + " at once");
        }
        if (!fresh.isEmpty()) {
            commit(new PersonKeyChange.Create(fresh), fresh.firstKey());
        }
        // Another call may have made or erased one meanwhile: what counts is what the members agreed on.
        personIds.forEach(this::refuseErased);
        Map<String, byte[]> keys = new HashMap<>();
        personIds.forEach(personId -> keys.put(personId, find(personId).orElseThrow()));
        return keys;
    }

    private void refuseErased(String personId) {
        if (table().erased(personId)) {
            throw new IllegalStateException("The key of person " + personId + " was erased");
        }
    }

    @Override
    public Optional<byte[]> find(String personId) {
        return table().find(personId);
    }

    @Override
    public boolean erased(String personId) {
        return table().erased(personId);
    }

    @Override
    public Purge eraseAll(Collection<String> personIds) {
        long erasure = -1;
        String last = "";
        for (String personId : personIds) {
            // Also for a key that is not known here: its creation may be on its way.
            erasure = commit(new PersonKeyChange.Erase(personId), personId);
            last = personId;
        }
        List<String> purged = new ArrayList<>();
        List<String> pending = new ArrayList<>();
        if (erasure < 0) {
            return new Purge(purged, pending);
        }
        commit(new PersonKeyChange.Roll(), last);
        long deadline = System.nanoTime() + FORGETTING.toNanos();
        for (RaftPeer peer : voter.get().voter().membership().peers()) {
            (forgotten(peer, erasure, deadline) ? purged : pending)
                    .add(peer.getId().toString());
        }
        return new Purge(purged, pending);
    }

    /** Waits until a member has nothing left of what came before this entry; a member that is away does so later. */
    private boolean forgotten(RaftPeer peer, long erasure, long deadline) {
        ByteString question = ByteString.copyFrom(
                ByteBuffer.allocate(Long.BYTES).putLong(erasure).flip());
        while (running.test(peer.getId().toString())) {
            try {
                if (voter.get().voter().askPersons(peer.getId(), question).byteAt(0) == 1) {
                    return true;
                }
            } catch (IOException e) {
                LOG.warn("Voter {} could not be asked whether it has forgotten: {}", peer.getId(), e.toString());
                return false;
            }
            if (System.nanoTime() > deadline) {
                LOG.warn("Voter {} has not purged an erased key yet; it goes on trying", peer.getId());
                return false;
            }
            pause();
        }
        return false;
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LedgerException.Unavailable("Interrupted while members purge an erased key", e);
        }
    }

    private PersonKeyTable table() {
        return voter.get().personsCaughtUp(timeout);
    }

    /** @return the Raft index of the committed change */
    private long commit(PersonKeyChange change, String personId) {
        Voter member = voter.get().voter();
        new Leadership(member.persons().getInfo(), member.membership().peers().size(), running).awaitWritable();
        UUID named = UUID.nameUUIDFromBytes(personId.getBytes(StandardCharsets.UTF_8));
        try {
            RaftClientReply reply = member.submit(
                            member.membership().personsGroup(), change.encode(), RaftClientRequest.writeRequestType())
                    .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            if (!reply.isSuccess()) {
                throw new LedgerException.UnknownOutcome(named, reply.getException());
            }
            return reply.getLogIndex();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LedgerException.UnknownOutcome(named, e);
        } catch (IOException | ExecutionException | TimeoutException e) {
            throw new LedgerException.UnknownOutcome(named, e);
        }
    }
}
