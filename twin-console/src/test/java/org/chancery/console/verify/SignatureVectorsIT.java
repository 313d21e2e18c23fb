package org.chancery.console.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The public vectors in Chromium, asked of the very script that pages carry: once it computes
 * with the bundled curves, once with the browser's own.
 */
class SignatureVectorsIT {

    private static final Path VECTORS = Path.of("../ledger-raft/src/test/resources/vectors");

    private static final String RUN = """
            async ({ lines, algorithm }) => {
              const { computedBy, isSigned } = globalThis.chancery;
              const wrong = [];
              for (const [name, key, message, signature, verdict] of lines.map((line) => line.split('\\t'))) {
                const accepted = await isSigned(bytes(key), bytes(message), bytes(signature), algorithm);
                if (accepted !== (verdict === 'accept')) wrong.push(name);
              }
              return { wrong, computed: computedBy() };
            }""";

    private static StrangersBrowser browser;

    @BeforeAll
    static void open() throws IOException {
        browser = new StrangersBrowser();
    }

    @AfterAll
    static void close() {
        browser.close();
    }

    @ParameterizedTest
    @CsvSource({
        "plain.test, bundled, ed25519, 153",
        "secure.test, webcrypto, ed25519, 153",
        "plain.test, bundled, p-256, 527",
        "secure.test, webcrypto, p-256, 527"
    })
    void everyVectorIsJudgedAsItMust(String host, String computed, String algorithm, int count) throws IOException {
        Path table = VECTORS.resolve(algorithm.equals("p-256") ? "ecdsa-p256.tsv" : algorithm + ".tsv");
        List<String> lines = Files.readAllLines(table).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();
        assertThat(lines).hasSize(count);
        Map<?, ?> found = browser.ask(host, RUN, Map.of("lines", lines, "algorithm", algorithm));
        assertThat((List<?>) found.get("wrong")).isEmpty();
        assertThat(found.get("computed")).isEqualTo(computed);
    }
}
