package org.chancery.console.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.chancery.ledger.verify.ReceiptVerifier;
import org.chancery.ledger.verify.Verdict;
import org.chancery.ledger.verify.VerifierKey;
import org.chancery.ledger.verify.WitnessPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verifier of the command line against the forger. The seed is new each time, and printed. */
class ForgerTest {

    @TempDir
    private Path folder;

    @TempDir
    private Path forger;

    @Test
    void theGenuineAreValidAndNoForgeryIs() throws Exception {
        long seed = System.nanoTime();
        try (GenuineCase genuine = new GenuineCase(folder)) {
            WitnessPolicy policy = WitnessPolicy.parse(genuine.signers.policy());
            List<VerifierKey> logs =
                    policy.logs().stream().map(WitnessPolicy.Log::key).toList();
            ReceiptVerifier verifier = new ReceiptVerifier(logs, policy);
            Forgeries forgeries = new Forgeries(genuine, forger, seed);
            for (byte[] base : forgeries.bases()) {
                assertThat(accepted(verifier.verify(base))).isTrue();
            }
            Map<String, Integer> verdicts = new TreeMap<>();
            for (Forgery forgery : forgeries.all()) {
                Verdict verdict = verifier.verify(forgery.file());
                assertThat(accepted(verdict))
                        .as("seed " + seed + ": " + forgery.name())
                        .isFalse();
                verdicts.merge(verdict.getClass().getSimpleName(), 1, Integer::sum);
            }
            System.out.println(
                    "ForgerTest: seed " + seed + ", " + forgeries.all().size() + " forgeries, none valid: " + verdicts);
            assertThat(forgeries.all()).hasSizeGreaterThan(500);
        }
    }

    private static boolean accepted(Verdict verdict) {
        return verdict instanceof Verdict.Valid
                || verdict instanceof Verdict.ValidCase
                || verdict instanceof Verdict.Revoked;
    }

    @Test
    void noForgedCertificateSealsACase() {
        long seed = System.nanoTime();
        ForgedCertificates forged = new ForgedCertificates(folder, forger, seed);
        assertThat(forged.bases())
                .allSatisfy(base -> assertThat(forged.word(base)).isEqualTo("sealed"));
        Map<String, Integer> words = new TreeMap<>();
        for (Forgery forgery : forged.all()) {
            String word = forged.word(forgery.file());
            assertThat(word).as("seed " + seed + ": " + forgery.name()).isNotEqualTo("sealed");
            words.merge(word, 1, Integer::sum);
        }
        System.out.println(
                "ForgerTest: seed " + seed + ", " + forged.all().size() + " certificates, none sealed: " + words);
        assertThat(forged.all()).hasSizeGreaterThan(500);
        assertThat(words.keySet()).containsExactly("altered", "malformed", "mixed", "open", "unknown");
    }

    @Test
    void aChangeIsNamed() throws Exception {
        try (GenuineCase genuine = new GenuineCase(folder)) {
            ReceiptVerifier verifier = new ReceiptVerifier(List.of(genuine.signers.logKey()));
            String html = genuine.html();
            assertThat(verifier.verify(Signers.utf8(html.replace("<body>", "<body class=\"x\">"))))
                    .isEqualTo(new Verdict.Altered(Verdict.Part.PAGE, ""));
            String receipt = genuine.receipts.getFirst().text();
            byte[] changed = receipt.replace("1000000.00", "2000000.00").getBytes(StandardCharsets.UTF_8);
            assertThat(verifier.verify(changed)).isEqualTo(new Verdict.Altered(Verdict.Part.FIELD, "capital"));
        }
    }
}
