package org.chancery.ledger.log;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.chancery.ledger.Checkpoint;
import org.chancery.ledger.Head;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.verify.CheckpointNote;
import org.chancery.ledger.verify.SignedNote;
import org.chancery.ledger.verify.VerifierKey;

/**
 * The key under which a log signs its checkpoints: Ed25519, one per Raft group, named as the log's origin.
 *
 * <p>It lies in a PKCS#12 file; the password lies beside it in {@code <file>.password}. Both are readable by their
 * owner alone and are refused otherwise. The password keeps the key out of a copy of the one file; it does not protect
 * it from who can read the whole folder. Safe for use by several threads.
 */
public final class LogKey {

    private static final String ENTRY = "log";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final KeyStore store;
    private final PrivateKey key;
    private final VerifierKey verifierKey;
    private final char[] password;

    private LogKey(KeyStore store, char[] password, String origin) throws GeneralSecurityException, IOException {
        Certificate certificate = store.getCertificate(ENTRY);
        if (!(certificate instanceof X509Certificate x509)
                || !x509.getSubjectX500Principal().equals(subject(origin))) {
            throw new IOException("it is not the key of " + origin);
        }
        this.store = store;
        this.password = password;
        this.key = (PrivateKey) store.getKey(ENTRY, password);
        // RFC 8410 §4: the last 32 bytes of the SubjectPublicKeyInfo are the key.
        byte[] encoded = certificate.getPublicKey().getEncoded();
        this.verifierKey = new VerifierKey(origin, Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
    }

    /**
     * The key in this file; made there if the file does not exist.
     *
     * @param origin the log's name, which is also the key's
     * @throws LedgerException.Unavailable the file cannot be read, belongs to another log, or others may read it
     */
    public static LogKey open(Path file, String origin) {
        try {
            Path passwordFile = passwordFile(file);
            if (!Files.exists(file)) {
                create(origin).writeTo(file);
            }
            char[] password = text(OwnerOnlyFile.read(passwordFile));
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(OwnerOnlyFile.read(file)), password);
            return new LogKey(store, password, origin);
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new LedgerException.Unavailable("The log key in " + file + " cannot be used: " + e.getMessage(), e);
        }
    }

    /**
     * Gives the key to another member of the group, under a password of the same kind.
     *
     * @throws LedgerException.Unavailable the files cannot be written, or there is a key already
     */
    public void copyTo(Path file) {
        try {
            if (Files.exists(file)) {
                throw new IOException("there is a key already");
            }
            writeTo(file);
        } catch (IOException | GeneralSecurityException e) {
            throw new LedgerException.Unavailable("The log key cannot be copied to " + file + ": " + e.getMessage(), e);
        }
    }

    /** The public half, for whoever verifies; its text is what {@code log.vkey} holds. */
    public VerifierKey verifierKey() {
        return verifierKey;
    }

    /** A checkpoint of this log over the head; the time is kept to the millisecond. */
    public Checkpoint sign(Head head, Instant at) {
        Instant signedAt = at.truncatedTo(ChronoUnit.MILLIS);
        String text = CheckpointNote.text(verifierKey.name(), head, signedAt);
        SignedNote.Signature line = new SignedNote.Signature(
                verifierKey.name(), verifierKey.keyId(), signature(text.getBytes(StandardCharsets.UTF_8)));
        return new Checkpoint(verifierKey.name(), head, signedAt, new SignedNote(text, List.of(line)).render());
    }

    private byte[] signature(byte[] text) {
        try {
            Signature signer = Signature.getInstance("Ed25519");
            signer.initSign(key);
            signer.update(text);
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("an Ed25519 key that was loaded can sign", e);
        }
    }

    private static LogKey create(String origin)
            throws GeneralSecurityException, IOException, OperatorCreationException {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] secret = new byte[24];
        RANDOM.nextBytes(secret);
        char[] password = Base64.getUrlEncoder().encodeToString(secret).toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(ENTRY, pair.getPrivate(), password, new Certificate[] {certificate(origin, pair)});
        return new LogKey(store, password, origin);
    }

    /** PKCS#12 keeps keys with certificates; this one says nothing but the log's name, and for ever (RFC 5280 §4.1.2.5). */
    private static X509Certificate certificate(String origin, KeyPair pair)
            throws GeneralSecurityException, OperatorCreationException {
        X500Principal subject = subject(origin);
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                subject,
                BigInteger.ONE,
                Date.from(Instant.EPOCH),
                Date.from(Instant.parse("9999-12-31T23:59:59Z")),
                subject,
                pair.getPublic());
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("Ed25519").build(pair.getPrivate())));
    }

    private static X500Principal subject(String origin) {
        try {
            return new X500Principal(
                    new X500NameBuilder().addRDN(BCStyle.CN, origin).build().getEncoded());
        } catch (IOException e) {
            throw new IllegalArgumentException("not a name for a log: " + origin, e);
        }
    }

    /** The password first: a key whose password is missing would be lost. */
    private void writeTo(Path file) throws IOException, GeneralSecurityException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        store.store(bytes, password);
        OwnerOnlyFile.write(passwordFile(file), new String(password).getBytes(StandardCharsets.US_ASCII));
        OwnerOnlyFile.write(file, bytes.toByteArray());
    }

    private static Path passwordFile(Path file) {
        return file.resolveSibling(file.getFileName() + ".password");
    }

    private static char[] text(byte[] ascii) {
        return new String(ascii, StandardCharsets.US_ASCII).strip().toCharArray();
    }
}
