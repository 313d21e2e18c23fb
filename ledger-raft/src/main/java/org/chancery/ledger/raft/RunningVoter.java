package org.chancery.ledger.raft;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.chancery.ledger.GroupCipher;
import org.chancery.ledger.LedgerException;

/** A voter with what runs beside its Raft server. */
final class RunningVoter implements AutoCloseable {

    private final Voter voter;
    private final PersonKeyMachine persons;
    private final CheckpointSigner signer;
    private final GroupCipher cipher;
    private volatile boolean personsCaughtUp;

    RunningVoter(Voter voter, PersonKeyMachine persons, CheckpointSigner signer, GroupCipher cipher) {
        this.voter = voter;
        this.persons = persons;
        this.signer = signer;
        this.cipher = cipher;
    }

    Voter voter() {
        return voter;
    }

    /** Whether Raft still runs it; a voter that cannot write its store any more closes itself. */
    boolean alive() {
        return voter.ledger().getInfo().isAlive() && voter.persons().getInfo().isAlive();
    }

    CheckpointSigner signer() {
        return signer;
    }

    GroupCipher cipher() {
        return cipher;
    }

    /**
     * The keys of persons, not older than this voter's start: right after it, what it read back may be behind what
     * the group committed, so the first caller waits until it has caught up. Later reads ask nobody.
     *
     * @throws LedgerException.NoQuorum if the group cannot tell how far it is
     */
    PersonKeyTable personsCaughtUp(Duration timeout) {
        if (!personsCaughtUp) {
            catchUpPersons(System.nanoTime() + timeout.toNanos());
            personsCaughtUp = true;
        }
        return persons.table();
    }

    private void catchUpPersons(long deadline) {
        while (true) {
            String cause;
            try {
                RaftClientReply reply = voter.submit(
                                voter.membership().personsGroup(),
                                ByteString.EMPTY,
                                RaftClientRequest.readRequestType())
                        .get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
                if (reply.isSuccess()) {
                    return;
                }
                cause = String.valueOf(reply.getException());
                TimeUnit.MILLISECONDS.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new LedgerException.NoQuorum("interrupted");
            } catch (IOException | ExecutionException | TimeoutException e) {
                cause = e.toString();
            }
            if (System.nanoTime() >= deadline) {
                throw new LedgerException.NoQuorum("person keys may be behind: " + cause);
            }
        }
    }

    /** Stops signing, then the member, then closes its store. */
    @Override
    public void close() {
        signer.close();
        voter.close();
    }
}
