package org.chancery.engine.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.chancery.engine.EngineException.InvalidInput;
import org.chancery.engine.EngineException.InvalidInput.Problem;
import org.chancery.engine.FieldCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormInputTest {

    private static final String FORM = """
            {"id":"apply","type":"default","components":[
              {"type":"text","text":"# Apply"},
              {"type":"group","components":[
                {"type":"textfield","key":"company","label":"Name",
                 "validate":{"required":true,"minLength":2,"maxLength":60},
                 "properties":{"privacy":"public","title":"true"}},
                {"type":"textfield","key":"citizen","properties":{"check":"even"}}]},
              {"type":"textfield","key":"postcode","validate":{"pattern":"^[0-9]{6}$"},"properties":{"privacy":"public"}},
              {"type":"number","key":"capital","validate":{"min":1,"max":1000}},
              {"type":"number","key":"share"},
              {"type":"number","key":"staff","decimalDigits":0},
              {"type":"number","key":"percent","decimalDigits":2},
              {"type":"datetime","subtype":"datetime","key":"at"},
              {"type":"taglist","key":"tags"},
              {"type":"checkbox","key":"agreed"},
              {"type":"select","key":"kind","values":[{"label":"A","value":"a"},{"label":"B","value":"b"}]},
              {"type":"datetime","subtype":"date","key":"opens"},
              {"type":"textfield","key":"code","readonly":true},
              {"type":"dynamiclist","path":"holders","components":[
                {"type":"textfield","key":"id","validate":{"required":true},"properties":{"check":"even"}}]}]}""";

    private final FormInput input = new FormInput(Map.of(
            "even", value -> value.length() % 2 == 0 ? Optional.empty() : Optional.of("citizen-id.check-digit")));

    @Test
    void valuesComeBackTypedAndInFormOrder() throws Exception {
        Map<String, Object> values = input.check(
                FormSchema.parse(FORM),
                Map.of(
                        "kind", "b",
                        "company", "天山乳业",
                        "capital", "12.50",
                        "staff", "2.0",
                        "percent", 33.50,
                        "agreed", true,
                        "opens", "2026-11-23",
                        "citizen", " 12 ",
                        "code", "sent back by the screen",
                        "holders", List.of(Map.of("id", "1234"))));
        assertThat(values)
                .containsExactly(
                        entry("company", "天山乳业"),
                        entry("citizen", "12"),
                        entry("capital", 12.5d),
                        entry("staff", 2L),
                        entry("percent", 33.5d),
                        entry("agreed", true),
                        entry("kind", "b"),
                        entry("opens", "2026-11-23"),
                        entry("holders", "[{\"id\":\"1234\"}]"));
    }

    @Test
    void whateverItsKindAFieldIsPersonalUnlessTheFormSaysOtherwise() throws Exception {
        FormSchema form = FormSchema.parse(FORM);
        assertThat(form.fields().stream().filter(field -> !field.personal()).map(FormField::key))
                .containsExactly("company", "postcode");
        assertThat(form.fields()).extracting(FormField::kind).contains(FormField.Kind.values());
    }

    @Test
    void aPublicListHoldsNothingPersonal() throws Exception {
        String item = "{\"type\":\"textfield\",\"key\":\"id\",\"properties\":{\"privacy\":\"public\"}}";
        String list = "{\"id\":\"f\",\"components\":[{\"type\":\"dynamiclist\",\"path\":\"holders\","
                + "\"properties\":{\"privacy\":\"public\"},\"components\":[{\"type\":\"group\",\"components\":[" + item
                + "]}]}]}";
        assertThat(FormSchema.parse(list).fields())
                .extracting(FormField::personal)
                .containsExactly(false);
        for (String other : new String[] {
            list.replace("\"public\"}}]", "\"personal\"}}]"),
            list.replace(",\"properties\":{\"privacy\":\"public\"}}]", "}]")
        }) {
            assertThat(other).isNotEqualTo(list);
            assertThatThrownBy(() -> FormSchema.parse(other))
                    .hasMessageContaining("'holders' is public")
                    .hasMessageContaining("'id' is personal");
        }
    }

    @Test
    void whatACheckKeepsIsWhatItChecked() throws Exception {
        FieldCheck upper = new FieldCheck() {
            @Override
            public String kept(String entered) {
                return entered.strip().toUpperCase(Locale.ROOT);
            }

            @Override
            public Optional<String> problem(String value) {
                return value.equals("AB") ? Optional.empty() : Optional.of("field.pattern");
            }
        };
        FormSchema form = FormSchema.parse(FORM.replaceFirst("\"required\":true,\"minLength\"", "\"minLength\""));
        FormInput checking = new FormInput(Map.of("even", upper));
        assertThat(checking.check(form, Map.of("citizen", " ab", "holders", List.of(Map.of("id", "aB ")))))
                .containsExactly(entry("citizen", "AB"), entry("holders", "[{\"id\":\"AB\"}]"));
    }

    @Test
    void whatNobodyCanCheckIsNotLetIn() throws Exception {
        FormSchema form = FormSchema.parse(FORM);
        Map<String, Object> entered =
                Map.of("company", "Tianshan", "citizen", "12", "holders", List.of(Map.of("id", "12")));
        assertThatThrownBy(() -> new FormInput(Map.of()).check(form, entered))
                .isInstanceOfSatisfying(
                        InvalidInput.class,
                        refused -> assertThat(refused.problems())
                                .containsExactly(
                                        new Problem("citizen", "field.check-missing", Map.of("check", "even")),
                                        new Problem("holders[0].id", "field.check-missing", Map.of("check", "even"))));
    }

    @Test
    void aRequiredBoxHasToBeTicked() throws Exception {
        FormSchema form = FormSchema.parse(
                FORM.replace("\"key\":\"agreed\"", "\"key\":\"agreed\",\"validate\":{\"required\":true}"));
        assertThat(problems(form, Map.of("company", "Tianshan", "agreed", false)))
                .containsExactly(new Problem("agreed", "field.required", Map.of()));
        assertThat(input.check(form, Map.of("company", "Tianshan", "agreed", true)))
                .containsEntry("agreed", true);
        assertThat(input.check(FormSchema.parse(FORM), Map.of("company", "Tianshan", "agreed", false)))
                .containsEntry("agreed", false);
    }

    @Test
    void ofManyUnknownFieldsTheFirstAreNamedAndTheRestCounted() throws Exception {
        Map<String, Object> entered = new LinkedHashMap<>(Map.of("company", "Tianshan"));
        for (int i = 0; i < 10_000; i++) {
            entered.put("x" + i, i);
        }
        List<Problem> problems = problems(FormSchema.parse(FORM), entered);
        assertThat(problems).hasSize(21);
        assertThat(problems.get(19)).isEqualTo(new Problem("x19", "field.unknown", Map.of()));
        assertThat(problems.get(20)).isEqualTo(new Problem("x20", "field.unknown-more", Map.of("more", 9_980)));
    }

    @Test
    void aListThatIsTooLongIsToldWhatItsKindMayHold() throws Exception {
        String list =
                "{\"id\":\"f\",\"components\":[{\"type\":\"dynamiclist\",\"path\":\"list\",\"properties\":{\"privacy\":\"%1$s\"},"
                        + "\"components\":[{\"type\":\"textfield\",\"key\":\"a\",\"properties\":{\"privacy\":\"%1$s\"}}]}]}";
        Map<String, Object> entered = Map.of("list", Collections.nCopies(50, Map.of("a", "x".repeat(100))));
        FormSchema sealed = FormSchema.parse(list.formatted("personal"));
        FormSchema clear = FormSchema.parse(list.formatted("public"));
        assertThat(input.check(sealed, entered).get("list").toString()).hasSize(5_451);
        assertThat(problems(clear, entered))
                .containsExactly(new Problem("list", "field.list-too-long", Map.of("max", 4_000, "length", 5_451)));
    }

    private List<Problem> problems(FormSchema form, Map<String, Object> entered) {
        try {
            input.check(form, entered);
            return List.of();
        } catch (InvalidInput e) {
            return e.problems();
        }
    }

    private static String persons(String properties, String itemProperties) {
        return """
                {"id":"f","components":[
                  {"type":"textfield","key":"rep","properties":{"subject":"legalRep"}},
                  {"type":"textfield","key":"plans"},
                  {"type":"dynamiclist","path":"holders","properties":{%s},"components":[
                    {"type":"textfield","key":"id","properties":{%s}}]}]}""".formatted(properties, itemProperties);
    }

    @Test
    void aPersonalFieldSaysWhomItIsAbout() throws Exception {
        FormSchema form = FormSchema.parse(persons("\"subject\":\"each\"", ""));
        assertThat(form.fields()).extracting(FormField::subject).containsExactly("legalRep", "applicant", "each");
        assertThat(form.fields()).extracting(FormField::isOfPersons).containsExactly(false, false, true);
        assertThatThrownBy(() -> input.check(
                        form, Map.of("holders", Collections.nCopies(FormInput.MAX_PERSONS + 1, Map.of("id", "1")))))
                .isInstanceOfSatisfying(
                        InvalidInput.class,
                        refused -> assertThat(refused.problems())
                                .extracting(Problem::code)
                                .containsExactly("field.too-many"));
    }

    @Test
    void whatWasGivenEmptyIsToldOfPersonalFieldsAlone() throws Exception {
        FormSchema each = FormSchema.parse(persons("\"subject\":\"each\"", ""));
        assertThat(input.check(each, Map.of("holders", List.of(), "plans", "")))
                .containsOnly(entry("holders", "[]"), entry("plans", FormInput.EMPTIED));
        assertThat(input.check(each, Map.of("holders", ""))).isEmpty();
        assertThat(input.check(each, Map.of())).isEmpty();
        assertThat(input.check(FormSchema.parse(persons("", "")), Map.of("holders", List.of())))
                .containsExactly(entry("holders", FormInput.EMPTIED));
        assertThat(input.check(FormSchema.parse(FORM), Map.of("company", "天山乳业", "postcode", "", "citizen", " ")))
                .containsOnly(entry("company", "天山乳业"), entry("citizen", FormInput.EMPTIED));
    }

    @Test
    void theNumberOfAPersonOrAnOrganisationIdentifiesThem() {
        assertThat(Stream.of("citizen-id", "credit-code", "company-name", "even")
                        .filter(FormInputTest::identifies))
                .containsExactly("citizen-id", "credit-code");
    }

    private static boolean identifies(String check) {
        try {
            return FormSchema.parse(persons("\"subject\":\"each\"", "\"check\":\"" + check + "\""))
                    .fields()
                    .getLast()
                    .items()
                    .getFirst()
                    .identifies();
        } catch (FormSchema.Malformed e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whomAFieldIsAboutIsSaidPlainly() {
        assertThatThrownBy(() -> FormSchema.parse(persons("\"subject\":\"each\",\"privacy\":\"public\"", "")))
                .hasMessageContaining("'holders' has a subject, but is public");
        assertThatThrownBy(() -> FormSchema.parse(persons("\"subject\":\"\"", "")))
                .hasMessageContaining("subject of 'holders'");
        assertThatThrownBy(() -> FormSchema.parse(persons("", "\"subject\":\"each\"")))
                .hasMessageContaining("it is no list");
        assertThatThrownBy(() -> FormSchema.parse(persons("", "\"subject\":\"holder\"")))
                .hasMessageContaining("is the list's to say");
        String longKey = "h".repeat(57);
        assertThatThrownBy(() ->
                        FormSchema.parse(persons("\"subject\":\"each\"", "").replace("holders", longKey)))
                .hasMessageContaining("too long for a list of persons");
    }

    static Stream<Arguments> badInput() {
        return Stream.of(
                Arguments.of("company", null, "field.required"),
                Arguments.of("company", "  ", "field.required"),
                Arguments.of("company", "x", "field.too-short"),
                Arguments.of("company", "x".repeat(61), "field.too-long"),
                Arguments.of("company", "x".repeat(5 * 1024 * 1024), "field.too-long"),
                Arguments.of("citizen", "y".repeat(5 * 1024 * 1024), "field.too-long"),
                Arguments.of("company", "nul\u0000", "field.characters"),
                Arguments.of("company", "half \ud83d", "field.characters"),
                Arguments.of("company", 7, "field.text"),
                Arguments.of("citizen", "123", "citizen-id.check-digit"),
                Arguments.of("postcode", "83000", "field.pattern"),
                Arguments.of("capital", 0, "field.min"),
                Arguments.of("capital", 1001, "field.max"),
                Arguments.of("capital", "many", "field.number"),
                Arguments.of("capital", "1e999999999999", "field.number"),
                Arguments.of("capital", List.of(1), "field.number"),
                Arguments.of("capital", "-1e999999999", "field.min"),
                Arguments.of("share", "1e999999999", "field.number"),
                Arguments.of("staff", 2.5, "field.decimals"),
                Arguments.of("staff", "1e-999999999", "field.decimals"),
                Arguments.of("percent", "33.333", "field.decimals"),
                Arguments.of("agreed", "yes", "field.boolean"),
                Arguments.of("kind", "c", "field.option"),
                Arguments.of("opens", "2026-02-30", "field.date"),
                Arguments.of("holders", "none", "field.list"),
                Arguments.of("holders", List.of("none"), "field.list"),
                Arguments.of("unknown", "x", "field.unknown"),
                Arguments.of("x".repeat(5_000), "x", "field.unknown"));
    }

    @ParameterizedTest
    @MethodSource
    void badInput(String field, Object value, String code) throws Exception {
        Map<String, Object> entered = new HashMap<>(Map.of("company", "Tianshan"));
        entered.put(field, value);
        FormSchema form = FormSchema.parse(FORM);
        assertThatThrownBy(() -> input.check(form, entered))
                .isInstanceOfSatisfying(
                        InvalidInput.class,
                        refused -> assertThat(refused.problems())
                                .extracting(Problem::code)
                                .containsExactly(code));
    }

    @Test
    void aWrongCheckDigitInAListNamesItsEntry() throws Exception {
        FormSchema form = FormSchema.parse(FORM);
        Map<String, Object> entered =
                Map.of("company", "Tianshan", "holders", List.of(Map.of("id", "12"), Map.of("id", "123")));
        assertThatThrownBy(() -> input.check(form, entered))
                .isInstanceOfSatisfying(
                        InvalidInput.class,
                        refused -> assertThat(refused.problems())
                                .containsExactly(new Problem("holders[1].id", "citizen-id.check-digit", Map.of())));
    }

    @Test
    void aGroundIsAskedForWhereThereIsARefusal() throws Exception {
        FormSchema form = FormSchema.parse(decision("decision=refuse"));
        assertThat(input.check(form, Map.of("decision", "grant"))).containsOnlyKeys("decision");
        assertThat(input.check(form, Map.of("decision", "refuse", "ground", "art-20")))
                .containsOnlyKeys("decision", "ground");
        assertThatThrownBy(() -> input.check(form, Map.of("decision", "refuse", "ground", " ")))
                .isInstanceOfSatisfying(
                        InvalidInput.class,
                        refused -> assertThat(refused.problems())
                                .extracting(Problem::field, Problem::code)
                                .containsExactly(tuple("ground", "field.required")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"decision", "decision=perhaps", "other=refuse", "decision=refuse=grant", "ground=art-20", ""})
    void whatMakesAFieldRequiredIsAChoiceOfItsForm(String condition) {
        assertThatThrownBy(() -> FormSchema.parse(decision(condition)))
                .isInstanceOf(FormSchema.Malformed.class)
                .hasMessageContaining("requiredIf of 'ground'");
    }

    private static String decision(String condition) {
        return """
                {"id": "f", "components": [
                  {"type": "radio", "key": "decision", "values": [{"value": "grant"}, {"value": "refuse"}],
                   "properties": {"privacy": "public"}},
                  {"type": "textfield", "key": "ground",
                   "properties": {"privacy": "public", "requiredIf": "%s"}}]}
                """.formatted(condition);
    }
}
