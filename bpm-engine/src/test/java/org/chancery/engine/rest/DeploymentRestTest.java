package org.chancery.engine.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chancery.engine.rest.RestServer.json;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.apache.catalina.LifecycleException;
import org.chancery.engine.casework.LicenceParts;
import org.chancery.engine.casework.Workbench;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Deployment over Operaton's REST API: the one way in for models, and only for those that pass the guard. */
class DeploymentRestTest {

    @TempDir
    private static Path folder;

    private static Workbench bench;
    private static RestServer server;

    @BeforeAll
    static void start() throws LifecycleException {
        bench = LicenceParts.open();
        RestParts parts = new RestParts(bench.engine, bench.cases(), bench.tasks());
        server = new RestServer(parts.servlet(), parts.filter(), parts.listener(), folder);
    }

    @AfterAll
    static void stop() throws LifecycleException {
        server.close();
        bench.close();
    }

    @Test
    void aHostileModelIsRefusedAndItsElementsAreNamed() throws Exception {
        String model =
                "<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL' xmlns:camunda='http://camunda.org/schema/1.0/bpmn'"
                        + " targetNamespace='t'><process id='evil' isExecutable='true'><serviceTask id='t' camunda:class='java.lang.Runtime'/></process></definitions>";
        HttpResponse<String> refused = deploy("analyst", "evil.bpmn", model);
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(403);
        assertThat(json(refused).path("problems").path(0).path("element").asText())
                .isEqualTo("t");
        assertThat(json(refused).path("problems").path(0).path("reason").asText())
                .isEqualTo("model.class");
        assertThat(deploy("li", "evil.bpmn", model).statusCode()).isEqualTo(403);
        HttpResponse<String> good = deploy("analyst", "note_en.properties", "title=x");
        assertThat(good.statusCode()).as(good.body()).isEqualTo(200);
        assertThat(json(good).path("id").asText()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "name=\"deployment-activation-time\", 2099-01-01T00:00:00.000+0000, deployment-activation-time",
        "name=\"deployment-activation-time\"; filename=\"a.form\", 2099-01-01T00:00:00.000+0000, deployment-activation-time",
        "name=\"deployment-name\"; filename=\"a.form\", x, deployment-name",
        "name=\"note\", x, note",
    })
    void aPartOfADeploymentThatIsNotOfferedIsRefusedByName(String part, String content, String name) throws Exception {
        long before =
                bench.engine.getRepositoryService().createDeploymentQuery().count();
        HttpResponse<String> refused = deploy(
                "analyst",
                "other_en.properties",
                "title=x",
                "--b\r\nContent-Disposition: form-data; " + part + "\r\n\r\n" + content + "\r\n");
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(403);
        assertThat(json(refused).path("reason").asText()).isEqualTo("rest.deployment-part");
        assertThat(json(refused).path("message").asText()).contains("'" + name + "'", "Nothing was deployed");
        assertThat(bench.engine.getRepositoryService().createDeploymentQuery().count())
                .isEqualTo(before);
    }

    @Test
    void theDocumentedPartsOfADeploymentAreAccepted() throws Exception {
        HttpResponse<String> deployed = deploy(
                "analyst",
                "third_en.properties",
                "title=y",
                "--b\r\nContent-Disposition: form-data; name=\"deployment-source\"\r\n\r\ns\r\n"
                        + "--b\r\nContent-Disposition: form-data; name=\"enable-duplicate-filtering\"\r\n\r\ntrue\r\n"
                        + "--b\r\nContent-Disposition: form-data; name=\"deploy-changed-only\"\r\n\r\nfalse\r\n");
        assertThat(deployed.statusCode()).as(deployed.body()).isEqualTo(200);
        assertThat(json(deployed).path("source").asText()).isEqualTo("s");
        HttpResponse<String> other = server.call("analyst", "POST", "/deployment/create", "{}");
        assertThat(other.statusCode()).isEqualTo(415);
        assertThat(json(other).path("reason").asText()).isEqualTo("rest.not-multipart");
    }

    private static HttpResponse<String> deploy(String user, String file, String content) throws Exception {
        return deploy(user, file, content, "");
    }

    private static HttpResponse<String> deploy(String user, String file, String content, String parts)
            throws Exception {
        String body = "--b\r\nContent-Disposition: form-data; name=\"deployment-name\"\r\n\r\nd\r\n" + parts
                + "--b\r\nContent-Disposition: form-data; name=\"data\"; filename=\"" + file + "\"\r\n"
                + "Content-Type: application/octet-stream\r\n\r\n" + content + "\r\n--b--\r\n";
        return server.send(server.request(user, "/deployment/create")
                .header("Content-Type", "multipart/form-data; boundary=b")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }
}
