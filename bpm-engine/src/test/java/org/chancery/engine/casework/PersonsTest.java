package org.chancery.engine.casework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.chancery.engine.casework.Workbench.AMR_LI;
import static org.chancery.engine.casework.Workbench.AUDITOR;
import static org.chancery.engine.casework.Workbench.FOUNDER;
import static org.chancery.engine.casework.Workbench.TAX_ZHAO;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.chancery.engine.Actor;
import org.chancery.engine.Cases.Field;
import org.chancery.engine.Cases.Field.State;
import org.chancery.engine.EngineException.InvalidInput;
import org.chancery.engine.ServiceBundle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Persons of a case, each with a key of their own: one is erased and the others stay readable (I6). */
class PersonsTest {

    private static final Map<String, Object> LI = Map.of("name", "李云杉", "id", "1");
    private static final Map<String, Object> WANG = Map.of("name", "王胡杨", "id", "2");
    private static final Map<String, Object> CHEN = Map.of("name", "陈思远", "id", "3");

    private static Workbench bench;

    @BeforeAll
    static void open() {
        ServiceBundle service = LicenceParts.withPersons();
        bench = new Workbench(service.resources(), service.works(), LicenceParts.checks());
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    private static String file(String key) {
        Map<String, Object> form = new HashMap<>(Licence.application());
        form.put("holders", List.of(LI, WANG));
        form.put("plans", "奶制品");
        return bench.cases().start(FOUNDER, "licence", form, key);
    }

    private static void complete(Actor actor, String number, Map<String, Object> form) {
        bench.tasks().complete(actor, bench.task(actor, number), form);
    }

    /** Whose key seals what. */
    private static Map<String, String> persons(String number) throws Exception {
        Map<String, String> persons = new TreeMap<>();
        try (Connection connection = bench.connection();
                PreparedStatement query =
                        connection.prepareStatement("select FIELD_, PERSON_ID_ from CH_FIELD where CASE_NUMBER_ = ?")) {
            query.setString(1, number);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    persons.put(rows.getString(1), rows.getString(2));
                }
            }
        }
        return persons;
    }

    private static Map<String, State> states(Actor actor, String number) {
        return bench.cases().view(actor, number).fields().stream().collect(Collectors.toMap(Field::name, Field::state));
    }

    private static Map<String, String> values(String number) {
        return bench.cases().view(FOUNDER, number).fields().stream()
                .filter(field -> field.value().isPresent())
                .collect(Collectors.toMap(Field::name, field -> field.value().orElseThrow()));
    }

    private static List<?> holders(Actor actor, String number) {
        return (List<?>)
                bench.tasks().open(actor, bench.task(actor, number)).values().get("holders");
    }

    @Test
    void onePersonIsErasedAndExactlyTheirFieldsAreGone() throws Exception {
        String number = file("one");
        complete(AMR_LI, number, Map.of("verdict", "supplement", "reason", "再说明"));
        Map<String, String> persons = persons(number);
        assertThat(persons).containsOnlyKeys("citizen", "plans", "holders[0]", "holders[1]", "reason");
        assertThat(new HashSet<>(persons.values())).hasSize(5);
        assertThat(persons).containsEntry("plans", FOUNDER.personId());

        bench.keys.erase(persons.get("citizen"));
        bench.keys.erase(persons.get("holders[0]"));

        assertThat(states(FOUNDER, number))
                .containsEntry("citizen", State.ERASED)
                .containsEntry("holders[0]", State.ERASED)
                .containsEntry("holders[1]", State.SHOWN)
                .containsEntry("plans", State.SHOWN)
                .containsEntry("reason", State.SHOWN);
        assertThat(states(AUDITOR, number))
                .containsEntry("citizen", State.ERASED)
                .containsEntry("holders[0]", State.ERASED)
                .containsEntry("holders[1]", State.HIDDEN);
        assertThat(values(number).get("holders[1]")).startsWith("[{").contains("王胡杨", "\"2\"");
        assertThat(values(number)).containsEntry("plans", "奶制品").containsEntry("reason", "再说明");
        assertThat(holders(FOUNDER, number))
                .as("nobody is asked to enter them again")
                .isEqualTo(List.of(WANG));

        complete(FOUNDER, number, Map.of("plans", "奶", "holders", List.of(WANG)));
        assertThat(holders(AMR_LI, number)).as("an empty line in their place").isEqualTo(List.of(Map.of(), WANG));
        assertThat(states(FOUNDER, number)).containsEntry("holders[0]", State.ERASED);
    }

    @Test
    void whatIsTakenBackIsShownToNobodyAndWhatIsNotSentStays() throws Exception {
        String number = file("taken-back");
        complete(AMR_LI, number, Map.of("verdict", "supplement", "reason", "再说明"));
        complete(FOUNDER, number, Map.of("plans", "奶"));
        complete(AMR_LI, number, Map.of("verdict", "supplement"));
        assertThat(values(number)).containsEntry("reason", "再说明");
        complete(FOUNDER, number, Map.of("plans", "奶"));
        complete(AMR_LI, number, Map.of("verdict", "supplement", "reason", ""));
        assertThat(values(number)).doesNotContainKey("reason").containsEntry("plans", "奶");
        assertThat(persons(number)).as("its place, under its key").containsKey("reason");
    }

    @Test
    void whatIsWrittenDownMayBeErasedAndWithItNothingElse() throws Exception {
        String number = file("notes");
        complete(AMR_LI, number, Map.of("verdict", "supplement", "reason", "再说明"));
        bench.keys.erase(persons(number).get("reason"));
        assertThat(states(FOUNDER, number))
                .containsEntry("reason", State.ERASED)
                .doesNotContainEntry("plans", State.ERASED);
        complete(FOUNDER, number, Map.of("plans", "奶", "holders", List.of(LI, WANG)));
        String task = bench.task(AMR_LI, number);
        assertThatThrownBy(() -> bench.tasks().complete(AMR_LI, task, Map.of("verdict", "grant", "reason", "又")))
                .isInstanceOfSatisfying(
                        InvalidInput.class,
                        refused -> assertThat(refused.problems())
                                .containsExactly(new InvalidInput.Problem("reason", "field.person-erased", Map.of())));
        bench.tasks().complete(AMR_LI, task, Map.of("verdict", "grant", "reason", ""));
        assertThat(bench.cases().view(FOUNDER, number).tokens()).isNotEmpty();
    }

    @Test
    void nothingLinksAPersonAcrossCases() throws Exception {
        Map<String, String> first = persons(file("link 1"));
        Map<String, String> second = persons(file("link 2"));
        assertThat(first.remove("plans")).isEqualTo(second.remove("plans"));
        assertThat(first.keySet()).isEqualTo(second.keySet());
        assertThat(first.values()).doesNotContainAnyElementsOf(second.values());
        assertThat(first.values()).allSatisfy(person -> assertThat(person).matches("[-_0-9A-Za-z]{22}"));
    }

    @Test
    void whoeverIsEnteredAgainKeepsTheirKeyAndWhoeverIsNewGetsOne() throws Exception {
        String number = file("again");
        Map<String, String> before = persons(number);
        complete(AMR_LI, number, Map.of("verdict", "supplement"));
        Map<String, Object> renamed = Map.of("name", "汪胡杨", "id", "2");
        complete(FOUNDER, number, Map.of("plans", "奶", "holders", List.of(CHEN, renamed)));

        Map<String, String> after = persons(number);
        assertThat(after).containsAllEntriesOf(before).containsKey("holders[2]");
        assertThat(before).doesNotContainValue(after.get("holders[2]"));
        assertThat(values(number)).doesNotContainKey("holders[0]");
        assertThat(values(number).get("holders[1]")).contains("汪胡杨");
        assertThat(values(number).get("holders[2]")).contains("陈思远");

        bench.keys.erase(after.get("holders[0]"));
        assertThat(states(FOUNDER, number))
                .containsEntry("holders[0]", State.ERASED)
                .containsEntry("holders[1]", State.SHOWN)
                .containsEntry("holders[2]", State.SHOWN);
    }

    @Test
    void aNamesakeGetsAKeyOfTheirOwnAndWhoeverTheyReplaceIsErasedWithoutThem() throws Exception {
        String number = file("namesake");
        Map<String, String> before = persons(number);
        complete(AMR_LI, number, Map.of("verdict", "supplement"));
        Map<String, Object> namesake = Map.of("name", LI.get("name"), "id", "9");
        complete(FOUNDER, number, Map.of("plans", "奶", "holders", List.of(namesake, WANG)));

        Map<String, String> after = persons(number);
        assertThat(after)
                .as("the emptied place still names the key of the former version")
                .containsAllEntriesOf(before);
        assertThat(before).doesNotContainValue(after.get("holders[2]"));
        assertThat(holders(AMR_LI, number)).isEqualTo(List.of(WANG, namesake));

        bench.keys.erase(after.get("holders[0]"));
        assertThat(states(FOUNDER, number))
                .containsEntry("holders[0]", State.ERASED)
                .containsEntry("holders[1]", State.SHOWN)
                .containsEntry("holders[2]", State.SHOWN);
    }

    @Test
    void aListThatIsNotSentStaysAsItIsAndAnEmptyOneRemovesEverybody() throws Exception {
        String number = file("emptied");
        Map<String, String> before = persons(number);
        complete(AMR_LI, number, Map.of("verdict", "supplement"));
        complete(FOUNDER, number, Map.of("plans", "奶"));
        assertThat(holders(AMR_LI, number)).isEqualTo(List.of(LI, WANG));

        complete(AMR_LI, number, Map.of("verdict", "supplement"));
        complete(FOUNDER, number, Map.of("plans", "奶", "holders", List.of()));
        assertThat(values(number)).doesNotContainKeys("holders[0]", "holders[1]", "holders");
        assertThat(persons(number)).as("their keys can be found and erased").containsAllEntriesOf(before);
    }

    @Test
    void theCaseGoesOnWithoutThoseWhoWereErased() throws Exception {
        String number = file("goes on");
        Map<String, String> before = persons(number);
        bench.keys.erase(before.get("citizen"));
        bench.keys.erase(before.get("holders[0]"));
        complete(AMR_LI, number, Map.of("verdict", "supplement", "citizen", "", "holders", List.of()));
        complete(FOUNDER, number, Map.of("plans", "奶", "holders", List.of(LI, WANG)));

        Map<String, String> after = persons(number);
        assertThat(after).containsAllEntriesOf(before);
        assertThat(before).as("who is entered again has a new key").doesNotContainValue(after.get("holders[2]"));
        assertThat(states(FOUNDER, number))
                .containsEntry("citizen", State.ERASED)
                .containsEntry("holders[0]", State.ERASED)
                .containsEntry("holders[1]", State.SHOWN)
                .containsEntry("holders[2]", State.SHOWN);
        complete(AMR_LI, number, Map.of("verdict", "grant"));
        complete(TAX_ZHAO, number, Map.of("quota", 25));
        assertThat(bench.cases().view(FOUNDER, number).tokens()).isEmpty();
    }

    @Test
    void aCaseMakesItsKeysInOneChangeAndOnlySomebodyNewMakesAnother() {
        int before = bench.keys.changes();
        String number = file("changes");
        assertThat(bench.keys.changes()).isEqualTo(before + 1);
        complete(AMR_LI, number, Map.of("verdict", "supplement", "reason", "再说明"));
        assertThat(bench.keys.changes()).as("notes have their key").isEqualTo(before + 1);
        complete(FOUNDER, number, Map.of("plans", "奶", "holders", List.of(LI, WANG, CHEN)));
        assertThat(bench.keys.changes()).isEqualTo(before + 2);
        assertThat(values(number)).containsKeys("holders[0]", "holders[1]", "holders[2]");
    }

    @Test
    void aRepeatedFilingFindsTheKeysOfTheFirst() {
        Set<String> numbers = new HashSet<>();
        numbers.add(file("repeated"));
        int before = bench.keys.changes();
        numbers.add(file("repeated"));
        assertThat(numbers).hasSize(1);
        assertThat(bench.keys.changes()).isEqualTo(before);
    }
}
