package org.chancery.ledger.raft;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.LogKeys;
import org.chancery.ledger.QuorumConfig;
import org.chancery.ledger.Signing;
import org.chancery.ledger.log.LogKey;
import org.chancery.ledger.log.TokenKey;
import org.chancery.ledger.verify.KeyEvent;
import org.chancery.ledger.verify.SignatureAlgorithm;
import org.chancery.ledger.verify.VerifierKey;

/**
 * The key that a line under a log's checkpoints is to get, made and named on the disk.
 *
 * @param next its place, and the key of before
 * @param before how the log signs as long as the old key does
 * @param after how it signs under the new one
 */
record NewKey(KeyFiles files, KeyFiles.Next next, VerifierKey key, QuorumConfig before, QuorumConfig after) {

    /** @throws LedgerException.Unavailable if this line has no such key to change; nothing was changed */
    static NewKey of(QuorumConfig config, LogKeys.Line line, LogKeys.Reason reason, VoterFolder voter) {
        return switch (line) {
            case LogKeys.Line.Main main -> main(config, voter);
            case LogKeys.Line.Further(Signing.Algorithm algorithm) -> inFile(config, algorithm, reason, voter);
            case LogKeys.Line.InToken(String label) -> inToken(config, label, voter);
        };
    }

    static SignatureAlgorithm algorithm(LogKeys.Line line) {
        return switch (line) {
            case LogKeys.Line.Main main -> SignatureAlgorithm.ED25519;
            case LogKeys.Line.Further(Signing.Algorithm algorithm) -> SharedKeys.line(algorithm);
            case LogKeys.Line.InToken token -> SignatureAlgorithm.P256;
        };
    }

    private static NewKey main(QuorumConfig config, VoterFolder voter) {
        KeyFiles files = KeyFiles.main(config.data());
        KeyFiles.Next next = files.next().orElseGet(() -> files.begin(voter));
        VerifierKey key =
                LogKey.open(voter.logKey(next.file()), config.origin()).verifierKey();
        return new NewKey(files, next, key, config, config);
    }

    private static NewKey inFile(
            QuorumConfig config, Signing.Algorithm algorithm, LogKeys.Reason reason, VoterFolder voter) {
        SignatureAlgorithm line = SharedKeys.line(algorithm);
        if (line == SignatureAlgorithm.P256 && config.signing().token().isPresent()) {
            throw refused("the P-256 key lies in a token, which makes its keys itself. Make another one there under a"
                    + " label of its own (OPERATING, keys), then repeat the command with --label LABEL");
        }
        if (!config.signing().further().contains(algorithm)) {
            throw refused("by its settings the log does not sign with " + line.label()
                    + " (chancery.signatures.further). Give the settings that the node is started with");
        }
        KeyFiles files = new KeyFiles(config.data(), line);
        if (reason instanceof LogKeys.Reason.Routine && files.isInToken()) {
            throw refused("the present key lies in a token and has to sign the entry that names the next one. Name the"
                    + " token by the settings and give --label LABEL, or, if the token is gone, order it as lost");
        }
        KeyFiles.Next next =
                underWay(files, place -> !KeyFiles.isInToken(place)).orElseGet(() -> files.begin(voter));
        byte[] key =
                LogKey.further(voter.logKey(next.file()), config.origin(), line).publicKey();
        return new NewKey(files, next, new VerifierKey(config.origin(), line, key), config, config);
    }

    private static NewKey inToken(QuorumConfig config, String label, VoterFolder voter) {
        Signing.Token token = config.signing()
                .token()
                .orElseThrow(() -> refused("no token is named by the settings (chancery.signatures.token.…)"));
        KeyFiles files = new KeyFiles(config.data(), SignatureAlgorithm.P256);
        VerifierKey before = files.next().map(KeyFiles.Next::before).orElseGet(files::present);
        byte[] publicKey = TokenKey.open(token.labelled(label), config.origin()).publicKey();
        VerifierKey key = new VerifierKey(config.origin(), SignatureAlgorithm.P256, publicKey);
        if (key.equals(before)) {
            throw refused("the token's key '" + label
                    + "' is the one that signs already. Make another one there under a label of its own (OPERATING,"
                    + " keys), and name that");
        }
        if (hasEnded(files, key)) {
            throw refused(
                    "the token's key '" + label + "' ended before, as an entry of the log says, and whatever it signs"
                            + " is refused. Make another one there under a label of its own (OPERATING, keys), and name that");
        }
        KeyFiles.Next next = underWay(files, KeyFiles.inToken(label)::equals)
                .orElseGet(() -> files.begin(voter, KeyFiles.inToken(label)));
        Set<Signing.Algorithm> further = config.signing().further();
        QuorumConfig old =
                files.isInToken() ? config : config.signingWith(new Signing(inFiles(further), Optional.empty()));
        Signing under = new Signing(further, Optional.of(token.labelled(label)));
        return new NewKey(files, next, key, old, config.signingWith(under));
    }

    /** What goes on. What was to lead elsewhere is given up, unless that key signs already. */
    private static Optional<KeyFiles.Next> underWay(KeyFiles files, Predicate<String> place) {
        Optional<KeyFiles.Next> next = files.next();
        Optional<KeyFiles.Next> elsewhere = next.filter(each -> !place.test(each.file()));
        if (elsewhere.filter(files::isInUse).isPresent()) {
            throw refused("a change of it to " + elsewhere.get().file()
                    + " is half-way, and that key signs already. Repeat that command first, as it was");
        }
        return elsewhere.isPresent() ? Optional.empty() : next;
    }

    private static boolean hasEnded(KeyFiles files, VerifierKey key) {
        return files.history().events(key.name()).stream()
                .anyMatch(event ->
                        !(event instanceof KeyEvent.Added) && event.key().equals(key));
    }

    private static Set<Signing.Algorithm> inFiles(Set<Signing.Algorithm> further) {
        Set<Signing.Algorithm> all = EnumSet.of(Signing.Algorithm.P256);
        all.addAll(further);
        return all;
    }

    private static LedgerException.Unavailable refused(String why) {
        return new LedgerException.Unavailable("The key was not changed: " + why + ".", null);
    }
}
