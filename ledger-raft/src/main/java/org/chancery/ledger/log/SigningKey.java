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
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.verify.SignatureAlgorithm;

/**
 * A named key in a file, that signs notes: Ed25519 unless another algorithm is asked for.
 *
 * <p>It lies in a PKCS#12 file; the password lies beside it in {@code <file>.password}. Both are readable by their
 * owner alone and are refused otherwise. The password keeps the key out of a copy of the one file; it does not protect
 * it from who can read the whole folder. Safe for use by several threads.
 */
public final class SigningKey implements NoteSigner {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final KeyKind kind;
    private final KeyStore store;
    private final PrivateKey key;
    private final String name;
    private final byte[] publicKey;
    private final char[] password;

    private SigningKey(KeyKind kind, KeyStore store, String entry, char[] password, String name)
            throws GeneralSecurityException, IOException {
        Certificate certificate = store.getCertificate(entry);
        if (!(certificate instanceof X509Certificate x509)
                || !x509.getSubjectX500Principal().equals(subject(name))) {
            throw new IOException("it is not the key of " + name);
        }
        this.kind = kind;
        this.store = store;
        this.password = password;
        this.key = (PrivateKey) store.getKey(entry, password);
        this.name = name;
        this.publicKey = kind.publicKey(certificate.getPublicKey());
        if (!kind.algorithm().isKey(publicKey)) {
            throw new IOException("it is no key of " + kind.algorithm().label());
        }
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
        return open(file, role, name, SignatureAlgorithm.ED25519);
    }

    /** As {@link #open(Path, String, String)}, for a key of this algorithm. */
    public static SigningKey open(Path file, String role, String name, SignatureAlgorithm algorithm) {
        KeyKind kind = KeyKind.of(algorithm);
        try {
            Path passwordFile = passwordFile(file);
            if (!Files.exists(file)) {
                create(kind, role, name).writeTo(file);
            }
            char[] password = text(OwnerOnlyFile.read(passwordFile));
            KeyStore store = kind.store();
            store.load(new ByteArrayInputStream(OwnerOnlyFile.read(file)), password);
            return new SigningKey(kind, store, role, password, name);
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

    @Override
    public String name() {
        return name;
    }

    @Override
    public SignatureAlgorithm algorithm() {
        return kind.algorithm();
    }

    @Override
    public byte[] publicKey() {
        return publicKey.clone();
    }

    @Override
    public byte[] sign(byte[] message) {
        try {
            return kind.sign(key, message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key that was loaded can sign", e);
        }
    }

    private static SigningKey create(KeyKind kind, String role, String name)
            throws GeneralSecurityException, IOException, OperatorCreationException {
        KeyPair pair = kind.fresh();
        byte[] secret = new byte[24];
        RANDOM.nextBytes(secret);
        char[] password = Base64.getUrlEncoder().encodeToString(secret).toCharArray();
        KeyStore store = kind.store();
        store.load(null, null);
        store.setKeyEntry(role, pair.getPrivate(), password, new Certificate[] {certificate(kind, name, pair)});
        return new SigningKey(kind, store, role, password, name);
    }

    /** PKCS#12 keeps keys with certificates; this one says nothing but the key's name, and for ever (RFC 5280 §4.1.2.5). */
    private static X509Certificate certificate(KeyKind kind, String name, KeyPair pair)
            throws GeneralSecurityException, OperatorCreationException {
        X500Principal subject = subject(name);
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                subject,
                BigInteger.ONE,
                Date.from(Instant.EPOCH),
                Date.from(Instant.parse("9999-12-31T23:59:59Z")),
                subject,
                pair.getPublic());
        return kind.certificate(builder, pair);
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
