package org.chancery.engine.casework;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;
import static org.chancery.engine.casework.Workbench.ADMIN;
import static org.chancery.engine.casework.Workbench.AMR_LI;
import static org.chancery.engine.casework.Workbench.ANALYST;

import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.chancery.engine.EngineException.ModelRefused;
import org.chancery.engine.EngineException.NotPermitted;
import org.chancery.engine.Models;
import org.chancery.engine.identity.Acting;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Models: who deploys them, and what is refused of them. */
class ModelsTest {

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

    /** What strangers get are the files that public records name: of definitions, not forms and texts. */
    @Test
    void thePublicReadsDefinitionsByHash() throws Exception {
        Models.Version version = bench.models().versions().stream()
                .filter(found -> found.key().equals("licence"))
                .findFirst()
                .orElseThrow();
        byte[] model = bench.models().byHash(version.sha256()).orElseThrow();
        assertThat(bench.models().publicByHash(version.sha256()))
                .hasValueSatisfying(file -> assertThat(file).isEqualTo(model));
        byte[] apply = bench.models().form(version.definitionId(), "apply").getBytes(UTF_8);
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        String form = Base64.getUrlEncoder().withoutPadding().encodeToString(digest.digest(apply));
        assertThat(bench.models().byHash(form)).isPresent();
        assertThat(bench.models().publicByHash(form)).isEmpty();
        assertThat(bench.models().publicByHash("A".repeat(43))).isEmpty();
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
                assertThat(bench.file("beside-a-tenant")).isNotEmpty();
                assertThat(bench.models().services())
                        .extracting(Models.Service::definitionId)
                        .isNotEmpty()
                        .doesNotContain("foreign");
            } finally {
                sql.executeUpdate("delete from ACT_RE_PROCDEF where ID_ = 'foreign'");
            }
        }
    }
}
