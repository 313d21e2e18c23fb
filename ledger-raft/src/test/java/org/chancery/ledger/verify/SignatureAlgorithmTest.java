package org.chancery.ledger.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;

/** The algorithms of signature lines: the standards' own examples, and Bouncy Castle as the other opinion. */
class SignatureAlgorithmTest {

    private static final HexFormat HEX = HexFormat.of();
    private static final BouncyCastleProvider BOUNCY_CASTLE = new BouncyCastleProvider();

    /** GB/T 32918.5-2017, A.2: key, and signature over 'message digest'. */
    private static final byte[] KEY = HEX.parseHex("04"
            + "09f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"
            + "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13");

    private static final byte[] MESSAGE = "message digest".getBytes(StandardCharsets.US_ASCII);
    private static final DerSignature SIGNATURE = new DerSignature(
            new BigInteger("f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3", 16),
            new BigInteger("b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa", 16));

    @Test
    void theExamplesOfTheSm3StandardComeOut() {
        // GB/T 32905-2016, A.1 and A.2
        assertThat(Sm3.of("abc".getBytes(StandardCharsets.US_ASCII)))
                .asHexString()
                .isEqualToIgnoringCase("66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
        assertThat(Sm3.of("abcd".repeat(16).getBytes(StandardCharsets.US_ASCII)))
                .asHexString()
                .isEqualToIgnoringCase("debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732");
    }

    @Test
    void sm3AgreesWithBouncyCastleForEveryLengthOfAFewBlocks() {
        byte[] all = new byte[200];
        new SecureRandom(new byte[] {1}).nextBytes(all);
        for (int length = 0; length <= all.length; length++) {
            SM3Digest other = new SM3Digest();
            other.update(all, 0, length);
            byte[] expected = new byte[32];
            other.doFinal(expected, 0);
            assertThat(Sm3.of(Arrays.copyOf(all, length)))
                    .as("%d bytes", length)
                    .isEqualTo(expected);
            assertThat(Sm3.of(Arrays.copyOf(all, length / 2), Arrays.copyOfRange(all, length / 2, length)))
                    .as("%d bytes in two parts", length)
                    .isEqualTo(expected);
        }
    }

    @Test
    void theExampleOfTheSm2StandardVerifiesAndNothingNearIt() {
        assertThat(SignatureAlgorithm.SM2.verifies(KEY, MESSAGE, SIGNATURE.der()))
                .isTrue();
        for (int bit = 0; bit < MESSAGE.length * 8; bit += 5) {
            assertThat(SignatureAlgorithm.SM2.verifies(KEY, flipped(MESSAGE, bit), SIGNATURE.der()))
                    .isFalse();
        }
        byte[] der = SIGNATURE.der();
        for (int bit = 0; bit < der.length * 8; bit += 7) {
            assertThat(SignatureAlgorithm.SM2.verifies(KEY, MESSAGE, flipped(der, bit)))
                    .as("bit %d", bit)
                    .isFalse();
        }
    }

    @Test
    void numbersOutOfRangeAndKeysOffTheCurveAreRefused() {
        BigInteger n = PrimeCurve.SM2.n();
        BigInteger r = SIGNATURE.r();
        BigInteger s = SIGNATURE.s();
        List<DerSignature> wrong = List.of(
                new DerSignature(BigInteger.ZERO, s),
                new DerSignature(r, BigInteger.ZERO),
                new DerSignature(n, s),
                new DerSignature(r, n),
                new DerSignature(r.negate(), s),
                new DerSignature(r, n.subtract(s)),
                new DerSignature(n.subtract(r), n.subtract(s)),
                new DerSignature(r, n.subtract(r)));
        wrong.forEach(each -> assertThat(SignatureAlgorithm.SM2.verifies(KEY, MESSAGE, each.der()))
                .as(each.toString())
                .isFalse());
        for (byte[] key : List.of(
                flipped(KEY, 40),
                Arrays.copyOf(KEY, 64),
                Arrays.copyOf(KEY, 66),
                new byte[65],
                new byte[] {0},
                new byte[0])) {
            assertThat(SignatureAlgorithm.SM2.isKey(key)).isFalse();
            assertThat(SignatureAlgorithm.SM2.verifies(key, MESSAGE, SIGNATURE.der()))
                    .isFalse();
        }
        byte[] compressed = Arrays.copyOf(KEY, 33);
        compressed[0] = 3;
        assertThat(SignatureAlgorithm.SM2.isKey(compressed)).isFalse();
    }

    @Test
    void whatBouncyCastleSignsWithSm2Verifies() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", BOUNCY_CASTLE);
        generator.initialize(new ECGenParameterSpec("sm2p256v1"));
        for (int i = 0; i < 40; i++) {
            KeyPair pair = generator.generateKeyPair();
            byte[] spki = pair.getPublic().getEncoded();
            byte[] key = Arrays.copyOfRange(spki, spki.length - 65, spki.length);
            byte[] message = ("message " + i).repeat(i).getBytes(StandardCharsets.UTF_8);
            byte[] signed = signed(Signature.getInstance("SM3withSM2", BOUNCY_CASTLE), pair, message);
            assertThat(SignatureAlgorithm.SM2.verifies(key, message, signed)).isTrue();
            assertThat(SignatureAlgorithm.SM2.verifies(KEY, message, signed)).isFalse();
        }
    }

