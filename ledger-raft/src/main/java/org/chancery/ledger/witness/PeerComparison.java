package org.chancery.ledger.witness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.chancery.ledger.Hash;
import org.chancery.ledger.Head;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.verify.CheckpointText;
import org.chancery.ledger.verify.MalformedTextException;
import org.chancery.ledger.verify.ProofVerifier;
import org.chancery.ledger.verify.SignedNote;

/**
 * Holds what another witness has cosigned of a log against what this one has. A log that shows each of them a history of
 * its own deceives neither by itself; but it has signed both, and this finds it. The other witness is believed in
 * nothing: it is the log's signature that counts.
 */
final class PeerComparison {

    private static final int MAX_CHECKPOINT = 128 * 1024;

    private final Witness witness;
    private final Web web;
    private final URI peer;

    /** @param peer submission prefix of the other witness, C2SP tlog-witness */
    PeerComparison(Witness witness, Web web, URI peer) {
        this.witness = witness;
        this.web = web;
        this.peer = peer;
    }

    /** What a comparison led to. */
    sealed interface Found {

        URI peer();

        /** Whether the two were held against each other at all; otherwise nothing is known of whether they agree. */
        default boolean isCompared() {
            return this instanceof Same || this instanceof Contradiction;
        }

        /** One history, up to the smaller of the two sizes. */
        record Same(URI peer, long size) implements Found {}

        /** One of them has cosigned nothing yet. */
        record Nothing(URI peer) implements Found {}

        /** The log has signed two histories: both checkpoints are kept as proof. */
        record Contradiction(URI peer, long theirs, long ours) implements Found {}

        /** It shows what the log did not sign, or no checkpoint. That proves nothing against the log. */
        record Worthless(URI peer, String why) implements Found {}

        /** It could not be compared now. */
        record Unreadable(URI peer, String why) implements Found {}
    }

    /**
     * @param origin of the log
     * @param log as it shows itself to this witness
     */
    Found compare(String origin, RemoteLog log) {
        try {
            Optional<SignedNote> shown = shown(origin);
            Optional<SignedNote> own = witness.newest(origin);
            if (shown.isEmpty() || own.isEmpty()) {
                return new Found.Nothing(peer);
            }
            Optional<Answer.Reason> objection = witness.objection(origin, shown.get());
            if (objection.isPresent()) {
                return new Found.Worthless(peer, objection.get().text());
            }
            CheckpointText text = CheckpointText.of(shown.get());
            return text.origin().equals(origin)
                    ? compare(text, shown.get(), CheckpointText.of(own.get()).head(), log)
                    : new Found.Worthless(peer, "it is about another log");
        } catch (MalformedTextException e) {
            return new Found.Worthless(peer, e.getMessage());
        } catch (IOException e) {
            return new Found.Unreadable(peer, e.toString());
        } catch (UncheckedIOException e) {
            return new Found.Unreadable(peer, e.getCause().toString());
        } catch (LedgerException e) {
            return new Found.Unreadable(peer, String.valueOf(e.getMessage()));
        }
    }

    private Optional<SignedNote> shown(String origin) throws IOException, MalformedTextException {
        String address = peer.toString().replaceAll("/+$", "") + "/" + Witness.originHash(origin) + "/checkpoint";
        Optional<byte[]> body = web.find(address, MAX_CHECKPOINT);
        return body.isEmpty()
                ? Optional.empty()
                : Optional.of(SignedNote.parse(new String(body.get(), StandardCharsets.UTF_8)));
    }

    private Found compare(CheckpointText shown, SignedNote note, Head own, RemoteLog log) {
        Head theirs = shown.head();
        if (theirs.size() == 0 || own.size() == 0) {
            return new Found.Nothing(peer);
        }
        if (CheckpointRules.isSplit(theirs, own)) {
            witness.add(new AddCheckpoint(own.size(), List.of(), note, shown)); // which keeps both
            return new Found.Contradiction(peer, theirs.size(), own.size());
        }
        if (!theirs.equals(own) && !joined(theirs, own, log)) {
            witness.keepInconsistent(shown.origin(), note);
            return new Found.Contradiction(peer, theirs.size(), own.size());
        }
        return new Found.Same(peer, Math.min(theirs.size(), own.size()));
    }

    private static boolean joined(Head theirs, Head own, RemoteLog log) {
        Head smaller = theirs.size() < own.size() ? theirs : own;
        Head larger = theirs.size() < own.size() ? own : theirs;
        List<Hash> proof = log.at(larger.size()).consistencyProof(smaller.size(), larger.size());
        return ProofVerifier.consistent(smaller, larger, proof);
    }
}
