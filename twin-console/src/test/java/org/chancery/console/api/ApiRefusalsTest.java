package org.chancery.console.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.setup.MockMvcBuilders.standaloneSetup;

import com.jayway.jsonpath.JsonPath;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.chancery.console.access.Accounts;
import org.chancery.console.access.People;
import org.chancery.console.shell.OfficeTime;
import org.chancery.console.shell.Refusals;
import org.chancery.console.shell.Texts;
import org.chancery.engine.Engine;
import org.chancery.engine.EngineException;
import org.chancery.ledger.Hash;
import org.chancery.ledger.Head;
import org.chancery.ledger.Ledger;
import org.chancery.ledger.LedgerException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.HttpHeaders;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;

/** What somebody who asks for a receipt is told when the ledger or the engine cannot give it. */
class ApiRefusalsTest {

    private RuntimeException thrown;

    private final Ledger ledger = stub(Ledger.class, "head", new Head(9, new Hash(new byte[Hash.LENGTH])));
    private final Engine engine = stub(Engine.class, "ledger", ledger);
    private final Texts texts = new Texts(List.of("org.chancery.console.messages", "org.chancery.engine.messages"));

    @TempDir
    static Path noAccounts;

    private final MockMvc web = standaloneSetup(new CasesApi(engine))
            .setControllerAdvice(new ApiRefusals(
                    texts,
                    new Refusals(
                            texts, new People(new Accounts(noAccounts)), new OfficeTime(ZoneId.of("Asia/Shanghai")))))
            .build();

    @Test
    void aLedgerThatCannotAnswerNowSaysWhenToComeBack() throws Exception {
        thrown = new LedgerException.Unavailable("No checkpoint covers 9 leaves yet", null);
        MockHttpServletResponse english = receipt("en");
        assertThat(english.getStatus()).isEqualTo(503);
        assertThat(english.getHeader(HttpHeaders.RETRY_AFTER)).isEqualTo("5");
        assertThat(text(english)).contains("ledger-unavailable", "Nothing was changed", "try again");
        assertThat(text(receipt("zh-CN"))).contains("没有任何更改", "请稍后再试");
        thrown = new LedgerException.NoQuorum("stopped");
        assertThat(receipt("en").getStatus()).isEqualTo(503);
    }

    @Test
    void aDamagedStoreIsNamedInTheLogAndNotToStrangers() throws Exception {
        for (LedgerException damaged : List.of(
                new LedgerException.DamagedStore("/srv/secret/place", 42, "torn", "restore it"),
                new LedgerException.Unreadable("/srv/secret/place", null))) {
            thrown = damaged;
            MockHttpServletResponse answer = receipt("en");
            assertThat(answer.getStatus()).isEqualTo(500);
            assertThat(text(answer)).contains("ledger-damaged").doesNotContain("secret");
        }
    }

    @Test
    void whatFailedInsideTheEngineIsNotTold() throws Exception {
        thrown = new EngineException.Failed("### SQL: select … '650102199003074516'", null);
        MockHttpServletResponse answer = receipt("en");
        assertThat(answer.getStatus()).isEqualTo(500);
        assertThat(text(answer)).contains("\"failed\"").doesNotContain("SQL", "650102199003074516");
        thrown = new EngineException.NoQuorum(null);
        assertThat(receipt("en").getStatus()).isEqualTo(503);
    }

    @Test
    void everyRefusalSaysInWordsWhatHappenedAndWhatIsNext() throws Exception {
        UUID record = UUID.fromString("0190a1b2-0000-7000-8000-000000000001");
        for (EngineException refusal : List.of(
                new EngineException.NotCurrent(null),
                new EngineException.NoQuorum(null),
                new EngineException.UnknownOutcome(record, null),
                new EngineException.NotFound("case", "1"),
                new EngineException.NotPermitted("task.other-department", Map.of("group", "tax")),
                new EngineException.AlreadyDone("task.held", Map.of("by", "p-1")),
                new EngineException.InvalidInput(List.of()),
                new EngineException.ModelRefused(List.of()),
                new EngineException.Failed("x", null))) {
            thrown = refusal;
            for (String language : List.of("en", "zh-CN")) {
                MockHttpServletResponse answer = receipt(language);
                String detail = JsonPath.read(text(answer), "$.detail");
                assertThat(detail)
                        .as(refusal.code())
                        .isNotEqualTo(refusal.code())
                        .contains(language.equals("en") ? ". " : "。");
                assertThat(detail).doesNotContain("{", "p-1");
                assertThat((String) JsonPath.read(text(answer), "$.code")).isEqualTo(refusal.code());
                assertThat(answer.getContentType()).startsWith("application/problem+json");
            }
        }
        thrown = new EngineException.NotCurrent(null);
        assertThat(text(receipt("en"))).contains("catching up", "nothing was lost", "try again");
        assertThat(text(receipt("zh-CN"))).contains("没有任何丢失", "重试");
    }

    @Test
    void aReceiptThatIsNotThereIsSaidInWords() throws Exception {
        for (String leaf : List.of("9", "-1", "x")) {
            MockHttpServletResponse answer = receipt("en", leaf);
            assertThat(answer.getStatus()).isEqualTo(404);
            assertThat(text(answer)).contains("not-found", "may not see it", "address");
            assertThat(text(receipt("zh-CN", leaf))).contains("请检查地址");
        }
    }

    private MockHttpServletResponse receipt(String language) throws Exception {
        return receipt(language, "3");
    }

    private MockHttpServletResponse receipt(String language, String leaf) throws Exception {
        return web.perform(get("/api/receipts/" + leaf).header(HttpHeaders.ACCEPT_LANGUAGE, language))
                .andReturn()
                .getResponse();
    }

    private static String text(MockHttpServletResponse answer) throws Exception {
        return answer.getContentAsString(StandardCharsets.UTF_8);
    }

    /** Answers one method and throws at every other. */
    private <T> T stub(Class<T> face, String method, Object answer) {
        return face.cast(Proxy.newProxyInstance(face.getClassLoader(), new Class<?>[] {face}, (proxy, called, args) -> {
            if (called.getName().equals(method)) {
                return answer;
            }
            throw thrown;
        }));
    }
}