    @Test
    void onP256BothValuesOfSVerifyButOneIsTheOnlyForm() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        byte[] key = pair.getPublic().getEncoded();
        DerSignature signed = DerSignature.parse(signed(Signature.getInstance("SHA256withECDSA"), pair, MESSAGE))
                .orElseThrow();
        DerSignature low = signed.lowS();
        DerSignature high = new DerSignature(low.r(), PrimeCurve.P256.n().subtract(low.s()));
        assertThat(high.lowS()).isEqualTo(low);
        for (DerSignature each : List.of(low, high)) {
            assertThat(SignatureAlgorithm.P256.verifies(key, MESSAGE, each.der()))
                    .isTrue();
        }
        assertThat(SignatureAlgorithm.P256.isOnlyForm(low.der())).isTrue();
        assertThat(SignatureAlgorithm.P256.isOnlyForm(high.der())).isFalse();
        VerifierKey named = new VerifierKey("log.example", SignatureAlgorithm.P256, key);
        assertThat(named.verifies(
                        note(),
                        line(
                                named,
                                signed(Signature.getInstance("SHA256withECDSA"), pair, note())
                                        .lowS()
                                        .der())))
                .isTrue();
        DerSignature ofNote =
                signed(Signature.getInstance("SHA256withECDSA"), pair, note()).lowS();
        DerSignature mirrored = new DerSignature(ofNote.r(), PrimeCurve.P256.n().subtract(ofNote.s()));
        assertThat(named.verifies(note(), line(named, mirrored.der()))).isFalse();
    }

    @Test
    void aSignatureHasOneWrittenForm() {
        byte[] der = SIGNATURE.der();
        assertThat(DerSignature.parse(der)).contains(SIGNATURE);
        for (String other : List.of(
                "3081" + HEX.formatHex(der).substring(2), // length in two bytes
                HEX.formatHex(der) + "00",
                "30" + HEX.formatHex(new byte[] {(byte) (der[1] + 1)})
                        + HEX.formatHex(der).substring(4) + "00",
                "300702020001020101", // a leading zero too many
                "3006020100020101ff",
                "30060280010002010100",
                "3000",
                "30",
                "",
                "3006020101030101",
                "3003020101")) {
            assertThat(DerSignature.parse(HEX.parseHex(other))).as(other).isEmpty();
        }
        assertThat(DerSignature.parse(HEX.parseHex("3006020101020102"))).isPresent();
    }

    @Test
    void everyKeyHasOneTextAndAnIdOfItsOwn() throws MalformedTextException {
        VerifierKey key = new VerifierKey("log.example", SignatureAlgorithm.SM2, KEY);
        assertThat(VerifierKey.parse(key.text())).isEqualTo(key);
        assertThat(VerifierKey.parse(key.text()).algorithm()).isEqualTo(SignatureAlgorithm.SM2);
        assertThat(key.text()).startsWith("log.example+").contains("+/zEuMi4xNTYuMTAxOTcuMS41MDEE");
        // the same key under another identifier, without one, or with a point off the curve
        byte[] typed = key.typed();
        for (byte[] other : List.of(
                flipped(typed, 0), flipped(typed, 60), KEY, flipped(typed, typed.length * 8 - 1), new byte[] {-1})) {
            String text = "log.example+" + key.text().split("\\+")[1] + "+"
                    + Base64.getEncoder().encodeToString(other);
            assertThatThrownBy(() -> VerifierKey.parse(text)).isInstanceOf(MalformedTextException.class);
        }
        assertThatThrownBy(() -> WitnessKey.parse(key.text())).isInstanceOf(MalformedTextException.class);
        assertThatThrownBy(() -> new VerifierKey("log.example", SignatureAlgorithm.P256, KEY))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static SignedNote note() {
        return new SignedNote("a note\n", List.of());
    }

    private static SignedNote.Signature line(VerifierKey key, byte[] signature) {
        return new SignedNote.Signature(key.name(), key.keyId(), signature);
    }

    private static DerSignature signed(Signature signer, KeyPair pair, SignedNote note)
            throws GeneralSecurityException {
        return DerSignature.parse(signed(signer, pair, note.text().getBytes(StandardCharsets.UTF_8)))
                .orElseThrow();
    }

    private static byte[] signed(Signature signer, KeyPair pair, byte[] message) throws GeneralSecurityException {
        signer.initSign(pair.getPrivate());
        signer.update(message);
        return signer.sign();
    }

    private static byte[] flipped(byte[] bytes, int bit) {
        byte[] changed = bytes.clone();
        changed[bit / 8] ^= (byte) (0x80 >> bit % 8);
        return changed;
    }
}
