package org.chancery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.chancery.engine.AuditReport;
import org.junit.jupiter.api.Test;

class AuditPrintTest {

    private static final Pattern PARAMETER = Pattern.compile("\\{[^}]+}");

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    private String print(Locale locale, AuditReport.Difference difference) {
        new AuditPrint(locale, new PrintStream(printed, true, StandardCharsets.UTF_8))
                .report(new AuditReport(7, 0, 3, 20, List.of(difference), 0), 7);
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aDifferenceNamesTableKeyColumnAndBothValues() {
        var difference = new AuditReport.Difference("ACT_RU_TASK", "t1", "NAME_", "register", "forged");
        assertThat(print(Locale.ENGLISH, difference)).contains("""
                1 differences""", """
                  ACT_RU_TASK, key t1, column NAME_
                    in the ledger    register
                    in the database  forged
                """.indent(0));
        assertThat(print(Locale.SIMPLIFIED_CHINESE, difference)).contains("  ACT_RU_TASK，主键 t1，列 NAME_\n");
    }

    @Test
    void ofLongValuesThePlaceIsShownWhereTheyDiffer() {
        String model = "0".repeat(50_000);
        String said = print(
                Locale.ENGLISH,
                new AuditReport.Difference(
                        "ACT_GE_BYTEARRAY", "b", "BYTES_", model + "aa" + model, model + "bb" + model));
        assertThat(said).contains("00aa00", "00bb00", "(100002 characters)");
        assertThat(said.length()).isLessThan(1_000);
    }

    @Test
    void aValueCannotDriveTheTerminal() {
        String said = print(
                Locale.ENGLISH, new AuditReport.Difference("CH_CASE", "k", "TITLE_", "a", "\u001b[2J\u202eb\nagree"));
        assertThat(said).contains("\\u001b[2J\\u202eb\\u000aagree").doesNotContain("\u001b", "\u202e");
    }

    @Test
    void bothLanguagesHaveTheSameSentencesAndParameters() throws IOException {
        Properties english = texts("audit.properties");
        Properties chinese = texts("audit_zh.properties");
        assertThat(chinese.keySet()).isEqualTo(english.keySet());
        for (String key : english.stringPropertyNames()) {
            assertThat(parameters(chinese.getProperty(key))).as(key).isEqualTo(parameters(english.getProperty(key)));
            assertThat(english.getProperty(key) + chinese.getProperty(key)).doesNotContain("'");
        }
    }

    private static Properties texts(String name) throws IOException {
        Properties texts = new Properties();
        try (InputStream in = AuditPrint.class.getResourceAsStream(name)) {
            texts.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        }
        return texts;
    }

    private static Set<String> parameters(String text) {
        Set<String> found = new TreeSet<>();
        Matcher parameters = PARAMETER.matcher(text);
        while (parameters.find()) {
            found.add(parameters.group());
        }
        return found;
    }
}
