package org.chancery.console.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.chancery.ledger.CasePage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How long a visitor's browser takes to check a receipt, and the page of a case, for the first time: each on a page just
 * loaded, with nothing remembered. Prints what it measured; how long it takes is no reason to fail.
 */
class VerificationTimeIT {

    private static final int LOADS = 5;

    private static final String CHECK = """
            async ({ policy, shells, file, page }) => {
              const { parseTrust, verify, verifyPage } = globalThis.chancery;
              const read = bytes(file);
              const began = performance.now();
              const trust = await parseTrust(policy);
              const { verdict } = page ? await verifyPage(read, trust, shells) : await verify(read, trust);
              return { verdict, millis: performance.now() - began };
            }""";

    @TempDir
    static Path folder;

    private static StrangersBrowser browser;
    private static GenuineCase genuine;

    @BeforeAll
    static void open() throws Exception {
        genuine = new GenuineCase(folder);
        browser = new StrangersBrowser();
    }

    @AfterAll
    static void close() throws IOException {
        browser.close();
        genuine.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain.test", "secure.test"})
    void aVisitorWaits(String host) {
        measure(host, "receipt", Signers.utf8(genuine.receipts.getFirst().text()), false);
        measure(host, "page of a case", Signers.utf8(genuine.html()), true);
    }

    private static void measure(String host, String what, byte[] file, boolean wholePage) {
        List<Double> times = new ArrayList<>();
        for (int i = 0; i < LOADS; i++) {
            Map<?, ?> found = browser.ask(
                    host,
                    CHECK,
                    Map.of(
                            "policy", genuine.signers.policy(),
                            "shells", CasePage.shells().lines().toList(),
                            "file", Base64.getEncoder().encodeToString(file),
                            "page", wholePage));
            assertThat(found.get("verdict")).isEqualTo("valid");
            times.add(((Number) found.get("millis")).doubleValue());
        }
        double[] sorted =
                times.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        System.out.printf(
                Locale.ROOT,
                "VerificationTimeIT: %s, %s of %d bytes, first time, %d loads: median %.1f ms (%.1f–%.1f)%n",
                host,
                what,
                file.length,
                LOADS,
                sorted[LOADS / 2],
                Arrays.stream(sorted).min().orElseThrow(),
                sorted[LOADS - 1]);
    }
}
