package org.chancery.ledger.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.chancery.ledger.CommittedValue;
import org.chancery.ledger.CommittedValue.Opened;
import org.chancery.ledger.CommittedValue.Personal;
import org.chancery.ledger.Salt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every form in which values are committed to reads as words, and none hides what it does not know. */
class ValueWordsTest {

    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
    private static final Salt SALT = new Salt(new byte[Salt.LENGTH]);
    private static final String SEALED = "Rri6VQgYnpTTlylWSYZ9UdVWUOZwD0wBvJx0nCGTzJQ";
    private static final Map<String, String> FILES = Map.of(
            "est_en.properties", "field.scope=Scope\noption.scope.software=Software\noption.scope.retail=Retail",
            "est_zh_CN.properties", "field.scope=经营范围\noption.scope.software=软件\noption.scope.retail=零售");

    private static ValueWords words(Locale locale) {
        Words words = new Words(locale);
        return new ValueWords(words, SHANGHAI, words.titles(FILES));
    }

    private static String said(Locale locale, String name, String value) {
        return words(locale).value(shown(name, new Opened(SALT, value, Optional.empty())));
    }

    private static CommittedValue shown(String name, Opened opened) {
        return new CommittedValue(0, name, Optional.of(opened));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "string:云杉: 软件 | 云杉: 软件 | 云杉: 软件",
                "string:1000000.00 | 1,000,000.00 | 1,000,000.00",
                "string:91310000775785552 | 91310000775785552 | 91310000775785552",
                "string: | – (left empty) | –（留空）",
                "string:true | true | true",
                "string:[typed by hand | [typed by hand | [typed by hand",
                "string:[] | – (left empty) | –（留空）",
                "null: | – (no value) | –（无值）",
                "date: | – (no value) | –（无值）",
                "boolean:1 | yes | 是",
                "boolean:0 | no | 否",
                "boolean:2 | 2 (of the type boolean) | 2（类型：boolean）",
                "long:8 | 8 | 8",
                "long:-9007199254740993 | -9,007,199,254,740,993 | -9,007,199,254,740,993",
                "integer:1000000 | 1,000,000 | 1,000,000",
                "double:1234.5 | 1,234.5 | 1,234.5",
                "double:3.0 | 3 | 3",
                "double:-0.25 | -0.25 | -0.25",
                "double:1.0E12 | 1.0E12 | 1.0E12",
                "double:NaN | NaN (of the type double) | NaN（类型：double）",
                "long:12x | 12x (of the type long) | 12x（类型：long）",
                "date:1795514400000 | 2026-11-24 18:00:00 China Standard Time | 2026-11-24 18:00:00 中国标准时间",
                "date:soon | soon (of the type date) | soon（类型：date）",
                "bytes:0aff | 0aff (of the type bytes) | 0aff（类型：bytes）",
                "json:{} | {} (of the type json) | {}（类型：json）",
                "no form at all | no form at all | no form at all"
            })
    void aVariable(String value, String english, String chinese) {
        assertThat(said(Locale.ENGLISH, "any", value)).isEqualTo(english);
        assertThat(said(Locale.SIMPLIFIED_CHINESE, "any", value)).isEqualTo(chinese);
    }

    @Test
    void aDateNamesTheZoneItIsToldIn() {
        CommittedValue due = shown("due", new Opened(SALT, "date:1795514400000", Optional.empty()));
        ValueWords elsewhere = new ValueWords(new Words(Locale.ENGLISH), ZoneId.of("UTC"), Map.of());
        assertThat(elsewhere.value(due)).isEqualTo("2026-11-24 10:00:00 Coordinated Universal Time");
    }

    @Test
    void choicesAndTheirFieldsHaveTheTitlesOfTheCasesFiles() {
        assertThat(said(Locale.ENGLISH, "scope", "string:software")).isEqualTo("Software");
        assertThat(said(Locale.SIMPLIFIED_CHINESE, "scope", "string:[\"software\",\"retail\",\"other\"]"))
                .isEqualTo("软件、零售、other");
        assertThat(words(Locale.ENGLISH).name("scope")).isEqualTo("Scope");
        assertThat(words(Locale.SIMPLIFIED_CHINESE).name("scope[1]")).isEqualTo("经营范围 2");
        assertThat(words(Locale.ENGLISH).name("unknown")).isEqualTo("unknown");
        assertThat(words(Locale.ENGLISH).name("inputs.scope")).isEqualTo("Decided on: Scope");
    }

    @Test
    void aDecisionsPartsAreJson() {
        assertThat(said(Locale.ENGLISH, "inputs.age", "true")).isEqualTo("yes");
        assertThat(said(Locale.ENGLISH, "inputs.age", "null")).isEqualTo("– (no value)");
        assertThat(said(Locale.ENGLISH, "outputs.ground", "\"null\"")).isEqualTo("– (no value)");
        assertThat(said(Locale.ENGLISH, "outputs.fee", "12000")).isEqualTo("12,000");
        assertThat(said(Locale.ENGLISH, "outputs.scope", "\"software\"")).isEqualTo("Software");
        assertThat(said(Locale.SIMPLIFIED_CHINESE, "outputs.due", "\"2026-11-24T10:00:00Z\""))
                .isEqualTo("2026-11-24 18:00:00 中国标准时间");
        assertThat(said(Locale.ENGLISH, "rules", "[\"a\",\"b\"]")).isEqualTo("a, b");
    }

    @Test
    void aTextThatOnlyLooksLikeATimeStaysAText() {
        assertThat(said(Locale.ENGLISH, "outputs.due", "\"+1000000000-12-31T23:59:59Z\""))
                .isEqualTo("+1000000000-12-31T23:59:59Z");
    }

    @Test
    void aPersonalFieldIsItsTextOrSaysThatOnlyItsHashIsShown() {
        Personal personal = new Personal("EST-1", SALT, "{\"scope\":\"retail\",\"share\":60,\"since\":null}");
        assertThat(words(Locale.ENGLISH).value(shown("who[0]", new Opened(SALT, SEALED, Optional.of(personal)))))
                .isEqualTo("Scope: Retail, share: 60, since: – (no value)");
        Personal number = new Personal("EST-1", SALT, "650102199003074516");
        assertThat(words(Locale.ENGLISH).value(shown("id", new Opened(SALT, SEALED, Optional.of(number)))))
                .isEqualTo("650102199003074516");
        assertThat(said(Locale.SIMPLIFIED_CHINESE, "id", SEALED))
                .startsWith("（个人信息")
                .contains(SEALED);
        assertThat(words(Locale.ENGLISH).value(new CommittedValue(0, "id", Optional.empty())))
                .startsWith("(withheld");
    }
}
