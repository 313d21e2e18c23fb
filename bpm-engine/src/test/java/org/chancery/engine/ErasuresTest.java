package org.chancery.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.chancery.engine.casework.Workbench.ADMIN;
import static org.chancery.engine.casework.Workbench.AMR_LI;
import static org.chancery.engine.casework.Workbench.ANALYST;
import static org.chancery.engine.casework.Workbench.AUDITOR;
import static org.chancery.engine.casework.Workbench.OFFICER;
import static org.chancery.engine.casework.Workbench.SECOND_OFFICER;
import static org.chancery.engine.casework.Workbench.STRANGER;
import static org.chancery.engine.casework.Workbench.TAX_ZHAO;
import static org.chancery.engine.casework.Workbench.person;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.chancery.engine.Actor.Role;
import org.chancery.engine.Cases.Field;
import org.chancery.engine.EngineException.AlreadyDone;
import org.chancery.engine.EngineException.NotFound;
import org.chancery.engine.EngineException.NotPermitted;
import org.chancery.engine.Erasures.Erasure;
import org.chancery.engine.Erasures.Ground;
import org.chancery.engine.Erasures.HoldKind;
import org.chancery.engine.Erasures.Person;
import org.chancery.engine.Erasures.State;
import org.chancery.engine.casework.LicenceParts;
import org.chancery.engine.conformance.Conformance;
import org.chancery.engine.conformance.Finding;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may have a person erased, what speaks against it, whose keys go, and what the records tell. */
class ErasuresTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path folder;

    private static LicenceNode node;
    private static Engine engine;

    /** Of this test alone; their key is theirs in all its cases. */
    private final Actor applicant = person("p-" + UUID.randomUUID(), "public", Role.APPLICANT);

    @BeforeAll
    static void begin() {
        node = new LicenceNode(folder);
        engine = node.start(node.keys, LicenceParts.withPersons());
    }

    /** Whatever was erased here, the second opinion finds nothing wrong with how. */
    @AfterAll
    static void end() {
        try {
            Conformance judge = new Conformance(engine.models()::byHash);
            List<Finding> found = new ArrayList<>();
            for (long leaf = 0; leaf < node.ledger.head().size(); leaf++) {
                found.addAll(judge.read(leaf, node.ledger.leaf(leaf).publicPart()));
            }
            assertThat(found)
                    .filteredOn(one -> one.code().startsWith("erasure-"))
                    .isEmpty();
            assertThat(judge.all()).isNotEmpty();
        } finally {
            engine.close();
        }
    }

    private static void deploy(ServiceBundle service) {
        engine.models().deploy(ANALYST, service.name(), service.resources());
    }

    private String file(String key) {
        Map<String, Object> form = new HashMap<>(LicenceParts.application());
        form.put("holders", List.of(Map.of("name", "李云杉"), Map.of("name", "王胡杨")));
        form.put("plans", "奶制品");
        return engine.cases().start(applicant, "licence", form, key);
    }

    private String ended(String key) {
        String number = file(key);
        engine.tasks().complete(AMR_LI, task(AMR_LI, number), Map.of("verdict", "grant", "reason", "符合"));
        engine.tasks().complete(TAX_ZHAO, task(TAX_ZHAO, number), Map.of("quota", 1));
        return number;
    }

    private String task(Actor actor, String number) {
        return engine.tasks().inbox(actor).stream()
                .filter(task -> task.caseNumber().equals(number))
                .findFirst()
                .orElseThrow()
                .id();
    }

    private Person subject(String number, String field) {
        return engine.erasures().persons(OFFICER, number).stream()
                .filter(person ->
                        person.fields().stream().anyMatch(one -> one.name().equals(field)))
                .findFirst()
                .orElseThrow();
    }

    private String request(String number, String field) {
        return engine.erasures().request(OFFICER, number, subject(number, field).id(), Ground.PERSON_REQUEST, true);
    }

    private Map<String, Field.State> states(String number) {
        return engine.cases().view(applicant, number).fields().stream()
                .collect(Collectors.toMap(Field::name, Field::state));
    }

    /** Public transitions of these types about this erasure, in their order, each with its record's case. */
    private List<JsonNode> told(String erasure) throws IOException {
        List<JsonNode> told = new ArrayList<>();
        for (long leaf = 0; leaf < node.ledger.head().size(); leaf++) {
            JsonNode record = JSON.readTree(node.ledger.leaf(leaf).publicPart());
            for (JsonNode transition : record.path("transitions")) {
                if (transition.path("erasure").asText().equals(erasure)) {
                    told.add(transition);
                }
            }
        }
        return told;
    }

    private static void refused(String code, org.assertj.core.api.ThrowableAssert.ThrowingCallable act) {
        assertThatThrownBy(act)
                .isInstanceOfSatisfying(
                        EngineException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    @Test
    void twoOfficersEraseAPersonAndTheRecordsTellItWithoutNamingAnybody() throws IOException {
        String number = ended("a");
        long before = engine.audit(AUDITOR).erasedFields();
        Person citizen = subject(number, "citizen");
        assertThat(citizen.fields()).allMatch(field -> field.value().isEmpty());
        String id = request(number, "citizen");
        Erasure done = engine.erasures().confirm(SECOND_OFFICER, id);
        assertThat(done.state()).isEqualTo(State.ERASED);
        assertThat(done.keys()).containsExactly(citizen.id());
        assertThat(done.purged()).hasSize(3);
        assertThat(states(number))
                .containsEntry("citizen", Field.State.ERASED)
                .containsEntry("plans", Field.State.SHOWN)
                .containsEntry("holders[0]", Field.State.SHOWN);

        List<JsonNode> told = told(id);
        assertThat(told)
                .extracting(one -> one.path("type").asText())
                .containsExactly("erasure-requested", "erasure-confirmed", "erased");
        assertThat(told.getFirst().path("role").asText()).isEqualTo("DATA_OFFICER");
        assertThat(told.getFirst().path("person"))
                .isEqualTo(told.getLast().path("keys").get(0));
        JsonNode erased = told.getLast();
        assertThat(erased.path("ground").asText()).isEqualTo("PERSON_REQUEST");
        assertThat(erased.path("keys")).hasSize(1);
        assertThat(erased.path("purged")).hasSize(3);
        assertThat(erased.path("pending")).isEmpty();
        assertThat(erased.path("requestedBy").asText())
                .isNotEmpty()
                .isNotEqualTo(erased.path("confirmedBy").asText());
        assertThat(told.toString())
                .doesNotContain(citizen.id(), number, OFFICER.personId(), SECOND_OFFICER.personId(), "650102");

        String certificate = engine.erasures().certificate(applicant, id).text();
        assertThat(certificate).contains(id, "\"type\":\"erased\"");
        AuditReport audit = engine.audit(AUDITOR);
        assertThat(audit.differences()).isEmpty();
        assertThat(audit.erasedFields()).isEqualTo(before + 1);
        refused("erasure.decided-already", () -> engine.erasures().confirm(SECOND_OFFICER, id));
        refused("erasure.done-already", () -> request(number, "citizen"));
    }

    @Test
    void nobodyErasesAlone() {
        String number = ended("a");
        String citizen = subject(number, "citizen").id();
        for (Actor other : List.of(STRANGER, AMR_LI, ADMIN, AUDITOR)) {
            refused(
                    "erasure.officers-only",
                    () -> engine.erasures().request(other, number, citizen, Ground.COURT_ORDER, true));
            refused("erasure.officers-only", () -> engine.erasures().persons(other, number));
        }
        refused(
                "erasure.own-case",
                () -> engine.erasures().request(applicant, number, citizen, Ground.PERSON_REQUEST, true));
        String id = request(number, "citizen");
        refused("erasure.second-person", () -> engine.erasures().confirm(OFFICER, id));
        refused("erasure.officers-only", () -> engine.erasures().confirm(ADMIN, id));
        refused("erasure.officers-only", () -> engine.erasures().decline(STRANGER, id));
        Actor officerAsApplicant =
                new Actor(applicant.personId(), "privacy", Set.of(Role.DATA_OFFICER, Role.APPLICANT), Set.of());
        refused("erasure.own-case", () -> engine.erasures().confirm(officerAsApplicant, id));
        refused("erasure.own-case", () -> engine.erasures().decline(officerAsApplicant, id));
        refused("erasure.asked-already", () -> request(number, "citizen"));
        assertThat(states(number)).doesNotContainValue(Field.State.ERASED);
        assertThat(engine.erasures().list(STRANGER)).isEmpty();

        engine.erasures().decline(SECOND_OFFICER, id);
        refused("erasure.decided-already", () -> engine.erasures().confirm(SECOND_OFFICER, id));
        assertThatThrownBy(() -> engine.erasures().certificate(OFFICER, id)).isInstanceOf(NotFound.class);
        assertThat(states(number)).doesNotContainValue(Field.State.ERASED);
        assertThat(request(number, "citizen")).isNotEqualTo(id);
    }

    @Test
    void aRunningCaseHoldsUntilItIsSetAsideByName() {
        String number = file("a");
        String citizen = subject(number, "citizen").id();
        assertThat(engine.erasures().holds(OFFICER, number, citizen))
                .singleElement()
                .satisfies(hold -> assertThat(hold.kind()).isEqualTo(HoldKind.OPEN_CASE));
        assertThatThrownBy(() -> engine.erasures().request(OFFICER, number, citizen, Ground.PERSON_REQUEST, false))
                .isInstanceOfSatisfying(NotPermitted.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo("erasure.held");
                    assertThat(refusal.details()).containsEntry("cases", number);
                });
        refused(
                "erasure.retention-runs",
                () -> engine.erasures().request(OFFICER, number, citizen, Ground.RETENTION_ENDED, true));
        String id = engine.erasures().request(OFFICER, number, citizen, Ground.COURT_ORDER, true);
        Erasure done = engine.erasures().confirm(SECOND_OFFICER, id);
        assertThat(done.despite()).containsExactly(HoldKind.OPEN_CASE);
        engine.tasks().complete(AMR_LI, task(AMR_LI, number), Map.of("verdict", "grant"));
    }

    @Test
    void theRetentionThatAModelStatesHoldsAfterTheEnd() {
        deploy(LicenceParts.withPersonsKept(3_650));
        String number = ended("a");
        String citizen = subject(number, "citizen").id();
        assertThat(engine.erasures().holds(OFFICER, number, citizen))
                .singleElement()
                .satisfies(hold -> {
                    assertThat(hold.kind()).isEqualTo(HoldKind.RETENTION);
                    assertThat(hold.until()).isPresent();
                });
        refused(
                "erasure.held",
                () -> engine.erasures().request(OFFICER, number, citizen, Ground.PERSON_REQUEST, false));
        refused(
                "erasure.retention-runs",
                () -> engine.erasures().request(OFFICER, number, citizen, Ground.RETENTION_ENDED, true));
        deploy(LicenceParts.withPersonsKept(0));
        String over = ended("b");
        String id = engine.erasures()
                .request(OFFICER, over, subject(over, "citizen").id(), Ground.RETENTION_ENDED, false);
        assertThat(engine.erasures().confirm(SECOND_OFFICER, id).state()).isEqualTo(State.ERASED);
        deploy(LicenceParts.withPersons());
        assertThatThrownBy(() -> deploy(LicenceParts.withPersonsKept(-1)))
                .isInstanceOfSatisfying(
                        EngineException.ModelRefused.class,
                        refusal -> assertThat(refusal.findings())
                                .extracting(finding -> finding.code())
                                .contains("model.retention"));
    }

    @Test
    void whoeverIsErasedFromAListGoesWithItsEmptiedPlaces() {
        String number = file("a");
        engine.tasks().complete(AMR_LI, task(AMR_LI, number), Map.of("verdict", "supplement"));
        engine.tasks()
                .complete(
                        applicant,
                        task(applicant, number),
                        Map.of(
                                "plans",
                                "乳品",
                                "holders",
                                List.of(Map.of("name", "王胡杨"), Map.of("name", "陈思远 139-0000-1234"))));
        Person former = subject(number, "holders[0]");
        assertThat(former.former()).isTrue();
        Person wang = subject(number, "holders[1]");
        assertThat(wang.fields().getFirst().value().orElseThrow()).contains("王胡杨");
        assertThat(subject(number, "holders[2]").fields().getFirst().value())
                .as("a number that officers have no need of")
                .isEmpty();
        String id = engine.erasures().request(OFFICER, number, wang.id(), Ground.PERSON_REQUEST, true);
        assertThat(engine.erasures().confirm(SECOND_OFFICER, id).keys())
                .containsExactlyInAnyOrder(former.id(), wang.id());
        assertThat(states(number))
                .containsEntry("holders[1]", Field.State.ERASED)
                .containsEntry("holders[2]", Field.State.SHOWN);
    }

    @Test
    void anApplicantAsksForTheirOwnKeyAndAllTheirCasesTellOfItApart() throws IOException {
        String first = ended("a");
        String second = file("b");
        assertThat(engine.erasures().holds(applicant, first, applicant.personId()))
                .singleElement()
                .satisfies(hold -> assertThat(hold.caseNumber()).isEqualTo(second));
        String id = engine.erasures().request(applicant, first, applicant.personId(), Ground.PERSON_REQUEST, true);
        refused("erasure.officers-only", () -> engine.erasures().confirm(applicant, id));
        refused("erasure.held", () -> engine.erasures().confirm(OFFICER, id));
        engine.tasks().complete(AMR_LI, task(AMR_LI, second), Map.of("verdict", "grant"));
        engine.tasks().complete(TAX_ZHAO, task(TAX_ZHAO, second), Map.of("quota", 1));

        assertThat(engine.erasures().confirm(OFFICER, id).state()).isEqualTo(State.ERASED);
        assertThat(states(first)).containsEntry("plans", Field.State.ERASED);
        assertThat(states(second)).containsEntry("plans", Field.State.ERASED);
        List<Erasure> all = engine.erasures().list(applicant);
        assertThat(all).extracting(Erasure::caseNumber).containsExactlyInAnyOrder(first, second);
        assertThat(all).allMatch(one -> one.state() == State.ERASED);
        Set<String> keys = Set.of(
                told(all.getFirst().id()).getLast().path("keys").toString(),
                told(all.getLast().id()).getLast().path("keys").toString());
        assertThat(keys).as("the two cases cannot be linked by the key's name").hasSize(2);
        for (Erasure one : all) {
            assertThat(told(one.id()))
                    .filteredOn(told -> told.path("type").asText().equals("erasure-confirmed"))
                    .extracting(told -> told.path("role").asText())
                    .as("whose office decided it, also where nobody is signed in")
                    .containsExactly("DATA_OFFICER");
        }
        assertThat(engine.erasures()
                        .certificate(applicant, all.getLast().id())
                        .text()
                        .getBytes(StandardCharsets.UTF_8))
                .isNotEmpty();
        assertThatThrownBy(() -> file("c")).isInstanceOf(NotPermitted.class);
    }

    @Test
    void anOfficersOwnRequestWaitsLikeAnybodys() {
        String number = file("a");
        Actor officer = new Actor(applicant.personId(), "privacy", Set.of(Role.DATA_OFFICER, Role.APPLICANT), Set.of());
        String id = engine.erasures().request(officer, number, officer.personId(), Ground.PERSON_REQUEST, true);
        refused("erasure.held", () -> engine.erasures().confirm(OFFICER, id));
        engine.erasures().decline(officer, id);
        assertThat(states(number)).doesNotContainValue(Field.State.ERASED);
    }

    @Test
    void aCaseThatIsFiledAfterTheRequestWasNotSetAside() {
        String first = file("a");
        String id = engine.erasures().request(OFFICER, first, applicant.personId(), Ground.COURT_ORDER, true);
        String later = file("b");
        assertThatThrownBy(() -> engine.erasures().confirm(SECOND_OFFICER, id))
                .isInstanceOfSatisfying(NotPermitted.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo("erasure.held");
                    assertThat(refusal.details()).containsEntry("cases", later);
                });
        assertThat(states(first)).doesNotContainValue(Field.State.ERASED);
        engine.erasures().decline(OFFICER, id);
        String anew = engine.erasures().request(OFFICER, first, applicant.personId(), Ground.COURT_ORDER, true);
        assertThat(engine.erasures().confirm(SECOND_OFFICER, anew).state()).isEqualTo(State.ERASED);
        assertThat(states(later)).containsEntry("plans", Field.State.ERASED);
    }

    @Test
    void twoRequestsAtOnceAreOne() {
        String number = ended("a");
        String id = request(number, "plans");
        assertThatThrownBy(() -> engine.erasures()
                        .request(applicant, number, applicant.personId(), Ground.PERSON_REQUEST, false))
                .isInstanceOf(AlreadyDone.class);
        engine.erasures().decline(OFFICER, id);
        assertThat(engine.erasures().list(OFFICER))
                .filteredOn(one -> one.id().equals(id))
                .extracting(Erasure::state)
                .containsExactly(State.DECLINED);
    }
}
