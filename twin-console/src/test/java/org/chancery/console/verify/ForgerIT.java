package org.chancery.console.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.chancery.ledger.CasePage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page's own program against the same forger, in Chromium: at a plain HTTP address, where there is no WebCrypto, and
 * over HTTPS, where it computes with the browser's own.
 */
class ForgerIT {

    private static final String RUN = """
            async ({ policy, shells, bases, forgeries }) => {
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

    private static final String CERTIFICATES = """
            async ({ policy, bases, forgeries }) => {
              const { parseSealPolicy, verifyCertificates, computedBy } = globalThis.chancery;
              const trust = await parseSealPolicy(policy);
              const files = bases.map(bytes);
              const answers = [];
              for (const file of files) answers.push((await verifyCertificates(file, trust)).verdict);
              for (const { base, before, behind, middle } of forgeries) {
                const piece = bytes(middle);
                const from = files[base];
                const forged = [...from.subarray(0, before), ...piece, ...from.subarray(from.length - behind)];
                answers.push((await verifyCertificates(Uint8Array.from(forged), trust)).verdict);
              }
              return { answers, computed: computedBy() };
            }""";

    private static final String JSON = """
            ({ rows }) => {
              const meant = (cell) =>
                cell.replace(/<(?:(\\d+)\\*(.)|([0-9A-F]{2,4}))>/g, (all, times, c, code) =>
                  times ? c.repeat(Number(times)) : String.fromCharCode(parseInt(code, 16)));
              const shown = (value) => {
                if (value instanceof Map) return `{${[...value].map(([k, v]) => `${k}=${shown(v)}`).join(', ')}}`;
                return Array.isArray(value) ? `[${value.map(shown).join(', ')}]` : String(value);
              };
              const wrong = rows.filter((row) => {
                const [wanted, text] = row.split('\\t');
                const read = globalThis.chancery.objectIn(meant(text));
                return (read === undefined ? 'refuse' : shown(read)) !== meant(wanted);
              });
              return { wrong };
            }""";

    private static final String POLICIES = """
            async ({ log, witness, rows }) => {
              const wrong = [];
              for (const row of rows) {
                const [wanted, address] = row.split('\\t');
                const trust = await globalThis.chancery.parseTrust(`log ${log}\\nwitness w ${witness} ${address}\\nquorum w`);
                if ((trust === undefined ? 'refuse' : 'accept') !== wanted) wrong.push(row);
              }
              return { wrong };
            }""";

    private static final String PAGE = """
            async ({ policy, file }) => {
              const { parseTrust, verifyPage } = globalThis.chancery;
              const { verdict, part, field } = await verifyPage(bytes(file), await parseTrust(policy), []);
              return { verdict, part, field };
            }""";

    private static final Path VECTORS = Path.of("../ledger-raft/src/test/resources/vectors");

    @TempDir
    static Path folder;

    @TempDir
    static Path forger;

    private static StrangersBrowser browser;

    @BeforeAll
    static void open() throws IOException {
        browser = new StrangersBrowser();
    }

    @AfterAll
    static void close() {
        browser.close();
    }

    /** Every answer is that of the command line. */
    @Test
    void noForgedCertificateSealsACaseWithOrWithoutWebCrypto() {
        long seed = System.nanoTime();
        ForgedCertificates forged = new ForgedCertificates(folder, forger, seed);
        List<byte[]> bases = forged.bases();
        Map<String, Object> work = Map.of(
                "policy", forged.policy(),
                "bases", encoded(bases),
                "forgeries",
                        forged.all().stream()
                                .map(forgery -> forgery.difference(bases))
                                .toList());
        for (String host : List.of("plain.test", "secure.test")) {
            Map<?, ?> found = browser.ask(host, CERTIFICATES, work);
            assertThat(found.get("computed")).isEqualTo(host.equals("secure.test") ? "webcrypto" : "bundled");
            List<?> answers = (List<?>) found.get("answers");
            assertThat(answers.subList(0, bases.size())).allMatch("sealed"::equals);
            for (int i = 0; i < forged.all().size(); i++) {
                Forgery forgery = forged.all().get(i);
                assertThat(answers.get(bases.size() + i))
                        .as("seed " + seed + " at " + host + ": " + forgery.name())
                        .isEqualTo(forged.word(forgery.file()))
                        .isNotEqualTo("sealed");
            }
            System.out.println("ForgerIT: seed " + seed + ", " + forged.all().size() + " certificates at " + host
                    + ", each answered as by the command line, none sealed");
        }
    }

    /** The tables that the command's own readers are held against. */
    @Test
    void jsonAndAddressesAreReadAsTheCommandReadsThem() throws Exception {
        List<String> json = rows("json.tsv");
        assertThat(json).hasSizeGreaterThan(70);
        assertThat((List<?>)
                        browser.ask("plain.test", JSON, Map.of("rows", json)).get("wrong"))
                .isEmpty();
        try (GenuineCase genuine = new GenuineCase(folder)) {
            String witness = word(genuine.signers.policy(), "witness", 2);
            String log = word(genuine.signers.policy(), "log", 1);
            Map<String, Object> given = Map.of("log", log, "witness", witness, "rows", rows("policy-addresses.tsv"));
            assertThat((List<?>) browser.ask("plain.test", POLICIES, given).get("wrong"))
                    .isEmpty();
        }
    }

    private static List<String> rows(String table) throws IOException {
        return Files.readAllLines(VECTORS.resolve(table)).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();
    }

    private static String word(String policy, String kind, int place) {
        return policy.lines()
                .filter(line -> line.startsWith(kind + " "))
                .findFirst()
                .orElseThrow()
                .split("[ \t]+")[place];
    }

    /** A file of a deployment may be called as it likes: names like 7 come in the order of texts, as the command has them. */
    @Test
    void aPageMayHaveFilesWithNumbersForNames() throws Exception {
        try (GenuineCase genuine = new GenuineCase(folder)) {
            List<byte[]> bases = new Forgeries(genuine, forger, 1).bases();
            String page = new String(bases.getLast(), StandardCharsets.UTF_8);
            Matcher block = Pattern.compile("id=\"chancery-case\">([A-Za-z0-9+/=]+)</script>")
                    .matcher(page);
            assertThat(block.find()).isTrue();
            String json = new String(Base64.getDecoder().decode(block.group(1)), StandardCharsets.UTF_8);
            assertThat(json).contains("\"files\":{\"");
            byte[] named = json.replace("\"files\":{", "\"files\":{\"10\":\"a\",\"7\":\"b\",")
                    .getBytes(StandardCharsets.UTF_8);
            String with = page.replace(block.group(1), Base64.getEncoder().encodeToString(named));
            Map<String, Object> given = Map.of(
                    "policy",
                    genuine.signers.policy(),
                    "file",
                    Base64.getEncoder().encodeToString(with.getBytes(StandardCharsets.UTF_8)));
            assertThat(browser.ask("plain.test", PAGE, given))
                    .isEqualTo(Map.of("verdict", "altered", "part", "FILE", "field", "10"));
        }
    }

    private static List<String> encoded(List<byte[]> files) {
        return files.stream().map(Base64.getEncoder()::encodeToString).toList();
    }

    @Test
    void noForgeryIsValidWithOrWithoutWebCrypto() throws Exception {
        long seed = System.nanoTime();
        try (GenuineCase genuine = new GenuineCase(folder)) {
            Forgeries forgeries = new Forgeries(genuine, forger, seed);
            List<byte[]> bases = forgeries.bases();
            Map<String, Object> work = Map.of(
                    "policy", genuine.signers.policy(),
                    "shells", CasePage.shells().lines().toList(),
                    "bases", encoded(bases),
                    "forgeries",
                            forgeries.all().stream()
                                    .map(forgery -> forgery.difference(bases))
                                    .toList());
            for (String host : List.of("plain.test", "secure.test")) {
                Map<?, ?> found = browser.ask(host, RUN, work);
                System.out.println("ForgerIT: seed " + seed + ", "
                        + forgeries.all().size() + " forgeries at " + host
                        + " in " + found.get("millis") + " ms, computed by " + found.get("computed") + ", accepted: "
                        + found.get("accepted"));
                assertThat(found.get("secure")).isEqualTo(host.equals("secure.test"));
                assertThat(found.get("computed")).isEqualTo(host.equals("secure.test") ? "webcrypto" : "bundled");
                assertThat((List<?>) found.get("genuine")).hasSize(bases.size()).allMatch("valid"::equals);
                assertThat((List<?>) found.get("accepted")).as("seed " + seed).isEmpty();
            }
        }
    }
}
