package org.chancery.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.Set;
import org.chancery.rules.UnifiedSocialCreditCode.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnifiedSocialCreditCodeTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "91650100MA7WK3TX0N",
                "91430100MA4L9QRN3G",
                "91440300MA5G7HKP74",
                "91320100MA1X4B6C7U",
                "91510600MA62QTW399",
                "91310000MA1K3JU221",
                "12500000450512345R",
                "9165010010000034X0",
                "91350100M000100Y43"
            })
    void acceptsCodesOfTheStandard(String code) {
        assertThat(UnifiedSocialCreditCode.fault(code)).isEmpty();
        assertThat(new UnifiedSocialCreditCode(code)).hasToString(code);
    }

    @ParameterizedTest
    @CsvSource({
        "91350100M000100Y4Z, CHARACTER",
        "91650100MA7WK3TX0M, CHECK_CHARACTER",
        "91650100MA7WK3TX1N, CHECK_CHARACTER",
        "91650100MA7WK3XT0N, CHECK_CHARACTER",
        "91650100ma7wk3tx0n, CHARACTER",
        "91650I00MA7WK3TX0N, CHARACTER",
        "9165A100MA7WK3TX0N, CHARACTER",
        "9165010MA7WK3TX0N, LENGTH",
        "91650100MA7WK3TX0N0, LENGTH",
        "'', LENGTH",
        "９１650100MA7WK3TX0N, CHARACTER"
    })
    void namesWhatIsWrong(String text, Fault fault) {
        assertThat(UnifiedSocialCreditCode.fault(text)).contains(fault);
    }

    /** A number that passes both check rules is still no credit code: the code within it does not check. */
    @Test
    void aCitizenNumberIsNoCreditCode() {
        String number = "440305198301010015";
        assertThat(CitizenId.isValid(number, LocalDate.of(2026, 11, 23))).isTrue();
        assertThat(UnifiedSocialCreditCode.checks(number)).isTrue();
        assertThat(UnifiedSocialCreditCode.fault(number)).contains(Fault.ORGANISATION_CODE);
    }

    /**
     * The rule as a widely copied snippet has it, letters by their place in the whole alphabet and the plain remainder,
     * contradicts the standard's own example.
     */
    @Test
    void theRuleAsCopiedAboutIsWrong() {
        String standard = "91350100M000100Y43";
        assertThat(wrongCheckCharacter(standard)).isNotEqualTo('3');
        assertThat(UnifiedSocialCreditCode.checkCharacter(standard)).isEqualTo('3');
    }

    private static char wrongCheckCharacter(String body) {
        int sum = 0;
        int weight = 1;
        for (int i = 0; i < 17; i++) {
            sum += Character.digit(body.charAt(i), 36) * weight;
            weight = weight * 3 % 31;
        }
        return Character.toUpperCase(Character.forDigit(sum % 31, 36));
    }

    @Test
    void issuesValidCodesThatDiffer() {
        Set<String> seen = new HashSet<>();
        for (long serial = 0; serial < 5_000; serial++) {
            UnifiedSocialCreditCode code = UnifiedSocialCreditCode.issue("91", "650102", 'M', serial);
            assertThat(UnifiedSocialCreditCode.fault(code.value())).isEmpty();
            assertThat(code.value()).startsWith("91650102M");
            assertThat(seen.add(code.value())).isTrue();
        }
    }

    @Test
    void refusesToIssueBeyondTheBlockOrFromPartsThatDoNotFit() {
        long last = (long) Math.pow(31, 7) - 1;
        assertThat(UnifiedSocialCreditCode.issue("91", "650102", 'M', last).value())
                .startsWith("91650102MYYYYYYY");
        assertThatThrownBy(() -> UnifiedSocialCreditCode.issue("91", "650102", 'M', last + 1))
                .hasMessageContaining("outside the block");
        assertThatThrownBy(() -> UnifiedSocialCreditCode.issue("91", "650102", 'M', -1))
                .hasMessageContaining("outside the block");
        assertThatThrownBy(() -> UnifiedSocialCreditCode.issue("91", "65010", 'M', 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> UnifiedSocialCreditCode.issue("9I", "650102", 'M', 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Every single wrong character and every swap of neighbours is caught by the two checks together. */
    @Test
    void catchesEverySingleSlip() {
        String good = "91650100MA7WK3TX0N";
        for (int i = 0; i < good.length(); i++) {
            for (char c : UnifiedSocialCreditCode.ALPHABET.toCharArray()) {
                String bad = good.substring(0, i) + c + good.substring(i + 1);
                assertThat(UnifiedSocialCreditCode.isValid(bad)).isEqualTo(bad.equals(good));
            }
        }
        for (int i = 0; i + 1 < good.length(); i++) {
            String bad = good.substring(0, i) + good.charAt(i + 1) + good.charAt(i) + good.substring(i + 2);
            assertThat(UnifiedSocialCreditCode.isValid(bad)).as(bad).isEqualTo(bad.equals(good));
        }
    }
}
