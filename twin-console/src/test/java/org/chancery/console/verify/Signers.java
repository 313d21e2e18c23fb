package org.chancery.console.verify;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.chancery.ledger.Checkpoint;
import org.chancery.ledger.Head;
import org.chancery.ledger.log.LogKey;
import org.chancery.ledger.verify.CheckpointNote;
import org.chancery.ledger.verify.MalformedTextException;
import org.chancery.ledger.verify.SignedNote;
import org.chancery.ledger.verify.VerifierKey;
import org.chancery.ledger.verify.WitnessKey;

/** A log's key and those of two witnesses, all of whom sign whatever they are given: the genuine ones, or a forger's. */
record Signers(LogKey log, List<Witness> witnesses) {

    static final String ORIGIN = "chancery.example/main";
    static final Instant SIGNED = Instant.parse("2026-11-24T01:02:03.456Z");
    private static final long COSIGNED = SIGNED.getEpochSecond() + 1;

    record Witness(KeyPair pair, WitnessKey key) {

        SignedNote.Signature cosign(SignedNote note, long seconds) {
            try {
                Signature signer = Signature.getInstance("Ed25519");
                signer.initSign(pair.getPrivate());
                signer.update(WitnessKey.message(note, seconds));
                return key.line(seconds, signer.sign());
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    static Signers fresh(Path folder, String origin) throws GeneralSecurityException {
        return new Signers(
                LogKey.open(folder.resolve("log.p12"), origin),
                List.of(witness("court.example/witness"), witness("audit.example/witness")));
    }

    private static Witness witness(String name) throws GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] encoded = pair.getPublic().getEncoded();
        return new Witness(
                pair, new WitnessKey(name, Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length)));
    }

    VerifierKey logKey() {
        return log.verifierKey();
    }

    /** C2SP tlog-policy: this log, and both witnesses must have cosigned. */
    String policy() {
        StringBuilder policy = new StringBuilder("log " + logKey().text() + "\n");
        witnesses.forEach(witness -> policy.append("witness ")
                .append(witness.key().name())
                .append(' ')
                .append(witness.key().text())
                .append('\n'));
        return policy + "group both all court.example/witness audit.example/witness\nquorum both\n";
    }

    /** A checkpoint that the log and both witnesses signed. */
    Checkpoint checkpoint(Head head) {
        return parsed(cosigned(log.sign(head, SIGNED).note())).checkpoint();
    }

    /** A note with the lines of both witnesses behind those it has. */
    String cosigned(String note) {
        SignedNote signed = parsed(note).note();
        List<SignedNote.Signature> lines = new ArrayList<>(signed.signatures());
        witnesses.forEach(witness -> lines.add(witness.cosign(signed, COSIGNED)));
        return new SignedNote(signed.text(), lines).render();
    }

    static CheckpointNote parsed(String note) {
        try {
            return CheckpointNote.parse(note);
        } catch (MalformedTextException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
