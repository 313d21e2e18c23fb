package org.chancery.engine.casework;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;
import static org.chancery.engine.casework.Workbench.ADMIN;
import static org.chancery.engine.casework.Workbench.AMR_LI;
import static org.chancery.engine.casework.Workbench.AMR_WANG;
import static org.chancery.engine.casework.Workbench.ANALYST;
import static org.chancery.engine.casework.Workbench.AUDITOR;
import static org.chancery.engine.casework.Workbench.FOUNDER;
import static org.chancery.engine.casework.Workbench.STRANGER;
import static org.chancery.engine.casework.Workbench.TAX_ZHAO;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.chancery.engine.Actor;
import org.chancery.engine.Actor.Role;
import org.chancery.engine.Cases;
import org.chancery.engine.Cases.Field;
import org.chancery.engine.Cases.Status;
import org.chancery.engine.EngineException.AlreadyDone;
import org.chancery.engine.EngineException.InvalidInput;
import org.chancery.engine.EngineException.NotFound;
import org.chancery.engine.EngineException.NotPermitted;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Applications: filed once, checked field by field, kept so that each person sees what is theirs. */
class CasesTest {

    private static Workbench bench;

    @BeforeAll
    static void open() {
        bench = Licence.open();
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    @Test
    void anApplicationGoesItsWayFromFormToAnswer() {
        String number = bench.file("way");
        assertThat(number).matches("LICENCE-\\d{8}-[2-9A-HJKMNP-TV-Z]{6}");
        Cases.Summary open = bench.cases().view(FOUNDER, number).summary();
        assertThat(open.title()).isEqualTo("天山乳业");
        assertThat(open.status()).isEqualTo(Status.OPEN);
        assertThat(open.promised()).contains(Licence.PROMISED);

        bench.tasks().complete(AMR_LI, bench.task(AMR_LI, number), Map.of("verdict", "supplement", "reason", "再说明"));
        bench.tasks().complete(FOUNDER, bench.task(FOUNDER, number), Map.of("plans", "奶制品"));
        bench.tasks().complete(AMR_WANG, bench.task(AMR_WANG, number), Map.of("verdict", "grant"));
        Cases.View view = bench.cases().view(FOUNDER, number);
        assertThat(view.tokens()).containsExactly("tax");
        assertThat(view.passed())
                .contains("applied", "f1", "register", "more", "supplement", "f4", "granted")
                .doesNotContain("f5", "tax");
        bench.tasks().complete(TAX_ZHAO, bench.task(TAX_ZHAO, number), Map.of("quota", 25));

        view = bench.cases().view(FOUNDER, number);
        assertThat(view.summary().status()).isEqualTo(Status.GRANTED);
        assertThat(view.summary().ended()).isPresent();
        assertThat(view.tokens()).isEmpty();
        assertThat(view.fields())
                .extracting(Field::name, field -> field.value().orElse(""))
                .containsExactly(
                        tuple("company", "天山乳业"),
                        tuple("citizen", "650102199003074516"),
                        tuple("plans", "奶制品"),
                        tuple("capital", "500000"),
                        tuple("holders", "[{\"name\":\"阿依古丽\"}]"),
                        tuple("verdict", "grant"),
                        tuple("reason", "再说明"),
                        tuple("quota", "25"));
        assertThat(view.fields().get(0).labels()).containsOnly(entry("zh-CN", "公司名称"), entry("en", "Company name"));
    }

    @Test
    void personalDataStandInNoRowInClear() throws Exception {
        String number = bench.file("clear");
        bench.tasks().complete(AMR_LI, bench.task(AMR_LI, number), Map.of("verdict", "supplement", "reason", "绝密理由"));
        try (Connection connection = bench.connection();
                Statement statement = connection.createStatement();
                ResultSet script = statement.executeQuery("script")) {
            StringBuilder all = new StringBuilder();
            while (script.next()) {
                all.append(script.getString(1)).append('\n');
            }
            assertThat(all.toString()).contains("CH_FIELD").doesNotContain("650102199003074516");
            for (String secret : List.of("绝密理由", "阿依古丽")) {
                assertThat(all.toString())
                        .doesNotContain(secret)
                        .doesNotContain(hex(secret))
                        .doesNotContain(escaped(secret));
            }
            assertThat(all.toString()).containsAnyOf("天山乳业", escaped("天山乳业"));
        }
    }

    @Test
    void aRepeatedCallFilesOneCase() throws Exception {
        String first = bench.file("same");
        assertThat(bench.file("same")).isEqualTo(first);
        assertThat(bench.cases().start(STRANGER, "licence", Licence.application(), "same"))
                .isNotEqualTo(first);
        Callable<String> call = () -> bench.file("same at once");
        try (var threads = Executors.newFixedThreadPool(4)) {
            Set<String> numbers = new HashSet<>();
            for (var answer : threads.invokeAll(List.of(call, call, call, call))) {
                numbers.add(answer.get());
            }
            assertThat(numbers).hasSize(1);
        }
    }

    @Test
    void theSameKeyForSomethingElseIsRefusedAndSaysWhichCaseHasIt() throws Exception {
        String first = bench.file("reused");
        int before = rows("CH_CASE");
        for (Map.Entry<String, Object> other : Map.<String, Object>of(
                        "company", "别的公司", "citizen", "430102198809120126", "capital", 7, "plans", "奶酪")
                .entrySet()) {
            Map<String, Object> changed = new HashMap<>(Licence.application());
            changed.put(other.getKey(), other.getValue());
            assertThatThrownBy(() -> bench.cases().start(FOUNDER, "licence", changed, "reused"))
                    .as(other.getKey())
                    .isInstanceOfSatisfying(AlreadyDone.class, refused -> {
                        assertThat(refused.code()).isEqualTo("case.key-used");
                        assertThat(refused.details()).containsEntry("case", first);
                    });
        }
        assertThatThrownBy(() -> bench.cases().start(FOUNDER, "another", Licence.application(), "reused"))
                .isInstanceOf(AlreadyDone.class);
        assertThat(bench.file("reused")).as("in any order of its fields").isEqualTo(first);
        assertThat(rows("CH_CASE")).isEqualTo(before);
    }

    @Test
    void wrongInputIsRefusedFieldByFieldAndNothingIsKept() throws Exception {
        int before = rows("CH_CASE");
        Map<String, Object> form = new HashMap<>(Licence.application());
        form.put("citizen", "650102199003074517");
        form.put("plans", "x".repeat(5 * 1024 * 1024));
        form.put("bribe", "yes");
        assertThatThrownBy(() -> bench.cases().start(FOUNDER, "licence", form, "wrong"))
                .isInstanceOfSatisfying(
                        InvalidInput.class,
                        refused -> assertThat(refused.problems())
                                .extracting(InvalidInput.Problem::field, InvalidInput.Problem::code)
                                .containsExactly(
                                        tuple("citizen", "citizen-id.check-digit"),
                                        tuple("plans", "field.too-long"),
                                        tuple("bribe", "field.unknown")));
        assertThat(rows("CH_CASE")).isEqualTo(before);
        assertThatThrownBy(() -> bench.cases().start(FOUNDER, "none", form, "k"))
                .isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> bench.cases().start(AMR_LI, "licence", Licence.application(), "k"))
                .isInstanceOf(NotPermitted.class);
        assertThatThrownBy(() -> bench.file(" ")).isInstanceOf(InvalidInput.class);
    }

