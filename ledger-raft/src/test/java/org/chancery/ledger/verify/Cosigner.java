package org.chancery.ledger.verify;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;

/** A witness with a fresh key that cosigns whatever it is given. */
final class Cosigner {

    private final KeyPair pair;
    private final WitnessKey key;

    Cosigner(String name) throws GeneralSecurityException {
        pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] encoded = pair.getPublic().getEncoded();
        key = new WitnessKey(name, Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
    }

    WitnessKey key() {
        return key;
    }

    /** A receipt or note with this witness's line behind its others. */
    String cosign(String text, long seconds) throws Exception {
        return text + line(text, seconds);
    }

    String line(String text, long seconds) throws Exception {
        return claiming(text, seconds, seconds);
    }

    /** A line that says another time than the one that was signed. */
    String claiming(String text, long claimed, long seconds) throws Exception {
        int note = text.lastIndexOf("\n\n", text.lastIndexOf("\n\n") - 1);
        SignedNote checkpoint = SignedNote.parse(note < 0 ? text : text.substring(note + 2));
        Signature signer = Signature.getInstance("Ed25519");
        signer.initSign(pair.getPrivate());
        signer.update(WitnessKey.message(checkpoint, seconds));
        return key.line(claimed, signer.sign()).line();
    }
}
