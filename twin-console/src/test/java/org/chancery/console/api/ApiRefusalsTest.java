package org.chancery.console.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.setup.MockMvcBuilders.standaloneSetup;

import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.chancery.console.shell.Texts;
import org.chancery.engine.Engine;
import org.chancery.engine.EngineException;
import org.chancery.ledger.Hash;
import org.chancery.ledger.Head;
import org.chancery.ledger.Ledger;
import org.chancery.ledger.LedgerException;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;

/** What somebody who asks for a receipt is told when the ledger or the engine cannot give it. */
class ApiRefusalsTest {

    private RuntimeException thrown;

    private final Ledger ledger = stub(Ledger.class, "head", new Head(9, new Hash(new byte[Hash.LENGTH])));
    private final Engine engine = stub(Engine.class, "ledger", ledger);
    private final MockMvc web = standaloneSetup(new CasesApi(engine))
            .setControllerAdvice(new ApiRefusals(new Texts(List.of("org.chancery.console.messages"))))
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

    private MockHttpServletResponse receipt(String language) throws Exception {
        return web.perform(get("/api/receipts/3").header(HttpHeaders.ACCEPT_LANGUAGE, language))
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
