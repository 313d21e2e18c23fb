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
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.chancery.ledger.LedgerException;

/**
 * A named Ed25519 key that signs notes.
 *
 * <p>It lies in a PKCS#12 file; the password lies beside it in {@code <file>.password}. Both are readable by their
 * owner alone and are refused otherwise. The password keeps the key out of a copy of the one file; it does not protect
 * it from who can read the whole folder. Safe for use by several threads.
 */
public final class SigningKey {

    private static final int KEY_LENGTH = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final KeyStore store;
    private final PrivateKey key;
    private final String name;
    private final byte[] publicKey;
    private final char[] password;

    private SigningKey(KeyStore store, String entry, char[] password, String name)
            throws GeneralSecurityException, IOException {
        Certificate certificate = store.getCertificate(entry);
        if (!(certificate instanceof X509Certificate x509)
                || !x509.getSubjectX500Principal().equals(subject(name))) {
            throw new IOException("it is not the key of " + name);
        }
        this.store = store;
        this.password = password;
        this.key = (PrivateKey) store.getKey(entry, password);
        this.name = name;
        // RFC 8410 §4: the last 32 bytes of the SubjectPublicKeyInfo are the key.
        byte[] encoded = certificate.getPublicKey().getEncoded();
        this.publicKey = Arrays.copyOfRange(encoded, encoded.length - KEY_LENGTH, encoded.length);
    }

    /**
     * The key in this file; made there if the file does not exist.
     *
     * @param role what the key is for, one word; the name of its entry in the file
     * @param name the key's name
     * @throws LedgerException.Unavailable the file cannot be read, holds a key of another role or name, or others may
     *     read it
     */
    public static SigningKey open(Path file, String role, String name) {
        try {
            Path passwordFile = passwordFile(file);
            if (!Files.exists(file)) {
                create(role, name).writeTo(file);
            }
            char[] password = text(OwnerOnlyFile.read(passwordFile));
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(OwnerOnlyFile.read(file)), password);
            return new SigningKey(store, role, password, name);
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new LedgerException.Unavailable(
                    "The " + role + " key in " + file + " cannot be used: " + e.getMessage(), e);
        }
    }

    /**
     * Writes the key to another file too, under a password of the same kind.
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
            throw new LedgerException.Unavailable(
                    "The key of " + name + " cannot be copied to " + file + ": " + e.getMessage(), e);
        }
    }

    public String name() {
        return name;
    }

    /** 32 bytes, RFC 8032. */
    public byte[] publicKey() {
        return publicKey.clone();
    }

    /** Ed25519, 64 bytes. */
    public byte[] sign(byte[] message) {
        try {
            Signature signer = Signature.getInstance("Ed25519");
            signer.initSign(key);
            signer.update(message);
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("an Ed25519 key that was loaded can sign", e);
        }
    }

    private static SigningKey create(String role, String name)
            throws GeneralSecurityException, IOException, OperatorCreationException {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] secret = new byte[24];
        RANDOM.nextBytes(secret);
        char[] password = Base64.getUrlEncoder().encodeToString(secret).toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(role, pair.getPrivate(), password, new Certificate[] {certificate(name, pair)});
        return new SigningKey(store, role, password, name);
    }

    /** PKCS#12 keeps keys with certificates; this one says nothing but the key's name, and for ever (RFC 5280 §4.1.2.5). */
    private static X509Certificate certificate(String name, KeyPair pair)
            throws GeneralSecurityException, OperatorCreationException {
        X500Principal subject = subject(name);
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

    private static X500Principal subject(String name) {
        try {
            return new X500Principal(
                    new X500NameBuilder().addRDN(BCStyle.CN, name).build().getEncoded());
        } catch (IOException e) {
            throw new IllegalArgumentException("not a name for a key: " + name, e);
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
