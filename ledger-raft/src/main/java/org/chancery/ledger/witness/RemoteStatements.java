package org.chancery.ledger.witness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.chancery.ledger.Lawfulness;
import org.chancery.ledger.verify.LawfulnessNote;
import org.chancery.ledger.verify.StatementVerifier;
import org.chancery.ledger.verify.StatementVerifier.Outcome;
import org.chancery.ledger.verify.VerifierKey;

/**
 * Fetches what a witness that others run states of this log's lawfulness. Nothing of it is believed that is not signed
 * with the key that is trusted for it, over this log's own history, with the list that it was signed with.
 */
final class RemoteStatements {

    private final String origin;

    RemoteStatements(String origin) {
        this.origin = origin;
    }

    /** In bytes: the node that reads it serves a quorum, and a list of more findings is looked up at the witness. */
    private static final int MAX_FINDINGS = 4 * 1024 * 1024;

    /**
     * The witness's newest statement; empty if it is the one that is known.
     *
     * @param keys of its judge; more than one while it changes them
     * @throws Trouble if there is none to be shown
     */
    Optional<Lawfulness> newer(
            RemoteWitness witness, List<VerifierKey> keys, Optional<Lawfulness> known, ShownLog shown) throws Trouble {
        String prefix = witness.about(origin, "/lawfulness");
        byte[] statement = get(witness.web(), prefix, StatementVerifier.MAX_BYTES)
                .orElseThrow(() -> new Trouble("it has stated nothing of this log yet"));
        if (known.filter(said -> said.note().equals(new String(statement, StandardCharsets.UTF_8)))
                .isPresent()) {
            return Optional.empty();
        }
        LawfulnessNote note = genuine(keys, statement, Optional.empty()).note();
        if (!note.origin().equals(origin)) {
            throw new Trouble("it answers with a statement about another log, " + note.origin());
        }
        shown.requireHistory(note.head());
        if (known.filter(said -> isOlder(note, said)).isPresent()) {
            throw new Trouble(
                    "it shows an older statement than before, of " + note.head().size() + " entries");
        }
        byte[] list = get(witness.web(), prefix + "/" + note.findings().hex(), MAX_FINDINGS)
                .orElseThrow(() -> new Trouble("it does not serve the list of its statement"));
        Outcome.Genuine whole = genuine(keys, statement, Optional.of(list));
        return Optional.of(new Lawfulness(
                whole.signer().name(),
                whole.signer().text(),
                note.head(),
                note.at(),
                whole.findings().orElseThrow(),
                note.note().render()));
    }

    /** Whoever shows an old one could take back what was found since. */
    private static boolean isOlder(LawfulnessNote note, Lawfulness known) {
        long more = note.head().size() - known.head().size();
        return more < 0 || more == 0 && note.at().isBefore(known.at());
    }

    /** Whether it states anything of this log, whoever signed it: many witnesses only cosign. */
    boolean anyBy(RemoteWitness witness) throws Trouble {
        return get(witness.web(), witness.about(origin, "/lawfulness"), StatementVerifier.MAX_BYTES)
                .isPresent();
    }

    private static Outcome.Genuine genuine(List<VerifierKey> keys, byte[] statement, Optional<byte[]> list)
            throws Trouble {
        return switch (new StatementVerifier(keys).verify(statement, list)) {
            case Outcome.Genuine genuine -> genuine;
            case Outcome.UnknownSigner(String name) ->
                throw new Trouble("its statement is signed by " + name + ", not by the key that is trusted for it");
            case Outcome.Altered altered -> throw new Trouble("its statement's signature is not its own");
            case Outcome.OtherList other ->
                throw new Trouble("its list is not the one that its statement was signed with");
            case Outcome.Malformed malformed -> throw new Trouble("it answers with no statement");
        };
    }

    private static Optional<byte[]> get(Web web, String address, int maxBytes) throws Trouble {
        try {
            return web.find(address, maxBytes);
        } catch (Web.BadAnswer e) {
            throw new Trouble("what it states cannot be had: " + e.getMessage());
        } catch (IOException e) {
            throw new Trouble.Unreachable("it cannot be asked: " + e.getMessage());
        }
    }
}
