package org.chancery.ledger.raft;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.Signing;
import org.chancery.ledger.log.LogKey;
import org.chancery.ledger.log.NoteSigner;
import org.chancery.ledger.log.SigningKey;
import org.chancery.ledger.log.TokenKey;
import org.chancery.ledger.verify.SignatureAlgorithm;
import org.chancery.ledger.verify.VerifierKey;

/**
 * The keys of P-256 and SM2 that a log signs with besides Ed25519. The first start with such a line makes its key; from
 * then on it is the line's key until an entry says otherwise: it is not made anew and not exchanged for another.
 */
final class FurtherLines {

    private final Path data;
    private final String origin;
    private final List<VoterFolder> voters;

    FurtherLines(Path data, String origin, List<VoterFolder> voters) {
        this.data = data;
        this.origin = origin;
        this.voters = List.copyOf(voters);
    }

    /**
     * The line's key in each voter's folder; whoever has it gives it to those that do not.
     *
     * @param begun whether the log has entries
     * @throws LedgerException.Unavailable if the log has such a line and its key is not there, or is another one
     */
    SigningKey inFiles(SignatureAlgorithm line, boolean begun) {
        KeyFiles files = new KeyFiles(data, line);
        boolean had = begun && files.known().isPresent();
        if (had && files.isInToken()) {
            throw refused(
                    line,
                    "its key lies in a token, and the settings name none",
                    "Name the token again (chancery.signatures.token.…)");
        }
        String file = files.current();
        List<Path> all = voters.stream().map(voter -> voter.logKey(file)).toList();
        Optional<Path> found = all.stream().filter(Files::exists).findFirst();
        if (had && found.isEmpty()) {
            throw refused(
                    line,
                    "its key is in no voter's folder (keys/" + file + " in " + data + "/voter-*)",
                    "Put keys/" + file + " and its password back from a backup of any voter");
        }
        SigningKey key = LogKey.further(found.orElse(all.getFirst()), origin, line);
        keep(files, file, key, begun, "Put the key of before back: keys/" + file + " and its password");
        all.stream().filter(Files::notExists).forEach(key::copyTo);
        return key;
    }

    /** @throws LedgerException.Unavailable if the log has signed with P-256 under another key */
    void inToken(TokenKey key, Signing.Token place, boolean begun) {
        KeyFiles files = new KeyFiles(data, SignatureAlgorithm.P256);
        keep(
                files,
                KeyFiles.inToken(place.key()),
                key,
                begun,
                "Name the key of before again (chancery.signatures.token.key and the rest of its settings). A new key"
                        + " of the token comes by ./chancery keys rotate --line p-256 --label LABEL");
    }

    private void keep(KeyFiles files, String place, NoteSigner key, boolean begun, String remedy) {
        VerifierKey opened = new VerifierKey(origin, key.algorithm(), key.publicKey());
        Optional<VerifierKey> known = files.known();
        if (begun && known.filter(before -> !before.equals(opened)).isPresent()) {
            throw refused(
                    key.algorithm(),
                    "the key that is there now (" + opened.text() + ") is not the one of before ("
                            + known.get().text() + ")",
                    remedy);
        }
        files.keep(place, opened);
    }

    private static LedgerException.Unavailable refused(SignatureAlgorithm line, String what, String remedy) {
        return new LedgerException.Unavailable(
                "The log has signed with " + line.label().toUpperCase(Locale.ROOT) + ", but " + what
                        + ". A new key that no entry tells of would be taken for a forger's. Nothing was changed: "
                        + remedy + ", then start again. If no copy is left: ./chancery keys lost --line "
                        + line.label() + " (OPERATING, keys).",
                null);
    }
}
