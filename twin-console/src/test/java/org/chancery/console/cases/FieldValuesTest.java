package org.chancery.console.cases;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.html.Div;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FieldValuesTest {

    private final FieldValues values = new FieldValues(
            Map.of(
                    "option.companyType.limited", "Limited company",
                    "option.scope.software", "Software",
                    "field.shareholderName", "Name"),
            Map.of("value.true", "yes", "value.false", "no", "list.and", ", ", "list.member", "{0}: {1}")::get);

    @Test
    void choicesAreSaidByTheirLabels() {
        assertThat(text("companyType", "limited")).isEqualTo("Limited company");
        assertThat(text("scope", "[\"software\",\"retail\"]")).isEqualTo("Software, retail");
        assertThat(text("nameFree", "true")).isEqualTo("yes");
        assertThat(text("companyName", "limited")).isEqualTo("limited");
    }

    @Test
    void amountsAreWrittenInThreesAndCodesAreNot() {
        assertThat(text("registeredCapital", "1000000.00")).isEqualTo("1,000,000.00");
        assertThat(text("registeredCapital", "-123456.50")).isEqualTo("-123,456.50");
        assertThat(text("registeredCapital", "999.00")).isEqualTo("999.00");
        assertThat(text("agentPhone", "13800000000")).isEqualTo("13800000000");
        assertThat(text("creditCode", "91650102M00000019X")).isEqualTo("91650102M00000019X");
    }

    @Test
    void entriesOfAListAreLinesOfTheirFields() {
        Div shown = values.shown("shareholders", "[{\"shareholderName\":\"李云杉\"},{\"shareholderName\":\"王\"}]");
        assertThat(shown.getElement().getChildCount()).isEqualTo(2);
        assertThat(shown.getElement().getTextRecursively()).isEqualTo("Name: 李云杉Name: 王");
    }

    @Test
    void bracketsThatSomebodyTypedAreShown() {
        assertThat(text("address", "[not json]")).isEqualTo("[not json]");
    }

    private String text(String field, String value) {
        return values.shown(field, value).getElement().getTextRecursively();
    }
}
