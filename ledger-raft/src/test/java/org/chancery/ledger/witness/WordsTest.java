package org.chancery.ledger.witness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** What the witness says has words in both languages. */
class WordsTest {

    @Test
    void bothLanguagesSayTheSameThings() throws IOException {
        assertThat(bundle("words_zh.properties").stringPropertyNames())
                .isEqualTo(bundle("words.properties").stringPropertyNames());
    }

    @Test
    void everyLookAndEveryReasonCanBeSaid() {
        for (Locale locale : List.of(Locale.ENGLISH, Locale.SIMPLIFIED_CHINESE)) {
            Words words = new Words(locale);
            for (Answer.Reason reason : Answer.Reason.values()) {
                assertThat(words.look(new LogFollower.Look.Refused(reason))).isNotBlank();
            }
            assertThat(words.look(new LogFollower.Look.Cosigned("log", 1234567)))
                    .contains("log")
                    .contains("1234567");
            assertThat(words.look(new LogFollower.Look.NothingNew("log", 7))).contains("7");
            assertThat(words.look(new LogFollower.Look.WentBack("log", 3, 7)))
                    .contains("3")
                    .contains("7");
            assertThat(words.look(new LogFollower.Look.Unreadable("x\u001b[2J\ny")))
                    .doesNotContain("\u001b", "\n");
            assertThat(words.look(new LogFollower.Look.Unable("why"))).contains("why");
            URI peer = URI.create("http://peer.example");
            for (PeerComparison.Found found : List.of(
                    new PeerComparison.Found.Same(peer, 7),
                    new PeerComparison.Found.Nothing(peer),
                    new PeerComparison.Found.Contradiction(peer, 7, 9),
                    new PeerComparison.Found.Worthless(peer, "why"),
                    new PeerComparison.Found.Unreadable(peer, "why"))) {
                assertThat(words.found(found)).contains("peer.example");
                Instant since = Instant.parse("2026-11-24T01:02:03Z");
                assertThat(words.standing(new Comparisons().note(found, since)).contains("2026-11-24T01:02:03Z"))
                        .isEqualTo(!found.isCompared());
            }
        }
    }

    private static Properties bundle(String name) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = new InputStreamReader(Words.class.getResourceAsStream(name), StandardCharsets.UTF_8)) {
            properties.load(reader);
        }
        return properties;
    }
}
