package org.chancery.console.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.chancery.ledger.CasePage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page's own program against the same forger, in Chromium: at a plain HTTP address, where there is no WebCrypto, and
 * at a trustworthy one, where it computes with the browser's own.
 */
class ForgerIT {

    private static final String RUN = """
            async ({ policy, shells, bases, forgeries }) => {
              const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
              const { parseTrust, verify, verifyPage, computedBy } = globalThis.chancery;
              const trust = await parseTrust(policy);
              const files = bases.map(bytes);
              const check = (file, base) =>
                base === files.length - 1 ? verifyPage(file, trust, shells) : verify(file, trust);
              const genuine = [];
              for (const [i, file] of files.entries()) genuine.push((await check(file, i)).verdict);
              const accepted = [];
              const began = performance.now();
              for (const { name, base, before, behind, middle } of forgeries) {
                const from = files[base];
                const piece = bytes(middle);
                const forged = new Uint8Array(before + piece.length + behind);
                forged.set(from.subarray(0, before));
                forged.set(piece, before);
                forged.set(from.subarray(from.length - behind), before + piece.length);
                const { verdict } = await check(forged, base);
                if (verdict === 'valid' || verdict === 'revoked') accepted.push(name);
              }
              const millis = performance.now() - began;
              return { genuine, accepted, millis, computed: computedBy(), secure: window.isSecureContext };
            }""";

    @TempDir
    static Path folder;

    @TempDir
    static Path forger;

    private static StrangersBrowser browser;

    @BeforeAll
    static void open() throws IOException {
        browser = new StrangersBrowser();
        browser.serve(
                "/",
                "text/html",
                "<!doctype html><title>t</title><link rel=icon href=data:,><script src=verify.js></script>");
    }

    @AfterAll
    static void close() {
        browser.close();
    }

    @Test
    void noForgeryIsValidWithOrWithoutWebCrypto() throws Exception {
        long seed = System.nanoTime();
        try (GenuineCase genuine = new GenuineCase(folder);
                Page page = browser.page("en", "UTC")) {
            Forgeries forgeries = new Forgeries(genuine, forger, seed);
            List<byte[]> bases = forgeries.bases();
            Map<String, Object> work = Map.of(
                    "policy", genuine.signers.policy(),
                    "shells", CasePage.shells().lines().toList(),
                    "bases",
                            bases.stream()
                                    .map(Base64.getEncoder()::encodeToString)
                                    .toList(),
                    "forgeries",
                            forgeries.all().stream()
                                    .map(forgery -> forgery.difference(bases))
                                    .toList());
            for (String host : List.of("plain.test", "localhost")) {
                page.navigate(browser.address(host));
                Map<?, ?> found = (Map<?, ?>) page.evaluate(RUN, work);
                System.out.println("ForgerIT: seed " + seed + ", "
                        + forgeries.all().size() + " forgeries at " + host
                        + " in " + found.get("millis") + " ms, computed by " + found.get("computed") + ", accepted: "
                        + found.get("accepted"));
                assertThat(found.get("secure")).isEqualTo(host.equals("localhost"));
                assertThat(found.get("computed")).isEqualTo(host.equals("localhost") ? "webcrypto" : "bundled");
                assertThat((List<?>) found.get("genuine")).hasSize(bases.size()).allMatch("valid"::equals);
                assertThat((List<?>) found.get("accepted")).as("seed " + seed).isEmpty();
            }
        }
    }
}
