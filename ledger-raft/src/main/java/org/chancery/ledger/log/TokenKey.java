package org.chancery.ledger.log;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;
import java.security.Signature;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.util.Arrays;
import java.util.Optional;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.Signing;
import org.chancery.ledger.verify.SignatureAlgorithm;

/**
 * A P-256 key in a token (PKCS#11), which it never leaves if it was made there so. The token is asked for each signature; one that was away is opened
 * anew for the next one. A PIN that the token refused is not tried a second time, since tokens lock after a few tries.
 * Safe for use by several threads.
 */
public final class TokenKey implements NoteSigner {

    private final Signing.Token place;
    private final String name;
    private final byte[] publicKey;
    private Optional<Opened> opened;
    private boolean pinRefused;

    private record Opened(Provider provider, PrivateKey key, byte[] publicKey) {}

    private TokenKey(Signing.Token place, String name, Opened opened) {
        this.place = place;
        this.name = name;
        this.publicKey = opened.publicKey();
        this.opened = Optional.of(opened);
    }

    /**
     * The key in this token.
     *
     * @param name the key's name
     * @throws LedgerException.Unavailable the token is away, refuses the PIN or has no such key; the message says which
     */
    public static TokenKey open(Signing.Token place, String name) {
        try {
            return new TokenKey(place, name, load(place));
        } catch (IOException | GeneralSecurityException | ProviderException e) {
            throw unusable(place, e);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public SignatureAlgorithm algorithm() {
        return SignatureAlgorithm.P256;
    }

    @Override
    public byte[] publicKey() {
        return publicKey.clone();
    }

    @Override
    public synchronized byte[] sign(byte[] message) {
        if (pinRefused) {
            throw unusable(place, new UnrecoverableKeyException());
        }
        try {
            if (opened.isEmpty()) {
                opened = Optional.of(again());
            }
            Opened token = opened.get();
            return KeyKind.P256.sign(
                    Signature.getInstance(KeyKind.P256.signature(), token.provider()), token.key(), message);
        } catch (IOException | GeneralSecurityException | ProviderException e) {
            opened = Optional.empty();
            pinRefused = refusesPin(e);
            throw unusable(place, e);
        }
    }

    private Opened again() throws IOException, GeneralSecurityException {
        Opened token = load(place);
        if (!Arrays.equals(token.publicKey(), publicKey)) {
            throw new IOException("its key '" + place.key() + "' is another one than at the start");
        }
        return token;
    }

    private static Opened load(Signing.Token place) throws IOException, GeneralSecurityException {
        if (!Files.isReadable(place.library())) {
            throw new IOException("there is no library " + place.library());
        }
        char[] pin = pin(place);
        try {
            Provider provider = Security.getProvider("SunPKCS11")
                    .configure("--name=chancery-" + place.slot() + "\nlibrary=" + place.library() + "\nslot="
                            + place.slot() + "\n");
            KeyStore store = KeyStore.getInstance("PKCS11", provider);
            store.load(null, pin);
            Certificate certificate = store.getCertificate(place.key());
            if (certificate == null || !(store.getKey(place.key(), null) instanceof PrivateKey key)) {
                throw new IOException("it has no key with a certificate named '" + place.key() + "'");
            }
            byte[] publicKey = KeyKind.P256.publicKey(certificate.getPublicKey());
            if (!SignatureAlgorithm.P256.isKey(publicKey)) {
                throw new IOException("its key '" + place.key() + "' is not one on P-256");
            }
            return new Opened(provider, key, publicKey);
        } finally {
            Arrays.fill(pin, '\0');
        }
    }

    private static char[] pin(Signing.Token place) throws IOException {
        return new String(OwnerOnlyFile.read(place.pinFile()), StandardCharsets.UTF_8)
                .lines()
                .findFirst()
                .orElse("")
                .toCharArray();
    }

    private static boolean refusesPin(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnrecoverableKeyException) {
                return true;
            }
        }
        return false;
    }

    private static LedgerException.Unavailable unusable(Signing.Token place, Exception e) {
        String why = refusesPin(e)
                ? "it refuses the PIN in " + place.pinFile()
                        + ", which is not tried again, so that the token does not lock. Correct the file"
                : reason(e) + ". See that it is plugged in and set up";
        return new LedgerException.Unavailable(
                "The token in slot " + place.slot() + " cannot sign: " + why
                        + ", then start the node again if it does not go on by itself. Nothing is lost: entries are"
                        + " kept, checkpoints wait.",
                e);
    }

    /** The innermost reason: the token's own code, which its maker's handbook explains. */
    private static String reason(Throwable e) {
        Throwable innermost = e;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        return innermost.getMessage() == null ? innermost.toString() : innermost.getMessage();
    }
}
