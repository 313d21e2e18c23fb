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
