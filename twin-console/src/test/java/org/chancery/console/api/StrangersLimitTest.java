package org.chancery.console.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.setup.MockMvcBuilders.webAppContextSetup;

import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.chancery.console.access.Accounts;
import org.chancery.console.access.DemoAccounts;
import org.chancery.console.access.LoginThrottle;
import org.chancery.console.access.PasswordCheck;
import org.chancery.console.access.People;
import org.chancery.console.shell.OfficeTime;
import org.chancery.console.shell.Refusals;
import org.chancery.console.shell.Texts;
import org.chancery.engine.Cases;
import org.chancery.engine.Engine;
import org.chancery.ledger.Hash;
import org.chancery.ledger.Head;
import org.chancery.ledger.Ledger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.AnnotatedBeanDefinitionReader;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockServletContext;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.web.context.support.GenericWebApplicationContext;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;

/** A stranger asks for receipt after receipt: three at once, then one every ten seconds, as the operator set it. */
class StrangersLimitTest {

    private static final PasswordEncoder ENCODER = new Argon2PasswordEncoder(16, 32, 1, 1024, 1);

    @EnableWebMvc
    static class Web {}

    @TempDir
    Path data;

    private Instant now = Instant.parse("2026-11-23T01:00:00Z");
    private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
    private final GenericWebApplicationContext context = new GenericWebApplicationContext(new MockServletContext());
    private MockMvc web;

    @BeforeEach
    void open() {
        Ledger ledger = stub(Ledger.class, "head", new Head(0, new Hash(new byte[Hash.LENGTH])));
        Cases cases = stub(Cases.class, "latestStatus", Optional.empty());
        Engine engine = face(Engine.class, method -> method.equals("ledger") ? ledger : cases);
        context.registerBean(Engine.class, () -> engine);
        context.registerBean(Texts.class, () -> new Texts(List.of("org.chancery.console.messages")));
        context.registerBean(
                Refusals.class,
                () -> new Refusals(
                        context.getBean(Texts.class), new People(new Accounts(data)), new OfficeTime(ZoneOffset.UTC)));
        context.registerBean(StrangersPace.class, () -> new StrangersPace(3, 6, clock));
        new AnnotatedBeanDefinitionReader(context)
                .register(Web.class, CasesApi.class, ApiRefusals.class, StrangersLimit.class);
        context.refresh();
        web = webAppContextSetup(context).build();
    }

    @AfterEach
    void close() {
        SecurityContextHolder.clearContext();
        context.close();
    }

    private static <T> T stub(Class<T> face, String method, Object answer) {
        return face(face, called -> {
            assertThat(called).isEqualTo(method);
            return answer;
        });
    }

    private static <T> T face(Class<T> face, Function<String, Object> answers) {
        return face.cast(Proxy.newProxyInstance(
                face.getClassLoader(),
                new Class<?>[] {face},
                (proxy, called, args) -> answers.apply(called.getName())));
    }

    private MockHttpServletResponse ask(String path, String address, String language) throws Exception {
        return web.perform(
                        get(path).header(HttpHeaders.ACCEPT_LANGUAGE, language).with(request -> {
                            request.setRemoteAddr(address);
                            return request;
                        }))
                .andReturn()
                .getResponse();
    }

    private int status(String address) throws Exception {
        return ask("/api/receipts/3", address, "en").getStatus();
    }

    private void wait(int seconds) {
        now = now.plus(Duration.ofSeconds(seconds));
    }

    @Test
    void whoAsksTooFastIsToldWhenToComeBackAndThenServed() throws Exception {
        assertThat(status("192.0.2.1")).isEqualTo(404);
        assertThat(ask("/api/receipts/3/later", "192.0.2.1", "en").getStatus()).isEqualTo(204);
        assertThat(status("192.0.2.1")).isEqualTo(404);
        wait(3);
        for (String path : List.of("/api/receipts/3", "/api/receipts/3/later", "/api/receipts/none")) {
            MockHttpServletResponse refused = ask(path, "192.0.2.1", "en");
            assertThat(refused.getStatus()).as(path).isEqualTo(429);
            assertThat(refused.getHeader(HttpHeaders.RETRY_AFTER)).isEqualTo("7");
            assertThat(refused.getContentType()).isEqualTo(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
            assertThat(refused.getContentAsString(StandardCharsets.UTF_8))
                    .contains(
                            "\"code\":\"too-many-requests\"", "\"status\":429", "Nothing was changed", "in 7 seconds");
        }
        assertThat(ask("/api/receipts/3", "192.0.2.1", "zh-CN").getContentAsString(StandardCharsets.UTF_8))
                .contains("没有任何更改", "7 秒后重试");
        wait(6);
        assertThat(status("192.0.2.1")).isEqualTo(429);
        wait(1);
        assertThat(status("192.0.2.1")).isEqualTo(404);
        assertThat(status("192.0.2.1")).isEqualTo(429);
        wait(3_600);
        for (int i = 0; i < 3; i++) {
            assertThat(status("192.0.2.1")).isEqualTo(404);
        }
        assertThat(status("192.0.2.1")).isEqualTo(429);
    }

    @Test
    void nobodyPaysForAnother() throws Exception {
        for (int i = 0; i < 10; i++) {
            status("192.0.2.1");
            status("2001:db8::1");
        }
        assertThat(status("192.0.2.1")).isEqualTo(429);
        assertThat(status("192.0.2.2")).isEqualTo(404);
        assertThat(status("2001:db8::ffff:1:2:3")).as("the same line").isEqualTo(429);
        assertThat(status("2001:db8:0:1::1")).as("another one").isEqualTo(404);
    }

    @Test
    void whoIsSignedInIsNotLimited() throws Exception {
        for (int i = 0; i < 10; i++) {
            status("192.0.2.1");
        }
        Accounts accounts = new Accounts(data);
        DemoAccounts.ensure(accounts, ENCODER);
        PasswordCheck check = new PasswordCheck(accounts, ENCODER, new LoginThrottle(clock), true);
        SecurityContextHolder.getContext()
                .setAuthentication(
                        check.authenticate(new UsernamePasswordAuthenticationToken("founder", DemoAccounts.PASSWORD)));
        assertThat(status("192.0.2.1")).isEqualTo(404);
        SecurityContextHolder.clearContext();
        assertThat(status("192.0.2.1")).isEqualTo(429);
    }
}
