package org.chancery.console.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.chancery.console.shell.Texts;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a program is told that does not get in, in words of its language: RFC 9457 problem details with a {@code code},
 * and besides them the {@code message} that Operaton's clients read.
 */
final class DoorAnswer implements AuthenticationEntryPoint {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Texts texts;

    DoorAnswer(Texts texts) {
        this.texts = texts;
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException reason)
            throws IOException {
        switch (reason) {
            case PasswordCheck.Busy busy -> {
                response.setHeader(HttpHeaders.RETRY_AFTER, "1");
                write(
                        request,
                        response,
                        HttpServletResponse.SC_SERVICE_UNAVAILABLE,
                        "busy",
                        say("login.busy.text", request));
            }
            case PasswordCheck.Blocked blocked -> {
                LoginThrottle.Block block = blocked.block();
                response.setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(block.seconds()));
                String scope = block.scope().name().toLowerCase(Locale.ROOT);
                String text = texts.getTranslation("login.locked." + scope, request.getLocale(), block.minutes());
                write(request, response, 429, "locked", text);
            }
            default -> {
                response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"Chancery\", charset=\"UTF-8\"");
                write(request, response, HttpServletResponse.SC_UNAUTHORIZED, "sign-in", say("api.sign-in", request));
            }
        }
    }

    private String say(String key, HttpServletRequest request) {
        return texts.getTranslation(key, request.getLocale());
    }

    static void write(HttpServletRequest request, HttpServletResponse response, int status, String code, String text)
            throws IOException {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", "about:blank");
        body.put("status", status);
        body.put("code", code);
        body.put("detail", text);
        body.put("message", text);
        response.setStatus(status);
        response.setContentType(
                request.getRequestURI().startsWith(request.getContextPath() + "/api/")
                        ? MediaType.APPLICATION_PROBLEM_JSON_VALUE
                        : MediaType.APPLICATION_JSON_VALUE);
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.getWriter().write(JSON.writeValueAsString(body));
    }
}
