package org.chancery.ledger.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A page says in which zone it shows times; pages from before it did are still pages. */
class PageTextTest {

    @TempDir
    private Path folder;

    private ReceiptFixture log;

    @BeforeEach
    void open() {
        log = new ReceiptFixture(folder, 5);
    }

    @AfterEach
    void close() {
        log.close();
    }

    private PageText page(Optional<String> zone) {
        String receipt = new String(log.receipt(2), StandardCharsets.UTF_8);
        String key = log.key.verifierKey().text();
        return new PageText("https://a.example/verify", key, List.of(receipt), "", new TreeMap<>(), zone);
    }

    private static byte[] file(PageText page) {
        return page.render().getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aPageIsReadAsItWasWritten() throws MalformedTextException {
        for (Optional<String> zone : List.of(Optional.<String>empty(), Optional.of("Asia/Shanghai"))) {
            byte[] file = file(page(zone));
            assertThat(PageText.parse(file).data()).isEqualTo(page(zone));
            assertThat(log.verifier().verify(file)).isInstanceOf(Verdict.ValidCase.class);
        }
    }

    @Test
    void whatIsNoZoneIsNeitherWrittenNorRead() {
        assertThatThrownBy(() -> page(Optional.of("<b>")).render()).isInstanceOf(IllegalArgumentException.class);
        String block = block(page(Optional.of("Asia/Shanghai")).render());
        assertThat(log.verifier().verify(with(block.replace("Asia/Shanghai", "<b>"))))
                .isInstanceOf(Verdict.Malformed.class);
        assertThat(log.verifier().verify(with(block.replace("\"v\":2", "\"v\":1"))))
                .isInstanceOf(Verdict.Malformed.class);
        assertThat(log.verifier().verify(with(block))).isInstanceOf(Verdict.ValidCase.class);
    }

    private static String block(String page) {
        int from = page.indexOf("id=\"chancery-case\">") + 19;
        byte[] json = Base64.getDecoder().decode(page.substring(from, page.indexOf("</script>", from)));
        return new String(json, StandardCharsets.UTF_8);
    }

    private byte[] with(String block) {
        String page = page(Optional.of("UTC")).render();
        int from = page.indexOf("id=\"chancery-case\">") + 19;
        String base64 = Base64.getEncoder().encodeToString(block.getBytes(StandardCharsets.UTF_8));
        return (page.substring(0, from) + base64 + page.substring(page.indexOf("</script>", from)))
                .getBytes(StandardCharsets.UTF_8);
    }
}
