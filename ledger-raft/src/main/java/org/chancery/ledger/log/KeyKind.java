package org.chancery.ledger.log;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.chancery.ledger.verify.DerSignature;
import org.chancery.ledger.verify.SignatureAlgorithm;

/**
 * How keys of one algorithm are made, kept and used: by the JDK, and by Bouncy Castle for SM2, which the JDK does not
 * have. A file of the one cannot hold keys of the other.
 */
enum KeyKind {
    ED25519(SignatureAlgorithm.ED25519, "Ed25519", "Ed25519", "SunEC"),
    P256(SignatureAlgorithm.P256, "EC", "SHA256withECDSA", "SunEC"),
    SM2(SignatureAlgorithm.SM2, "EC", "SM3withSM2", "");

    private static final int ED25519_BYTES = 32;
    private static final int POINT_BYTES = 65;

    private final SignatureAlgorithm algorithm;
    private final String keys;
    private final String signature;
    private final String provider;

    KeyKind(SignatureAlgorithm algorithm, String keys, String signature, String provider) {
        this.algorithm = algorithm;
        this.keys = keys;
        this.signature = signature;
        this.provider = provider;
    }

    private static final class BouncyCastle {
        private static final Provider INSTANCE = new BouncyCastleProvider();
    }

    static KeyKind of(SignatureAlgorithm algorithm) {
        return switch (algorithm) {
            case ED25519 -> ED25519;
            case P256 -> P256;
            case SM2 -> SM2;
        };
    }

    SignatureAlgorithm algorithm() {
        return algorithm;
    }

    /** The name under which the provider knows the signatures. */
    String signature() {
        return signature;
    }

    private Provider provider() {
        return provider.isEmpty() ? BouncyCastle.INSTANCE : Security.getProvider(provider);
    }

    /** A certificate of the pair by itself, as the builder has it. */
    X509Certificate certificate(JcaX509v3CertificateBuilder builder, KeyPair pair)
            throws GeneralSecurityException, OperatorCreationException {
        X509CertificateHolder signed = builder.build(
                new JcaContentSignerBuilder(signature).setProvider(provider()).build(pair.getPrivate()));
        JcaX509CertificateConverter converter = new JcaX509CertificateConverter();
        // the JDK's own reader does not know the curve of SM2
        return (this == SM2 ? converter.setProvider(BouncyCastle.INSTANCE) : converter).getCertificate(signed);
    }

    /** An empty key store, not loaded yet. */
    KeyStore store() throws GeneralSecurityException {
        return this == SM2
                ? KeyStore.getInstance("PKCS12-AES256-AES128", BouncyCastle.INSTANCE)
                : KeyStore.getInstance("PKCS12");
    }

    KeyPair fresh() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(keys, provider());
        if (this != ED25519) {
            generator.initialize(new ECGenParameterSpec(this == SM2 ? "sm2p256v1" : "secp256r1"));
        }
        return generator.generateKeyPair();
    }

    /** As the algorithm writes it. */
    byte[] publicKey(PublicKey key) {
        byte[] spki = key.getEncoded();
        return switch (this) {
            // RFC 8410 §4, and RFC 5480 §2.2: the key is the end of the SubjectPublicKeyInfo
            case ED25519 -> Arrays.copyOfRange(spki, Math.max(0, spki.length - ED25519_BYTES), spki.length);
            case P256 -> spki;
            case SM2 -> Arrays.copyOfRange(spki, Math.max(0, spki.length - POINT_BYTES), spki.length);
        };
    }

    byte[] sign(PrivateKey key, byte[] message) throws GeneralSecurityException {
        return sign(Signature.getInstance(signature, provider()), key, message);
    }

    /** With a signer of any provider; in the only form that is taken for this algorithm. */
    byte[] sign(Signature signer, PrivateKey key, byte[] message) throws GeneralSecurityException {
        signer.initSign(key);
        signer.update(message);
        byte[] signed = signer.sign();
        return this == P256
                ? DerSignature.parse(signed)
                        .orElseThrow(() -> new GeneralSecurityException("not a signature of ECDSA"))
                        .lowS()
                        .der()
                : signed;
    }
}
