package org.chancery.ledger.raft;

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
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Date;
import java.util.UUID;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.hpke.HPKEContextWithEncapsulation;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.chancery.ledger.LedgerException;

/**
 * A member's own P-256 key pair, by which its peers know it ({@link MemberTls}) and under which keys of the group are
 * wrapped for it: HPKE (RFC 9180) in base mode,
 * DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM.
 *
 * <p>It lies in a PKCS#12 file, the file's password beside it in {@code <file>.password}; its owner alone may read
 * either. The password keeps the key out of a copy of the one file, not from who can read the whole folder.
 */
final class MemberKey {

    private static final String ALIAS = "member";
    private static final int CERTIFICATE_DAYS = 36_500;

    private final AsymmetricCipherKeyPair pair;
    private final KeyStore store;
    private final char[] password;

    private MemberKey(AsymmetricCipherKeyPair pair, KeyStore store, char[] password) {
        this.pair = pair;
        this.store = store;
        this.password = password;
    }

    /** Reads the key, or creates it. */
    static MemberKey in(Path file, String member) {
        Path passwordFile = file.resolveSibling(file.getFileName() + ".password");
        try {
            if (VoterFolder.read(file).isEmpty()) {
                String password = UUID.randomUUID() + "-" + UUID.randomUUID();
                // The password first: a key whose password is missing would be lost.
                VoterFolder.writeDurably(passwordFile, password.getBytes(StandardCharsets.US_ASCII));
                VoterFolder.writeDurably(file, create(member, password.toCharArray()));
            }
            byte[] password = VoterFolder.read(passwordFile)
                    .orElseThrow(() -> new IOException("its password " + passwordFile + " is missing"));
            return read(
                    VoterFolder.read(file).orElseThrow(),
                    new String(password, StandardCharsets.US_ASCII).strip().toCharArray());
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new LedgerException.Unavailable("Member key " + file + " cannot be used: " + e, e);
        }
    }

    /**
     * Makes a new key in the place of one that was lost or is in other hands. What was wrapped for the old one, this
     * member cannot open any more.
     */
    static MemberKey replace(Path file, String member) {
        try {
            Files.deleteIfExists(
                    file); // first: a crash from here on leaves a member without a key, which gets a new one
        } catch (IOException e) {
            throw new LedgerException.Unavailable("Member key " + file + " cannot be replaced: " + e, e);
        }
        return in(file, member);
    }

    /** Encrypts for this member: the encapsulated key followed by the ciphertext. */
    static byte[] wrap(byte[] publicKey, byte[] info, byte[] secret) {
        try {
            HPKEContextWithEncapsulation context = hpke().setupBaseS(hpke().deserializePublicKey(publicKey), info);
            byte[] ciphertext = context.seal(new byte[0], secret);
            byte[] encapsulation = context.getEncapsulation();
            byte[] wrapped = Arrays.copyOf(encapsulation, encapsulation.length + ciphertext.length);
            System.arraycopy(ciphertext, 0, wrapped, encapsulation.length, ciphertext.length);
            return wrapped;
        } catch (InvalidCipherTextException e) {
            throw new IllegalStateException("HPKE could not seal", e);
        }
    }

    /** @throws LedgerException.Unreadable if it was not wrapped for this member and this purpose */
    byte[] unwrap(byte[] wrapped, byte[] info) {
        int split = hpke().getEncSize();
        try {
            if (wrapped.length <= split) {
                throw new LedgerException.Unreadable("A wrapped key is too short", null);
            }
            return hpke().setupBaseR(Arrays.copyOf(wrapped, split), pair, info)
                    .open(new byte[0], Arrays.copyOfRange(wrapped, split, wrapped.length));
        } catch (InvalidCipherTextException | IllegalArgumentException e) {
            throw new LedgerException.Unreadable("A group key is not wrapped for this member", e);
        }
    }

    /** Uncompressed point, RFC 9180 §7.1.1. */
    byte[] publicKey() {
        return hpke().serializePublicKey(pair.getPublic());
    }

    /** What the group knows this member by when it connects. */
    X509Certificate certificate() {
        try {
            return (X509Certificate) store.getCertificate(ALIAS);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a loaded key store cannot be read", e);
        }
    }

    KeyManager keyManager() {
        try {
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, password);
            return factory.getKeyManagers()[0];
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a loaded key store cannot be read", e);
        }
    }

    private static HPKE hpke() {
        return new HPKE(HPKE.mode_base, HPKE.kem_P256_SHA256, HPKE.kdf_HKDF_SHA256, HPKE.aead_AES_GCM256);
    }

    private static byte[] create(String member, char[] password)
            throws GeneralSecurityException, OperatorCreationException, IOException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair made = generator.generateKeyPair();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, password);
        keys.setKeyEntry(ALIAS, made.getPrivate(), password, new X509Certificate[] {selfSigned(made, member)});
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        keys.store(out, password);
        return out.toByteArray();
    }

    private static X509Certificate selfSigned(KeyPair keys, String member)
            throws OperatorCreationException, GeneralSecurityException {
        X500Principal name = new X500Principal("CN=" + member);
        Instant now = Instant.now();
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                name,
                new BigInteger(64, new SecureRandom()),
                Date.from(now),
                Date.from(now.plus(CERTIFICATE_DAYS, ChronoUnit.DAYS)),
                name,
                keys.getPublic());
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
    }

    private static MemberKey read(byte[] file, char[] password) throws GeneralSecurityException, IOException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(new ByteArrayInputStream(file), password);
        PrivateKey secret = (ECPrivateKey) keys.getKey(ALIAS, password);
        AsymmetricKeyParameter open = PublicKeyFactory.createKey(SubjectPublicKeyInfo.getInstance(
                keys.getCertificate(ALIAS).getPublicKey().getEncoded()));
        return new MemberKey(
                new AsymmetricCipherKeyPair(open, PrivateKeyFactory.createKey(secret.getEncoded())), keys, password);
    }
}
