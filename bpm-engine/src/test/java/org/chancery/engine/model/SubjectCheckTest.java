package org.chancery.engine.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.chancery.engine.EngineException.ModelRefused.Finding;
import org.junit.jupiter.api.Test;

/** Two forms that take in the same field must agree whom it is about, or an erasure would miss one of them. */
class SubjectCheckTest {

    private static byte[] form(String id, String property) {
        return ("{\"id\":\"" + id + "\",\"components\":[{\"type\":\"textfield\",\"key\":\"rep\"" + property + "}]}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, byte[]> forms(String second) {
        return Map.of("a.form", form("a", ",\"properties\":{\"subject\":\"legalRep\"}"), "b.form", form("b", second));
    }

    @Test
    void aFormThatForgetsWhomAFieldIsAboutIsRefusedAndOneThatOnlyShowsItIsNot() {
        ModelCheck check = new ModelCheck(Set.of(), Set.of());
        assertThat(check.check(forms(""), key -> false)).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("form.subject");
            assertThat(finding.resource()).isEqualTo("b.form");
            assertThat(finding.element()).isEqualTo("rep");
            assertThat(finding.details())
                    .containsEntry("subject", "applicant")
                    .containsEntry("other", "legalRep")
                    .containsEntry("file", "a.form");
        });
        assertThat(check.check(forms(",\"readonly\":true"), key -> false)).isEmpty();
        assertThat(check.check(forms(",\"properties\":{\"subject\":\"legalRep\"}"), key -> false))
                .extracting(Finding::code)
                .isEmpty();
    }

    /** The desk would show the sealed value in the public field, and write it as a variable when the task is done. */
    @Test
    void aFieldThatOneFormSealsIsTakenInInClearByNoOther() {
        ModelCheck check = new ModelCheck(Set.of(), Set.of());
        String clear = ",\"properties\":{\"privacy\":\"public\"}";
        Map<String, byte[]> sealedFirst = forms(clear);
        Map<String, byte[]> clearFirst = Map.of("a.form", form("a", clear), "b.form", form("b", ""));
        for (Map<String, byte[]> files : List.of(sealedFirst, clearFirst)) {
            boolean first = files == clearFirst;
            assertThat(check.check(files, key -> false)).singleElement().satisfies(finding -> {
                assertThat(finding.code()).isEqualTo("form.privacy");
                assertThat(finding.resource()).isEqualTo("b.form");
                assertThat(finding.element()).isEqualTo("rep");
                assertThat(finding.details())
                        .containsEntry("personal", first ? "b.form" : "a.form")
                        .containsEntry("public", first ? "a.form" : "b.form");
            });
        }
        assertThat(check.check(forms(clear + ",\"readonly\":true"), key -> false))
                .isEmpty();
    }
}
