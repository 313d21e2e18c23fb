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
import org.chancery.ledger.Wording.Kind;
import org.chancery.ledger.Wording.Term;
import org.chancery.ledger.Wording.Text;
import org.junit.jupiter.api.Test;

/** Everything the judge can find has plain words in both languages, with the same places for details. */
class FindingWordsTest {

    private static final Path SOURCES = Path.of("src/main/java/org/chancery/engine/conformance");
    private static final Pattern PLACE = Pattern.compile("\\{[a-zA-Z:]+}");

    private static Properties bundle(String language) throws IOException {
        Properties bundle = new Properties();
        try (Reader reader = new InputStreamReader(
                org.chancery.ledger.FindingWords.class.getResourceAsStream("findings_" + language + ".properties"),
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
        Set<String> keys = bundle("en").stringPropertyNames();
        keys.forEach(
                key -> assertThat(sources.toString()).as(key).contains('"' + key.replaceFirst("^what\\.", "") + '"'));
        assertThat(keys.stream().filter(key -> key.startsWith("what.")).map(key -> key.substring("what.".length())))
                .as("what another sentence can be about has a sentence of its own")
                .isNotEmpty()
                .allMatch(keys::contains);
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
                .isEqualTo("办件从decided走了f-grant，而事实指向f-refuse。");
    }

    /** What was signed before this version is said in the same words by it. */
    @Test
    void whatIsSignedHasIdsAsTheyAre() {
        Finding finding = new Finding(
                Finding.Kind.DEVIATION,
                "case",
                7,
                0,
                "register",
                "other-department",
                Map.of("organisation", "tax", "groups", "amr, amr-lead"));
        assertThat(new FindingWords(Locale.ENGLISH).of(finding))
                .isEqualTo("register was completed for tax; it belongs to amr, amr-lead.");
    }

    @Test
    void eachTermSaysWhatItNames() {
        Finding finding = new Finding(
                Finding.Kind.DEVIATION,
                "case",
                7,
                0,
                "register",
                "other-holder",
                Map.of("holder", "k1", "holderOrg", "amr", "actor", "k2", "actorOrg", "tax"));
        assertThat(new FindingWords(Locale.ENGLISH).wording(finding).parts())
                .containsExactly(
                        new Term(Kind.ELEMENT, "register", ""),
                        new Text(" was completed by "),
                        new Term(Kind.PERSON, "k2", "tax"),
                        new Text(", although "),
                        new Term(Kind.PERSON, "k1", "amr"),
                        new Text(" held it."));
    }

    /** Who recorded what: the terms have kinds, the signed line is as it was before these were known. */
    @Test
    void recordingsNameOfficersAndWhatTheyRecorded() {
        Finding finding = new Finding(
                Finding.Kind.RECORDED,
                "case",
                9,
                0,
                "register",
                "deviation-recorded",
                Map.of(
                        "of",
                        "7",
                        "what",
                        "skipped",
                        "proposer",
                        "audit AUDITOR",
                        "confirmer",
                        "amr ADMINISTRATOR",
                        "ground",
                        "The office had moved."));
        FindingWords words = new FindingWords(Locale.ENGLISH);
        assertThat(words.of(finding))
                .isEqualTo("The deviation of entry 7 at register (skipped) is recorded: audit AUDITOR gave the ground,"
                        + " amr ADMINISTRATOR confirmed it. Ground: The office had moved.");
        assertThat(words.wording(finding).parts())
                .contains(
                        new Term(Kind.FINDING, "skipped", ""),
                        new Term(Kind.OFFICER, "audit AUDITOR", ""),
                        new Term(Kind.OFFICER, "amr ADMINISTRATOR", ""));
        org.chancery.ledger.FindingWords chinese = new org.chancery.ledger.FindingWords(Locale.SIMPLIFIED_CHINESE);
        assertThat(chinese.title("skipped")).contains("跳过步骤");
        assertThat(chinese.title("no-such-code")).isEmpty();
        assertThat(chinese.of("what.skipped", "", Map.of())).as("no finding").isEmpty();
    }

    /** A value that looks like a place of the sentence is a value all the same. */
    @Test
    void noValueIsReadAsPartOfTheSentence() {
        Finding finding = new Finding(
                Finding.Kind.DEVIATION, "case", 7, 0, "{told}", "fact-changed", Map.of("fact", "{used}", "told", "1"));
        assertThat(new FindingWords(Locale.ENGLISH).of(finding))
                .isEqualTo("{told} used {used} = {used}, although it was recorded as 1.");
    }
}
