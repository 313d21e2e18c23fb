package org.chancery.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.chancery.Application;
import org.chancery.console.access.Account;
import org.chancery.console.access.Accounts;
import org.chancery.engine.Actor.Role;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.security.crypto.password.PasswordEncoder;

/** A real installation, as it stands behind a proxy that ends TLS on the same machine. */
class BehindProxyIT {

    private static final int WRONG_TRIES = 8;

    @TempDir
    static Path data;

    private static ConfigurableApplicationContext application;
    private static String address;
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @BeforeAll
    static void open() {
        application = start("prod");
        int port = ((WebServerApplicationContext) application).getWebServer().getPort();
        address = "http://127.0.0.1:" + port;
        String hash = application.getBean(PasswordEncoder.class).encode("真密码");
        application.getBean(Accounts.class).put(List.of(account("liu", hash), account("zhao", hash)));
    }

    private static Account account(String name, String hash) {
        return new Account(name, hash, "p-" + name, Map.of(), "audit", Set.of(Role.AUDITOR), Set.of(), false);
    }

    private static ConfigurableApplicationContext start(String profile) {
        return SpringApplication.run(
                Application.class, "--server.port=0", "--spring.profiles.active=" + profile, "--chancery.data=" + data);
    }

    @AfterAll
    static void close() {
        application.close();
        assertThatThrownBy(() -> start("demo")).hasStackTraceContaining("lets everybody in with a published password");
    }

    @Test
    void strangersFetchTheHistoryOfKeysAndOneThatIsEmptyBeforeThereIsOne() throws Exception {
        assertThat(get("/log.keys").statusCode()).isEqualTo(200);
        assertThat(get("/log.keys").body()).isEqualTo("chancery keys v1\n");
        Files.writeString(data.resolve("log.keys"), "chancery keys v1\nAAAA\n");
        assertThat(get("/log.keys").body()).isEqualTo("chancery keys v1\nAAAA\n");
        Files.delete(data.resolve("log.keys"));
        // a key was changed once, and what became of it is gone: that is not 'unchanged'
        Files.writeString(data.resolve("log.current"), "log-later.p12\n");
        assertThat(get("/log.keys").statusCode()).isEqualTo(404);
        Files.delete(data.resolve("log.current"));
        assertThat(get("/officers.vkey").statusCode()).isEqualTo(200);
        assertThat(get("/officers.vkey").body()).isEmpty();
        Files.writeString(data.resolve("officers.vkey"), "# nobody yet\n");
        assertThat(get("/officers.vkey").body()).isEqualTo("# nobody yet\n");
        Files.delete(data.resolve("officers.vkey"));
    }

    @Test
    void theCookieIsForTlsAloneAndTheBrowserIsToldToStayThere() throws Exception {
        HttpResponse<String> secure = get("/login", "X-Forwarded-Proto", "https", "X-Forwarded-For", "192.0.2.9");
        assertThat(secure.headers().allValues("Set-Cookie"))
                .anySatisfy(cookie ->
                        assertThat(cookie).startsWith("JSESSIONID").contains("Secure", "HttpOnly", "SameSite"));
        assertThat(secure.headers().firstValue("Strict-Transport-Security")).isPresent();
        assertThat(secure.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(told -> assertThat(told).contains("connect-src 'self';", "frame-ancestors 'none'"));
        HttpResponse<String> log = get("/checkpoint", "X-Forwarded-Proto", "https");
        assertThat(log.headers().firstValue("Strict-Transport-Security"))
                .hasValueSatisfying(
                        told -> assertThat(told).contains("max-age=").doesNotContain("includeSubDomains"));

        HttpResponse<String> plain = get("/login");
        assertThat(plain.headers().allValues("Set-Cookie"))
                .anySatisfy(
                        cookie -> assertThat(cookie).startsWith("JSESSIONID").doesNotContain("Secure"));
        assertThat(get("/checkpoint").headers().firstValue("Strict-Transport-Security"))
                .isEmpty();
    }

    @Test
    void guessesCountForTheAddressThatTheProxySawWhateverTheClientClaims() throws Exception {
        HttpResponse<String> refused = null;
        for (int i = 0;
                i <= WRONG_TRIES;
                i++) { // the client claims another address each time; the proxy adds the true one
            refused = signedIn("liu", "guess", "203.0.113." + i + ", 192.0.2.1");
            assertThat(refused.statusCode()).isEqualTo(i < WRONG_TRIES ? 401 : 429);
        }
        assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json;charset=UTF-8");
        assertThat(refused.headers().firstValueAsLong("Retry-After").orElseThrow())
                .isBetween(1L, 300L);
        assertThat(refused.body()).contains("locked", "Your password was not checked", "min");
        assertThat(signedIn("liu", "真密码", "192.0.2.1").statusCode()).isEqualTo(429);
        assertThat(signedIn("liu", "真密码", "192.0.2.2").statusCode()).isEqualTo(404);
    }

    @Test
    void whoIsNotLetInIsToldInWords() throws Exception {
        HttpResponse<String> stranger = get("/api/cases/1", "Accept-Language", "zh-CN");
        assertThat(stranger.statusCode()).isEqualTo(401);
        assertThat(stranger.body()).contains("sign-in", "请用用户名和密码登录");
        assertThat(stranger.headers().firstValue("WWW-Authenticate")).isPresent();
        HttpResponse<String> missing = signedIn("zhao", "真密码", "192.0.2.7");
        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(missing.body()).contains("\"detail\":\"There is no such thing here");
        assertThat(get("/api/receipts/999999", "Sec-Fetch-Site", "cross-site").body())
                .contains("not-found", "\"detail\"");
    }

    /** What never changes may be kept for ever, also behind the headers that pages get. */
    @Test
    void theLogsFilesSayHowLongTheyMayBeKept() throws Exception {
        assertThat(get("/checkpoint").headers().allValues("Cache-Control")).containsExactly("no-cache");
        for (String path : List.of("/tile/0/000.p/1", "/tile/entries/000.p/1")) {
            HttpResponse<String> file = get(path);
            assertThat(file.statusCode()).isEqualTo(200);
            assertThat(file.headers().allValues("Cache-Control"))
                    .containsExactly("public, max-age=31536000, immutable");
            assertThat(file.headers().firstValue("Content-Type")).contains("application/octet-stream");
            assertThat(file.headers().firstValue("Pragma")).isEmpty();
        }
        assertThat(get("/tile/0/999").statusCode()).isEqualTo(404);
    }

    private static HttpResponse<String> signedIn(String name, String password, String forwardedFor) throws Exception {
        String credentials =
                Base64.getEncoder().encodeToString((name + ':' + password).getBytes(StandardCharsets.UTF_8));
        return get(
                "/api/cases/1",
                "Authorization",
                "Basic " + credentials,
                "X-Forwarded-For",
                forwardedFor,
                "Accept-Language",
                "en");
    }

    private static HttpResponse<String> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
