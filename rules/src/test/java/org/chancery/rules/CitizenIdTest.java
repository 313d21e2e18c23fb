package org.chancery.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import org.chancery.rules.CitizenId.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CitizenIdTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "650102199003074516",
                "430102198809120125",
                "51060319951120034X",
                "50010319920518336X",
                "440305198301010015",
                "820000199202291015",
                "11010519491231002X",
                "440524188001010014"
            })
    void acceptsNumbersOfTheStandard(String number) {
        assertThat(CitizenId.fault(number, TODAY)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "650102199003074517, CHECK_CHARACTER",
        "650102199003074561, CHECK_CHARACTER",
        "650102199002304516, DATE",
        "650102199013014516, DATE",
        "650102202611244516, FUTURE_BIRTH",
        "990102199003074516, REGION",
        "000000000000000001, REGION",
        "51060319951120034x, CHARACTER",
        "65010219900307451, LENGTH",
        "6501021990030745166, LENGTH",
        "65010219900307X516, CHARACTER",
        "６５0102199003074516, CHARACTER",
        "91650100MA7WK3TX0N, CHARACTER",
        "'', LENGTH"
    })
    void namesWhatIsWrong(String text, Fault fault) {
        assertThat(CitizenId.fault(text, TODAY)).contains(fault);
    }

    @Test
    void theDayOfBirthItselfIsNotInTheFuture() {
        String body = "65010220261123451";
        String number = body + CitizenId.checkCharacter(body + "0");
        assertThat(CitizenId.fault(number, TODAY)).isEmpty();
        assertThat(CitizenId.fault(number, TODAY.minusDays(1))).contains(Fault.FUTURE_BIRTH);
    }

    @Test
    void comesOfAgeOnTheEighteenthBirthday() {
        CitizenId id = CitizenId.parse("650102199003074516", TODAY);
        assertThat(id.isAdultOn(LocalDate.of(2008, 3, 6))).isFalse();
        assertThat(id.isAdultOn(LocalDate.of(2008, 3, 7))).isTrue();
        assertThat(id.ageOn(TODAY)).isEqualTo(36);
    }

    @Test
    void neitherTextNorErrorShowsTheNumber() {
        assertThat(CitizenId.parse("650102199003074516", TODAY).toString()).doesNotContain("6501");
        assertThatThrownBy(() -> CitizenId.parse("650102199003074517", TODAY))
                .hasMessageContaining("CHECK_CHARACTER")
                .hasMessageNotContaining("650102");
    }

    @Test
    void catchesEverySingleWrongDigit() {
        String good = "650102199003074516";
        for (int i = 0; i < good.length(); i++) {
            for (char c = '0'; c <= '9'; c++) {
                String bad = good.substring(0, i) + c + good.substring(i + 1);
                assertThat(CitizenId.isValid(bad, TODAY)).isEqualTo(bad.equals(good));
            }
        }
    }
}
