package org.chancery.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every code that the engine can refuse with has plain words, in both languages. */
class MessagesTest {

    private static final Pattern CODE =
            Pattern.compile("\"((?:field|model|form|task|case|person|rest|audit|erasure)\\.[a-z-]+[a-z])\"");
    private static final Pattern KIND = Pattern.compile("super\\(\"([a-z-]+)\"");
    private static final Pattern PLACE = Pattern.compile("\\{[a-zA-Z]+}");

    @Test
    void bothLanguagesHaveEveryCodeAndTheSamePlaceholders() throws IOException {
        Properties english = bundle("en");
        Properties chinese = bundle("zh_CN");
        assertThat(chinese.keySet()).isEqualTo(english.keySet());
        assertThat(english.keySet().stream().map(Object::toString)).containsAll(codes());
        for (String code : english.stringPropertyNames()) {
            assertThat(places(chinese.getProperty(code))).as(code).isEqualTo(places(english.getProperty(code)));
        }
    }

    private static Set<String> codes() throws IOException {
        Set<String> codes = new TreeSet<>(Set.of(
                "work-failed",
                "record-too-large",
                "model.missing-form",
                "model.missing-decision",
                "model.missing-process"));
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            for (Path source :
                    sources.filter(file -> file.toString().endsWith(".java")).toList()) {
                String text = Files.readString(source);
                Matcher code = CODE.matcher(text);
                while (code.find()) {
                    if (!code.group(1).matches("case\\.(engine|history)")) { // names of Operaton's scripts
                        codes.add(code.group(1));
                    }
                }
                Matcher kind = KIND.matcher(source.endsWith("EngineException.java") ? text : "");
                while (kind.find()) {
                    codes.add(kind.group(1));
                }
            }
        }
        assertThat(codes).hasSizeGreaterThan(60);
        return codes;
    }

    private static Set<String> places(String text) {
        Set<String> places = new TreeSet<>();
        Matcher place = PLACE.matcher(text);
        while (place.find()) {
            places.add(place.group());
        }
        return places;
    }

    private static Properties bundle(String language) throws IOException {
        Properties properties = new Properties();
        try (Reader in = new InputStreamReader(
                MessagesTest.class.getResourceAsStream("messages_" + language + ".properties"),
                StandardCharsets.UTF_8)) {
            properties.load(in);
        }
        return properties;
    }
}
