package org.chancery.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calendars that an office keeps as files. */
class HolidayCalendarTest {

    private static final String HEAD = "# year: 2027\n# status: official\nday,kind,note\n";

    @TempDir
    private Path folder;

    private HolidayCalendar own() {
        return HolidayCalendar.china().with(folder);
    }

    @Test
    void whatCanBeCountedEndsWithItsLastYear() throws IOException {
        assertThat(own().last()).isEqualTo(LocalDate.of(2027, 12, 31));
        Files.writeString(folder.resolve("cn-2028.csv"), HEAD.replace("2027", "2028") + "2028-01-03,holiday,元旦\n");
        assertThat(own().last()).isEqualTo(LocalDate.of(2028, 12, 31));
    }

    @Test
    void anOfficeReplacesAYear() throws IOException {
        Files.writeString(
                folder.resolve("cn-2027.csv"),
                "\uFEFF" + HEAD.replace("\n", "\r\n") + "2027-01-01,holiday,元旦\r\n2027-01-02,workday,test\r\n");
        LegalClock replaced = new LegalClock(own(), LegalClock.SHANGHAI, LegalClock.CLOSING);
        Deadline due = replaced.workingDays(Instant.parse("2026-12-31T01:00:00Z"), 1);
        assertThat(due.day()).isEqualTo(LocalDate.of(2027, 1, 2));
        assertThat(due.provisional()).isFalse();
        assertThat(own().isProvisional(LocalDate.of(2026, 1, 1)))
                .as("other years stay as shipped")
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2027-13-01,holiday,x|2027-13-01' is no day",
                "2026-01-01,holiday,x|2026-01-01 is no day of 2027",
                "2027-01-01,off,x|holiday or workday",
                "2027-01-01,holiday|day,kind,note",
                "2027年1月1日,holiday,x|is no day",
            })
    void aBadLineIsNamed(String row, String problem) throws IOException {
        Path file = Files.writeString(folder.resolve("cn-2027.csv"), HEAD + row + "\n");
        assertThatThrownBy(this::own)
                .isInstanceOfSatisfying(BadCalendarException.class, bad -> {
                    assertThat(bad.file()).isEqualTo(file.toString());
                    assertThat(bad.line()).isEqualTo(4);
                })
                .hasMessageContaining(file + " line 4: ")
                .hasMessageContaining(problem);
    }

    @ParameterizedTest
    @CsvSource({
        "'# status: official\n2027-01-01,holiday,x', 1, no line '# year:",
        "'# year: 2027\n2027-01-01,holiday,x', 1, no line '# status:",
        "'# status: official\n# year: next\n2027-01-01,holiday,x', 2, is no year",
        "'# year: 2027\n# status: perhaps\n2027-01-01,holiday,x', 2, 'the status is'",
        "'# year: 2027\n# status: official\nday,kind,note', 3, without naming a day",
        "'# year: 2027\n# status: official\n2027-01-01,holiday,x\n2027-01-01,workday,x', 4, stands twice",
    })
    void aBadHeadIsNamed(String text, int line, String problem) throws IOException {
        Files.writeString(folder.resolve("a.csv"), text.replace("\\n", "\n"));
        assertThatThrownBy(this::own)
                .isInstanceOfSatisfying(
                        BadCalendarException.class,
                        bad -> assertThat(bad.line()).isEqualTo(line))
                .hasMessageContaining(problem);
    }

    @Test
    void whatASpreadsheetSavedInAnotherCodingIsNamed() throws IOException {
        Files.write(folder.resolve("cn-2027.csv"), (HEAD + "2027-01-01,holiday,元旦\n").getBytes(Charset.forName("GBK")));
        assertThatThrownBy(this::own)
                .isInstanceOf(BadCalendarException.class)
                .hasMessageContaining("line 4")
                .hasMessageContaining("UTF-8");
        byte[] cut = (HEAD + "2027-01-01,holiday,元").getBytes(StandardCharsets.UTF_8);
        Files.write(folder.resolve("cn-2027.csv"), Arrays.copyOf(cut, cut.length - 1));
        assertThatThrownBy(this::own).isInstanceOf(BadCalendarException.class).hasMessageContaining("line 4");
    }

    @Test
    void twoFilesOfOneYearAreNotGuessedBetween() throws IOException {
        Files.writeString(folder.resolve("a.csv"), HEAD + "2027-01-01,holiday,x\n");
        Files.writeString(folder.resolve("b.csv"), HEAD + "2027-01-02,holiday,x\n");
        assertThatThrownBy(this::own)
                .isInstanceOf(BadCalendarException.class)
                .hasMessageContaining("b.csv")
                .hasMessageContaining("2027 too");
    }

    @Test
    void aFolderThatIsNotThereIsNamed() {
        Path missing = folder.resolve("missing");
        assertThatThrownBy(() -> HolidayCalendar.china().with(missing))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(missing.toString());
    }
}
