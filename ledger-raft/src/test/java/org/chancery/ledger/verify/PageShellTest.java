package org.chancery.ledger.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The committed page is the one that was built from {@code src/main/page}, and lets nothing else in. */
class PageShellTest {

    private static final Path WORDS = Path.of("src/main/page/words");
    /** A word in capitals between quotes, on a line that reports a flaw. */
    private static final Pattern FLAW = Pattern.compile("(?m)^.*(?:Malformed|expect|flaw:).*'([A-Z][A-Z0-9_]+)'");

    private final String page = PageText.resource("page.html");
    private final String script = PageText.resource("verify.js");

    @Test
    void thePageHoldsTheScriptAndAllowsOnlyIt() throws IOException {
        String style = Files.readString(Path.of("src/main/page/page.css"));
        assertThat(page).contains("<script>" + script + "</script>").contains("<style>" + style + "</style>");
        Matcher policy = Pattern.compile("Content-Security-Policy\" content=\"([^\"]+)\"")
                .matcher(page);
        assertThat(policy.find()).isTrue();
        assertThat(policy.group(1))
                .isEqualTo("default-src 'none'; script-src '" + hash(script) + "'; style-src '" + hash(style)
                        + "'; base-uri 'none'; form-action 'none'");
    }

    @Test
    void itsHashIsKnownToEveryVerifier() {
        byte[] hash = Rfc6962.sha256().digest(page.getBytes(StandardCharsets.UTF_8));
        assertThat(PageText.resource("pages.txt").lines())
                .contains(HexFormat.of().formatHex(hash));
    }

    @Test
    void itAsksNoOtherAddressForAnything() {
        String outside = page.replace(script, "");
        assertThat(outside).doesNotContain("http:").doesNotContain("https:").doesNotContain(" src=");
        assertThat(outside).doesNotContain("<link").doesNotContain("url(");
        assertThat(script).doesNotContain("</script").doesNotContain("<!--").doesNotContain("eval(");
    }

    @Test
    void everyWordIsThereInBothLanguagesAndInTheScript() throws IOException {
        Map<String, Object> english = words("en.json");
        Map<String, Object> chinese = words("zh-CN.json");
        assertThat(chinese.keySet()).isEqualTo(english.keySet());
        english.forEach((key, text) -> {
            assertThat(parameters(chinese.get(key))).as(key).isEqualTo(parameters(text));
            assertThat(chinese.get(key)).as(key).isNotEqualTo(text);
        });
        assertThat(Stream.of(Verdict.Part.values()).map(part -> "altered." + part))
                .allMatch(english::containsKey);
        assertThat(flawsThatTheScriptFinds())
                .hasSizeGreaterThan(10)
                .allMatch(flaw -> english.containsKey("flaw." + flaw));
        assertThat(script).contains(english.get("altered.FIELD").toString());
        assertThat(script).contains(chinese.get("altered.FIELD").toString());
    }

    private static Set<String> flawsThatTheScriptFinds() throws IOException {
        Set<String> flaws = new TreeSet<>();
        try (Stream<Path> files = Files.list(WORDS.resolveSibling("."))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".js")).toList()) {
                FLAW.matcher(Files.readString(file)).results().forEach(found -> flaws.add(found.group(1)));
            }
        }
        return flaws;
    }

    private static Map<String, Object> words(String file) throws IOException {
        Optional<Map<String, Object>> words = JsonText.object(Files.readString(WORDS.resolve(file)));
        return new TreeMap<>(words.orElseThrow());
    }

    private static Set<String> parameters(Object text) {
        return Pattern.compile("\\{\\d}")
                .matcher(text.toString())
                .results()
                .map(found -> found.group())
                .collect(java.util.stream.Collectors.toSet());
    }

    private static String hash(String text) {
        byte[] hash = Rfc6962.sha256().digest(text.getBytes(StandardCharsets.UTF_8));
        return "sha256-" + Base64.getEncoder().encodeToString(hash);
    }
}
