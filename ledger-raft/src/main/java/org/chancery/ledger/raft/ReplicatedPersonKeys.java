package org.chancery.ledger.raft;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
    public byte[] create(String personId) {
        Optional<byte[]> known = find(personId);
        if (known.isPresent()) {
            return known.get();
        }
        refuseErased(personId);
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        commit(new PersonKeyChange.Create(personId, key), personId);
        refuseErased(personId);
        return table().find(personId).orElseThrow();
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
    public List<String> erase(String personId) {
        // Also for a key that is not known here: its creation may be on its way.
        long erasure = commit(new PersonKeyChange.Erase(personId), personId);
        commit(new PersonKeyChange.Roll(), personId);
        long deadline = System.nanoTime() + FORGETTING.toNanos();
        return voter.get().voter().membership().peers().stream()
                .filter(peer -> !forgotten(peer, erasure, deadline))
                .map(peer -> peer.getId().toString())
                .toList();
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
