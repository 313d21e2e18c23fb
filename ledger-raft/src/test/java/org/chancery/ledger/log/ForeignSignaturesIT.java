package org.chancery.ledger.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.chancery.ledger.Hash;
import org.chancery.ledger.Head;
import org.chancery.ledger.verify.MalformedTextException;
import org.chancery.ledger.verify.Rfc6962;
import org.chancery.ledger.verify.SignatureAlgorithm;
import org.chancery.ledger.verify.SignedNote;
import org.chancery.ledger.verify.VerifierKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Other implementations and ours agree on the further signature lines, both ways: OpenSSL on P-256 and SM2, Go on Ed25519
 * and P-256 (Debian packages openssl, golang and golang-golang-x-mod-dev).
 */
class ForeignSignaturesIT {

    private static final String ORIGIN = "chancery.example/main";
    private static final Path PROGRAM = Path.of("src/test/go/lines/main.go").toAbsolutePath();

    /** SubjectPublicKeyInfo before the point of an SM2 key, GM/T 0006 and RFC 5480 §2. */
    private static final byte[] SM2_SPKI =
            HexFormat.of().parseHex("3059301306072a8648ce3d020106082a811ccf5501822d034200");

    @TempDir
    private Path temp;

    private LogKey key;
    private SignedNote note;

    @BeforeEach
    void sign() throws MalformedTextException {
        key = LogKey.open(temp.resolve("log.p12"), ORIGIN);
        for (SignatureAlgorithm each : List.of(SignatureAlgorithm.P256, SignatureAlgorithm.SM2)) {
            key = key.and(LogKey.further(temp.resolve(each.label() + ".p12"), ORIGIN, each));
        }
        Head empty = new Head(0, new Hash(Rfc6962.empty()));
        note = SignedNote.parse(
                key.sign(empty, Instant.parse("2026-11-24T01:02:03Z")).note());
    }

    @ParameterizedTest
    @EnumSource(names = {"P256", "SM2"})
    void opensslVerifiesOurLine(SignatureAlgorithm algorithm) throws IOException, InterruptedException {
        VerifierKey own = keyOf(algorithm);
        Path signature = temp.resolve("signature");
        Files.write(signature, lineOf(own).bytes());
        Path pem = pem("PUBLIC KEY", spki(own));
        Path text = Files.writeString(temp.resolve("text"), note.text());
        assertThat(openssl(verify(algorithm, pem, signature, text)).code()).isZero();
        Files.writeString(text, note.text().replace("2026", "2027"));
        assertThat(openssl(verify(algorithm, pem, signature, text)).code()).isNotZero();
    }

    @ParameterizedTest
    @EnumSource(names = {"P256", "SM2"})
    void weVerifyWhatOpensslSigns(SignatureAlgorithm algorithm) throws IOException, InterruptedException {
        boolean sm2 = algorithm == SignatureAlgorithm.SM2;
        Path secret = temp.resolve("secret.pem");
        String curve = "ec_paramgen_curve:" + (sm2 ? "SM2" : "P-256");
        require("genpkey", "-algorithm", sm2 ? "SM2" : "EC", "-pkeyopt", curve, "-out", secret.toString());
        Path der = temp.resolve("public.der");
        require("pkey", "-in", secret.toString(), "-pubout", "-outform", "DER", "-out", der.toString());
        byte[] spki = Files.readAllBytes(der);
        byte[] publicKey = sm2 ? Arrays.copyOfRange(spki, spki.length - 65, spki.length) : spki;
        for (int i = 0; i < 5; i++) {
            byte[] message = ("message " + i).repeat(i + 1).getBytes(StandardCharsets.UTF_8);
            Path text = Files.write(temp.resolve("text"), message);
            Path out = temp.resolve("out");
            List<String> sign = new ArrayList<>(
                    List.of("pkeyutl", "-sign", "-rawin", "-inkey", secret.toString(), "-in", text.toString(), "-out"));
            sign.add(out.toString());
            sign.addAll(digest(algorithm));
            require(sign.toArray(String[]::new));
            byte[] signature = Files.readAllBytes(out);
            assertThat(algorithm.verifies(publicKey, message, signature)).isTrue();
            message[0] ^= 1;
            assertThat(algorithm.verifies(publicKey, message, signature)).isFalse();
        }
    }

    @Test
    void goReadsTheNoteWithEachOfItsKeysAndPassesOverOtherLines() throws IOException, InterruptedException {
        Path file = Files.writeString(temp.resolve("note"), note.render());
        VerifierKey ed25519 = keyOf(SignatureAlgorithm.ED25519);
        VerifierKey p256 = keyOf(SignatureAlgorithm.P256);
        assertThat(go(file, ed25519, p256)).isEqualTo(new Outcome(0, "2 verified, 1 of unknown keys\n"));
        assertThat(go(file, ed25519)).isEqualTo(new Outcome(0, "1 verified, 2 of unknown keys\n"));
        assertThat(go(file, p256)).isEqualTo(new Outcome(0, "1 verified, 2 of unknown keys\n"));
        Files.writeString(file, note.render().replace("2026", "2027"));
        assertThat(go(file, p256).code()).isNotZero();
    }

    private VerifierKey keyOf(SignatureAlgorithm algorithm) {
        return key.verifierKeys().stream()
                .filter(each -> each.algorithm() == algorithm)
                .findFirst()
                .orElseThrow();
    }

    private SignedNote.Signature lineOf(VerifierKey own) {
        return note.signatures().stream().filter(own::made).findFirst().orElseThrow();
    }

    private static byte[] spki(VerifierKey key) {
        byte[] own = key.publicKey();
        if (key.algorithm() != SignatureAlgorithm.SM2) {
            return own;
        }
        byte[] spki = Arrays.copyOf(SM2_SPKI, SM2_SPKI.length + own.length);
        System.arraycopy(own, 0, spki, SM2_SPKI.length, own.length);
        return spki;
    }

    private Path pem(String what, byte[] der) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return Files.writeString(
                temp.resolve("public.pem"), "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n");
    }

    private static String[] verify(SignatureAlgorithm algorithm, Path pem, Path signature, Path text) {
        List<String> words =
                new ArrayList<>(List.of("pkeyutl", "-verify", "-rawin", "-pubin", "-inkey", pem.toString()));
        words.addAll(List.of("-sigfile", signature.toString(), "-in", text.toString()));
        words.addAll(digest(algorithm));
        return words.toArray(String[]::new);
    }

    private static List<String> digest(SignatureAlgorithm algorithm) {
        return algorithm == SignatureAlgorithm.SM2
                ? List.of("-digest", "sm3", "-pkeyopt", "distid:1234567812345678")
                : List.of("-digest", "sha256");
    }

    private record Outcome(int code, String output) {}

    private static Outcome openssl(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(words));
        return run(command, Map.of());
    }

    private static void require(String... words) throws IOException, InterruptedException {
        Outcome outcome = openssl(words);
        assertThat(outcome.code()).as(outcome.output()).isZero();
    }

    private static Outcome go(Path note, VerifierKey... keys) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("go", "run", PROGRAM.toString(), note.toString()));
        Arrays.stream(keys).map(VerifierKey::text).forEach(command::add);
        return run(command, Map.of("GO111MODULE", "off", "GOFLAGS", "", "GOPATH", "/usr/share/gocode"));
    }

    private static Outcome run(List<String> command, Map<String, String> environment)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        return new Outcome(process.exitValue(), output);
    }
}
