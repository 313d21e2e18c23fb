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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.chancery.engine.Actor;
import org.chancery.engine.Actor.Role;
import org.chancery.engine.Cases;
import org.chancery.engine.Cases.Field;
import org.chancery.engine.Cases.Status;
import org.chancery.engine.EngineException.AlreadyDone;
import org.chancery.engine.EngineException.InvalidInput;
import org.chancery.engine.EngineException.ModelRefused;
import org.chancery.engine.EngineException.NotFound;
import org.chancery.engine.EngineException.NotPermitted;
import org.chancery.engine.Models;
import org.chancery.engine.Tasks.Task;
import org.chancery.engine.identity.Acting;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.operaton.bpm.engine.ProcessEngineException;
import org.operaton.bpm.engine.variable.Variables;

class CaseworkTest {

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
        String number = file("way");
        assertThat(number).matches("LICENCE-\\d{8}-[2-9A-HJKMNP-TV-Z]{6}");
        Cases.Summary open = bench.cases().view(FOUNDER, number).summary();
        assertThat(open.title()).isEqualTo("天山乳业");
        assertThat(open.status()).isEqualTo(Status.OPEN);
        assertThat(open.promised()).contains(Licence.PROMISED);

        bench.tasks().complete(AMR_LI, task(AMR_LI, number), Map.of("verdict", "supplement", "reason", "再说明"));
        bench.tasks().complete(FOUNDER, task(FOUNDER, number), Map.of("plans", "奶制品"));
        bench.tasks().complete(AMR_WANG, task(AMR_WANG, number), Map.of("verdict", "grant"));
        Cases.View view = bench.cases().view(FOUNDER, number);
        assertThat(view.tokens()).containsExactly("tax");
        assertThat(view.passed())
                .contains("applied", "f1", "register", "more", "supplement", "f4", "granted")
                .doesNotContain("f5", "tax");
        bench.tasks().complete(TAX_ZHAO, task(TAX_ZHAO, number), Map.of("quota", 25));

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
        String number = file("clear");
        bench.tasks().complete(AMR_LI, task(AMR_LI, number), Map.of("verdict", "supplement", "reason", "绝密理由"));
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
        String first = file("same");
        assertThat(file("same")).isEqualTo(first);
        assertThat(bench.cases().start(STRANGER, "licence", Licence.application(), "same"))
                .isNotEqualTo(first);
        Callable<String> call = () -> file("same at once");
        try (var threads = Executors.newFixedThreadPool(4)) {
            Set<String> numbers = new HashSet<>();
            for (var answer : threads.invokeAll(List.of(call, call, call, call))) {
                numbers.add(answer.get());
            }
            assertThat(numbers).hasSize(1);
        }
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
        assertThatThrownBy(() -> file(" ")).isInstanceOf(InvalidInput.class);
    }

    @Test
    void anUnknownVariableIsRefusedAtATask() {
        String number = file("unknown");
        String task = task(AMR_LI, number);
        assertThatThrownBy(() -> bench.tasks().complete(AMR_LI, task, Map.of("verdict", "grant", "approvedBy", "me")))
                .isInstanceOfSatisfying(
                        InvalidInput.class,
                        refused -> assertThat(refused.problems())
                                .containsExactly(new InvalidInput.Problem("approvedBy", "field.unknown", Map.of())));
        assertThatThrownBy(() -> bench.tasks().complete(AMR_LI, task, Map.of("verdict", "burn")))
                .isInstanceOf(InvalidInput.class);
        assertThat(bench.cases().view(FOUNDER, number).tokens()).containsExactly("register");
        assertThat(bench.tasks().open(AMR_LI, task).task().assignee()).isEmpty();
    }

    @Test
    void twoClerksCompletingAtOnceOneWinsAndTheOtherIsToldWho() throws Exception {
        for (int round = 0; round < 8; round++) {
            String number = file("race " + round);
            String task = task(AMR_LI, number);
            CyclicBarrier start = new CyclicBarrier(2);
            List<Actor> won = new ArrayList<>();
            List<AlreadyDone> lost = new ArrayList<>();
            try (var threads = Executors.newFixedThreadPool(2)) {
                for (var done : threads.invokeAll(List.of(AMR_LI, AMR_WANG).stream()
                        .map(clerk -> (Callable<Void>) () -> {
                            start.await();
                            try {
                                bench.tasks().complete(clerk, task, Map.of("verdict", "grant"));
                                synchronized (won) {
                                    won.add(clerk);
                                }
                            } catch (AlreadyDone e) {
                                synchronized (won) {
                                    lost.add(e);
                                }
                            }
                            return null;
                        })
                        .toList())) {
                    done.get();
                }
            }
            assertThat(won).hasSize(1);
            assertThat(lost)
                    .singleElement()
                    .satisfies(refusal -> assertThat(refusal.details())
                            .containsEntry("by", won.get(0).personId())
                            .containsKey("at"));
            assertThat(bench.cases().view(FOUNDER, number).tokens()).containsExactly("tax");
        }
    }

    @Test
    void aClerkOfAnotherDepartmentIsToldWhoseTaskItIs() {
        String number = file("department");
        String task = task(AMR_LI, number);
        for (ThrowingAct act : List.<ThrowingAct>of(
                () -> bench.tasks().open(TAX_ZHAO, task),
                () -> bench.tasks().claim(TAX_ZHAO, task),
                () -> bench.tasks().complete(TAX_ZHAO, task, Map.of("verdict", "grant")))) {
            assertThatThrownBy(act::run).isInstanceOfSatisfying(NotPermitted.class, refused -> {
                assertThat(refused.code()).isEqualTo("task.other-department");
                assertThat(refused.details()).containsEntry("group", "amr");
            });
        }
        assertThat(bench.tasks().inbox(TAX_ZHAO))
                .noneMatch(found -> found.caseNumber().equals(number));
        Actor lent = new Actor("p-lent", "tax", Set.of(Role.CLERK), Set.of("amr"));
        assertThatThrownBy(() -> bench.tasks().claim(lent, task)).isInstanceOf(NotPermitted.class);
    }

    @Test
    void aTaskIsHeldByOnePersonUntilItIsGivenBack() {
        String number = file("hold");
        String task = task(AMR_LI, number);
        bench.tasks().claim(AMR_LI, task);
        assertThatThrownBy(() -> bench.tasks().claim(AMR_WANG, task))
                .isInstanceOfSatisfying(
                        AlreadyDone.class, e -> assertThat(e.details()).containsEntry("by", "p-li"));
        assertThatThrownBy(() -> bench.tasks().complete(AMR_WANG, task, Map.of("verdict", "grant")))
                .isInstanceOf(AlreadyDone.class);
        assertThatThrownBy(() -> bench.tasks().release(AMR_WANG, task)).isInstanceOf(AlreadyDone.class);
        bench.tasks().release(AMR_LI, task);
        bench.tasks().claim(AMR_WANG, task);
        bench.tasks().complete(AMR_WANG, task, Map.of("verdict", "grant"));
        assertThatThrownBy(() -> bench.tasks().claim(AMR_LI, task))
                .isInstanceOfSatisfying(
                        AlreadyDone.class, e -> assertThat(e.details()).containsEntry("by", "p-wang"));
        assertThatThrownBy(() -> bench.tasks().open(AMR_LI, "no such task")).isInstanceOf(NotFound.class);
    }

    @Test
    void nobodyDecidesOnAnApplicationOfTheirOwn() {
        Actor both = new Actor("p-both", "amr", Set.of(Role.APPLICANT, Role.CLERK), Set.of("amr"));
        String number = bench.cases().start(both, "licence", Licence.application(), "own");
        String task = task(AMR_LI, number);
        assertThatThrownBy(() -> bench.tasks().complete(both, task, Map.of("verdict", "grant")))
                .isInstanceOfSatisfying(
                        NotPermitted.class, e -> assertThat(e.code()).isEqualTo("task.own-case"));
        assertThat(bench.tasks().inbox(both))
                .noneMatch(found -> found.caseNumber().equals(number));
    }

    @Test
    void aSupplementFallsToTheApplicantOfThisCaseAlone() {
        String number = file("supplement");
        bench.tasks().complete(AMR_LI, task(AMR_LI, number), Map.of("verdict", "supplement"));
        String task = task(FOUNDER, number);
        for (Actor other : List.of(STRANGER, AMR_LI, ADMIN)) {
            assertThatThrownBy(() -> bench.tasks().complete(other, task, Map.of("plans", "x")))
                    .isInstanceOfSatisfying(
                            NotPermitted.class, e -> assertThat(e.code()).isEqualTo("task.other-person"));
        }
        assertThatThrownBy(() -> bench.tasks().release(FOUNDER, task)).isInstanceOf(NotPermitted.class);
    }

    @Test
    void theDutiesHoldBelowTheFacesToo() {
        String number = file("below");
        String task = task(AMR_LI, number);
        var tasks = bench.engine.getTaskService();
        assertThatThrownBy(() -> tasks.complete(task)).hasRootCauseInstanceOf(NotPermitted.class);
        for (Actor actor : List.of(TAX_ZHAO, FOUNDER, ADMIN)) {
            assertThatThrownBy(() -> Acting.as(actor, () -> tasks.complete(task)))
                    .hasRootCauseInstanceOf(NotPermitted.class);
        }
        assertThatThrownBy(() -> Acting.as(AMR_LI, () -> tasks.complete(task)))
                .hasRootCauseInstanceOf(NotPermitted.class);
        assertThatThrownBy(() -> Acting.as(TAX_ZHAO, () -> tasks.setAssignee(task, "p-zhao")))
                .hasRootCauseInstanceOf(NotPermitted.class);
        assertThatThrownBy(() -> Acting.as(AMR_LI, () -> tasks.setAssignee(task, "p-wang")))
                .hasRootCauseInstanceOf(NotPermitted.class);
        Acting.as(ADMIN, () -> tasks.setAssignee(task, "p-wang"));
        assertThatThrownBy(() -> Acting.as(AMR_LI, () -> tasks.setAssignee(task, "p-li")))
                .hasRootCauseInstanceOf(AlreadyDone.class);
        assertThatThrownBy(() ->
                        Acting.as(ADMIN, () -> bench.engine.getRuntimeService().startProcessInstanceByKey("licence")))
                .isInstanceOf(NotPermitted.class);
        assertThatThrownBy(() -> Acting.as(
                        ADMIN, () -> bench.engine.getRuntimeService().startProcessInstanceByKey("licence", number)))
                .isInstanceOf(NotPermitted.class);
    }

    @Test
    void eachPersonSeesWhatTheirPartInTheCaseNeeds() {
        String number = file("sight");
        assertThat(shown(FOUNDER, number)).contains("citizen", "holders", "company");
        // the registrar's form shows the citizen id, and only while the task is open
        assertThat(shown(AMR_LI, number)).contains("company", "citizen", "holders");
        Map<String, Object> values =
                bench.tasks().open(AMR_LI, task(AMR_LI, number)).values();
        assertThat(values)
                .containsEntry("citizen", "650102199003074516")
                .containsEntry("holders", List.of(Map.of("name", "阿依古丽")))
                .doesNotContainKey("capital");
        bench.tasks().complete(AMR_LI, task(AMR_LI, number), Map.of("verdict", "grant", "reason", "符合"));
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

    @Test
    void variablesThatAreNotSmallAndTypedAreRefusedWhicheverWayTheyCome() {
        String number = file("variables");
        var runtime = bench.engine.getRuntimeService();
        String instance = runtime.createProcessInstanceQuery()
                .processInstanceBusinessKey(number)
                .singleResult()
                .getId();
        for (Object value : List.of(
                new ArrayList<>(List.of("x")),
                new byte[3],
                "x".repeat(4_001),
                Variables.serializedObjectValue("rO0ABQ==")
                        .serializationDataFormat("application/x-java-serialized-object")
                        .objectTypeName("java.util.ArrayList")
                        .create())) {
            assertThatThrownBy(() -> runtime.setVariable(instance, "sly", value))
                    .isInstanceOf(ProcessEngineException.class);
        }
        runtime.setVariable(instance, "small", "x".repeat(4_000));
    }

    @Test
    void expressionsAndScriptsAreConfinedAtRunTimeToo() {
        var expressions = bench.configuration.getExpressionManager();
        assertThatThrownBy(() -> expressions.createExpression("${''.getClass()}"))
                .hasMessageContaining("refused");
        var scripts = bench.configuration.getScriptEngineResolver();
        for (String language : List.of("groovy", "javascript", "ecmascript", "python", "FEEL-unary-tests")) {
            assertThatThrownBy(() -> scripts.getScriptEngine(language, true)).hasMessageContaining("FEEL is the only");
        }
        assertThat(scripts.getScriptEngine("feel", true)).isNotNull();
    }

    @Test
    void modelsAreDeployedByAnalystsOnceAndOnlyIfTheyChanged() {
        List<Models.Version> before = bench.models().versions();
        bench.faces.deployServices().run();
        assertThat(bench.models().versions()).isEqualTo(before);
        Map<String, byte[]> other = Workbench.files(
                "other.bpmn", Licence.BPMN.replace("licence", "other").replace("formRef=\"apply\"", "formRef=\"a\""),
                "a.form", Licence.APPLY.replace("\"apply\"", "\"a\""),
                "register.form", Licence.REGISTER,
                "supplement.form", Licence.SUPPLEMENT,
                "tax.form", Licence.TAX);
        assertThatThrownBy(() -> bench.models().deploy(AMR_LI, "other", other)).isInstanceOf(NotPermitted.class);
        Models.Version version = bench.models().deploy(ANALYST, "other", other).get(0);
        assertThat(version.deployedBy()).isEqualTo("p-analyst");
        assertThat(version.version()).isEqualTo(1);
        assertThat(bench.models().deploy(ANALYST, "other", other).get(0).definitionId())
                .isEqualTo(version.definitionId());
        assertThat(bench.models().byHash(version.sha256()))
                .hasValueSatisfying(model -> assertThat(model).isEqualTo(other.get("other.bpmn")));
        assertThat(bench.models().diagram(version.definitionId())).contains("process id=\"other\"");
        assertThat(bench.models().form(version.definitionId(), "a")).contains("\"a\"");
    }

    @Test
    void servicesCarryTheirTextsInBothLanguages() {
        Models.Service service = bench.models().services().stream()
                .filter(found -> found.key().equals("licence"))
                .findFirst()
                .orElseThrow();
        assertThat(service.titles()).containsOnly(entry("zh-CN", "营业执照"), entry("en", "Licence"));
        assertThat(service.startForm()).isEqualTo("apply");
        assertThat(bench.models().texts(service.definitionId(), "zh-CN")).containsEntry("element.register", "登记");
    }

    @Test
    void aHostileModelIsRefusedByEveryWayInAndLeavesNothing() {
        long before =
                bench.engine.getRepositoryService().createDeploymentQuery().count();
        Map<String, byte[]> hostile = Workbench.files(
                "evil.bpmn",
                "<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL' targetNamespace='t'>"
                        + "<process id='evil' isExecutable='true'><startEvent id='s'/><sequenceFlow id='f' sourceRef='s' targetRef='t'/>"
                        + "<scriptTask id='t' scriptFormat='javascript'><script>1</script></scriptTask>"
                        + "<sequenceFlow id='g' sourceRef='t' targetRef='nowhere'/></process></definitions>");
        assertThatThrownBy(() -> bench.models().deploy(ANALYST, "evil", hostile))
                .isInstanceOfSatisfying(
                        ModelRefused.class,
                        refused -> assertThat(refused.findings())
                                .extracting(ModelRefused.Finding::code, ModelRefused.Finding::element)
                                .contains(tuple("model.script", "t"), tuple("model.parse", "g")));
        assertThatThrownBy(() -> Acting.as(
                        ADMIN,
                        () -> bench.engine
                                .getRepositoryService()
                                .createDeployment()
                                .addString("evil.bpmn", new String(hostile.get("evil.bpmn"), UTF_8))
                                .deploy()))
                .isInstanceOf(ModelRefused.class);
        assertThatThrownBy(() -> Acting.as(
                        AMR_LI,
                        () -> bench.engine
                                .getRepositoryService()
                                .createDeployment()
                                .addString("tax.form", Licence.TAX)
                                .deploy()))
                .isInstanceOf(NotPermitted.class);
        assertThat(bench.engine.getRepositoryService().createDeploymentQuery().count())
                .isEqualTo(before);
    }

    /** The text rule names the definition, the look at what the parser made names the event. */
    @Test
    void aShellBehindAMessageIsRefusedByBothLocks() {
        Map<String, byte[]> hostile = Workbench.files(
                "shell.bpmn",
                "<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL' targetNamespace='t'"
                        + " xmlns:camunda='http://camunda.org/schema/1.0/bpmn'>"
                        + "<process id='shell' isExecutable='true'><startEvent id='s'/>"
                        + "<sequenceFlow id='f' sourceRef='s' targetRef='thrown'/>"
                        + "<intermediateThrowEvent id='thrown'><messageEventDefinition id='m' camunda:type='shell'>"
                        + "<extensionElements><camunda:field name='command' stringValue='sh'/></extensionElements>"
                        + "</messageEventDefinition></intermediateThrowEvent></process></definitions>");
        assertThatThrownBy(() -> bench.models().deploy(ANALYST, "shell", hostile))
                .isInstanceOfSatisfying(
                        ModelRefused.class,
                        refused -> assertThat(refused.findings())
                                .extracting(ModelRefused.Finding::code, ModelRefused.Finding::element)
                                .containsExactly(tuple("model.task-type", "m"), tuple("model.behaviour", "thrown")));
    }

    /** The engine's parser would need a library that no node has; the model is refused, not the node broken. */
    @Test
    void aMailTaskIsRefusedByName() {
        Map<String, byte[]> hostile = Workbench.files(
                "mail.bpmn",
                "<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL' targetNamespace='t'"
                        + " xmlns:camunda='http://camunda.org/schema/1.0/bpmn'>"
                        + "<process id='mail' isExecutable='true'><startEvent id='s'/>"
                        + "<sequenceFlow id='f' sourceRef='s' targetRef='send'/>"
                        + "<sendTask id='send' camunda:type='mail'/></process></definitions>");
        assertThatThrownBy(() -> bench.models().deploy(ANALYST, "mail", hostile))
                .isInstanceOfSatisfying(
                        ModelRefused.class,
                        refused -> assertThat(refused.findings())
                                .extracting(ModelRefused.Finding::code, ModelRefused.Finding::element)
                                .containsExactly(tuple("model.task-type", "send")));
    }

    @Test
    void aDeploymentForATenantIsRefused() {
        assertThatThrownBy(() -> Acting.as(
                        ADMIN,
                        () -> bench.engine
                                .getRepositoryService()
                                .createDeployment()
                                .tenantId("other")
                                .addString("tax.form", Licence.TAX)
                                .deploy()))
                .isInstanceOfSatisfying(
                        ModelRefused.class,
                        refused -> assertThat(refused.findings())
                                .extracting(ModelRefused.Finding::code)
                                .containsExactly("model.tenant"));
    }

    @Test
    void aTenantsDefinitionThatIsThereStandsInNobodysWay() throws Exception {
        try (Connection connection = bench.connection();
                Statement sql = connection.createStatement()) {
            String columns = "REV_, KEY_, VERSION_, DEPLOYMENT_ID_, RESOURCE_NAME_, SUSPENSION_STATE_, STARTABLE_";
            sql.executeUpdate("insert into ACT_RE_PROCDEF (ID_, TENANT_ID_, " + columns
                    + ") select 'foreign', 'other', " + columns + " from ACT_RE_PROCDEF where KEY_ = 'licence'");
            try {
                assertThat(file("beside-a-tenant")).isNotEmpty();
                assertThat(bench.models().services())
                        .extracting(Models.Service::definitionId)
                        .isNotEmpty()
                        .doesNotContain("foreign");
            } finally {
                sql.executeUpdate("delete from ACT_RE_PROCDEF where ID_ = 'foreign'");
            }
        }
    }

    @FunctionalInterface
    private interface ThrowingAct {
        void run();
    }

    private static String file(String key) {
        return bench.cases().start(FOUNDER, "licence", Licence.application(), key);
    }

    private static String task(Actor actor, String number) {
        return bench.tasks().inbox(actor).stream()
                .filter(task -> task.caseNumber().equals(number))
                .map(Task::id)
                .findFirst()
                .orElseThrow();
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
