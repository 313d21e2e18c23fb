package org.chancery.engine.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Everything the judge can find has plain words in both languages, with the same places for details. */
class FindingWordsTest {

    private static final Path SOURCES = Path.of("src/main/java/org/chancery/engine/conformance");
    private static final Pattern PLACE = Pattern.compile("\\{[a-zA-Z]+}");

    private static Properties bundle(String language) throws IOException {
        Properties bundle = new Properties();
        try (Reader reader = new InputStreamReader(
                FindingWords.class.getResourceAsStream("findings_" + language + ".properties"),
                StandardCharsets.UTF_8)) {
            bundle.load(reader);
        }
        return bundle;
    }

    private static Set<String> places(String text) {
        Set<String> places = new TreeSet<>();
        PLACE.matcher(text).results().forEach(place -> places.add(place.group()));
        return places;
    }

    @Test
    void bothLanguagesSayTheSameThings() throws IOException {
        Properties english = bundle("en");
        Properties chinese = bundle("zh_CN");
        assertThat(chinese.keySet()).isEqualTo(english.keySet());
        english.stringPropertyNames()
                .forEach(key -> assertThat(places(chinese.getProperty(key)))
                        .as(key)
                        .isEqualTo(places(english.getProperty(key))));
    }

    /** Each word of the bundle is a code in the sources, and no code that the tests above meet lacks words. */
    @Test
    void everyCodeIsUsed() throws IOException {
        StringBuilder sources = new StringBuilder();
        try (Stream<Path> files = Files.list(SOURCES)) {
            for (Path file : files.toList()) {
                sources.append(Files.readString(file));
            }
        }
        bundle("en")
                .stringPropertyNames()
                .forEach(key -> assertThat(sources.toString())
                        .as(key)
                        .contains('"' + key.substring("conformance.".length()) + '"'));
    }

    @Test
    void aFindingIsOneSentence() {
        Finding finding = new Finding(
                Finding.Kind.DEVIATION,
                "case",
                7,
                0,
                "decided",
                "wrong-flow",
                Map.of("taken", "f-grant", "expected", "f-refuse"));
        assertThat(new FindingWords(Locale.ENGLISH).of(finding))
                .isEqualTo("From decided the case took f-grant; the facts lead to f-refuse.");
        assertThat(new FindingWords(Locale.SIMPLIFIED_CHINESE).of(finding))
                .isEqualTo("办件从 decided 走了 f-grant，而事实指向 f-refuse。");
    }
}
