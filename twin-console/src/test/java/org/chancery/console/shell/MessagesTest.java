package org.chancery.console.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.chancery.engine.Actor;
import org.chancery.engine.Availability;
import org.chancery.engine.Cases;
import org.chancery.engine.Erasures;
import org.chancery.ledger.LedgerStatus;
import org.junit.jupiter.api.Test;

class MessagesTest {

    private static final Pattern KEY = Pattern.compile(
            "(?:\\bt|getTranslation|\\bitem|link|button|muted)\\((?:nav, )?\"([a-z][A-Za-z.-]+[a-z])\"");
    private static final Pattern PARAMETER = Pattern.compile("\\{[^}]+}");

    @Test
    void bothLanguagesHaveTheSameKeysAndParameters() throws IOException {
        Properties english = bundle("en");
        Properties chinese = bundle("zh_CN");
        assertThat(chinese.keySet()).isEqualTo(english.keySet());
        for (String key : english.stringPropertyNames()) {
            assertThat(parameters(chinese.getProperty(key))).as(key).isEqualTo(parameters(english.getProperty(key)));
        }
    }

    @Test
    void everyKeyThatTheCodeNamesExists() throws IOException {
        Properties texts = bundle("en");
        Set<String> missing = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                Matcher keys = KEY.matcher(Files.readString(file));
                while (keys.find()) {
                    if (!texts.containsKey(keys.group(1))) {
                        missing.add(keys.group(1) + " in " + file.getFileName());
                    }
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void everyValueThatTheFacesKnowHasAText() throws IOException {
        Properties texts = bundle("en");
        Stream.of(
                        keys("status.", Cases.Status.values()),
                        keys("role.", Actor.Role.values()),
                        keys("availability.", Availability.values()),
                        keys("erasure.ground.", Erasures.Ground.values()),
                        keys("erasure.state.", Erasures.State.values()),
                        keys("erasure.despite.", Erasures.HoldKind.values()),
                        keys("erasure.hold.", Erasures.HoldKind.values()),
                        keys("peer.", LedgerStatus.Role.values()))
                .flatMap(List::stream)
                .forEach(key -> assertThat(texts.containsKey(key)).as(key).isTrue());
    }

    /** A straight apostrophe would vanish in a text with parameters. */
    @Test
    void noTextHasAStraightApostrophe() throws IOException {
        for (String language : List.of("en", "zh_CN")) {
            bundle(language)
                    .forEach((key, text) ->
                            assertThat((String) text).as((String) key).doesNotContain("'"));
        }
    }

    private static List<String> keys(String prefix, Object[] values) {
        return Stream.of(values).map(value -> prefix + value).toList();
    }

    private static Set<String> parameters(String text) {
        Set<String> found = new TreeSet<>();
        Matcher parameters = PARAMETER.matcher(text);
        while (parameters.find()) {
            found.add(parameters.group());
        }
        return found;
    }

    private static Properties bundle(String language) throws IOException {
        Properties texts = new Properties();
        try (InputStream in =
                MessagesTest.class.getResourceAsStream("/org/chancery/console/messages_" + language + ".properties")) {
            texts.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        }
        return texts;
    }
}