    @Test
    void eachPersonSeesWhatTheirPartInTheCaseNeeds() {
        String number = bench.file("sight");
        assertThat(shown(FOUNDER, number)).contains("citizen", "holders", "company");
        // the registrar's form shows the citizen id, and only while the task is open
        assertThat(shown(AMR_LI, number)).contains("company", "citizen", "holders");
        Map<String, Object> values =
                bench.tasks().open(AMR_LI, bench.task(AMR_LI, number)).values();
        assertThat(values)
                .containsEntry("citizen", "650102199003074516")
                .containsEntry("holders", List.of(Map.of("name", "阿依古丽")))
                .doesNotContainKey("capital");
        bench.tasks().complete(AMR_LI, bench.task(AMR_LI, number), Map.of("verdict", "grant", "reason", "符合"));
        assertThat(shown(AMR_LI, number)).contains("company", "verdict").doesNotContain("citizen", "holders", "reason");
        assertThat(shown(TAX_ZHAO, number)).contains("company").doesNotContain("citizen", "holders", "reason");
        for (Actor actor : List.of(AUDITOR, ADMIN)) {
            assertThat(shown(actor, number))
                    .contains("company", "capital")
                    .doesNotContain("citizen", "holders", "reason");
        }
        for (Actor actor : List.of(STRANGER, ANALYST)) {
            assertThatThrownBy(() -> bench.cases().view(actor, number)).isInstanceOf(NotFound.class);
            assertThat(bench.cases().list(actor, number, 0, 10)).isEmpty();
        }
        for (Actor actor : List.of(FOUNDER, AMR_LI, TAX_ZHAO, AUDITOR, ADMIN)) {
            assertThat(bench.cases().list(actor, number.toLowerCase(Locale.ROOT), 0, 10))
                    .hasSize(1);
        }
        assertThat(bench.cases().list(AUDITOR, "%", 0, 10)).isEmpty();
        assertThat(bench.cases().list(AUDITOR, "天山", 0, 1)).hasSize(1);
    }

    @Test
    void anErasedPersonsFieldsAreReportedAsErased() {
        Actor leaver = Workbench.person("p-leaver", "public", Role.APPLICANT);
        String number = bench.cases().start(leaver, "licence", Licence.application(), "leave");
        bench.keys.erase("p-leaver");
        assertThat(bench.cases().view(leaver, number).fields())
                .filteredOn(field -> field.state() == Field.State.ERASED)
                .extracting(Field::name)
                .containsExactly("citizen", "holders");
        assertThat(bench.cases().view(AUDITOR, number).fields())
                .filteredOn(field -> field.name().equals("citizen"))
                .extracting(Field::state)
                .containsExactly(Field.State.ERASED);
        assertThatThrownBy(() -> bench.cases().start(leaver, "licence", Licence.application(), "again"))
                .isInstanceOf(NotPermitted.class);
    }

    private static List<String> shown(Actor actor, String number) {
        return bench.cases().view(actor, number).fields().stream()
                .filter(field -> field.state() == Field.State.SHOWN)
                .map(Field::name)
                .toList();
    }

    private static int rows(String table) throws Exception {
        try (Connection connection = bench.connection();
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("select count(*) from " + table)) {
            count.next();
            return count.getInt(1);
        }
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(UTF_8));
    }

    /** As H2's SCRIPT writes characters beyond ASCII. */
    private static String escaped(String text) {
        StringBuilder out = new StringBuilder();
        text.chars().forEach(c -> out.append('\\').append(String.format("%04x", c)));
        return out.toString();
    }
}
