package org.chancery.engine.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.chancery.engine.EngineException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An answer to a call that was refused: Operaton's two members {@code type} and {@code message}, and besides them
 * {@code reason} (a message code), {@code details} and {@code problems}.
 *
 * @param status HTTP status
 * @param retryAfter seconds after which trying again makes sense
 */
record RestAnswer(int status, Optional<Integer> retryAfter, Map<String, Object> body) {

    private static final Logger LOG = LoggerFactory.getLogger(RestAnswer.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    static RestAnswer of(EngineException refusal, Locale locale) {
        Map<String, Object> body = body(refusal.getClass().getSimpleName(), refusal.code(), refusal.details(), locale);
        List<Map<String, Object>> problems = problems(refusal, locale);
        if (!problems.isEmpty()) {
            body.remove("details");
            body.put("problems", problems);
        }
        return switch (refusal) {
            case EngineException.NoQuorum e -> new RestAnswer(503, Optional.of(5), body);
            case EngineException.NotCurrent e -> new RestAnswer(503, Optional.of(1), body);
            case EngineException.Diverged e -> new RestAnswer(503, Optional.empty(), body);
            case EngineException.UnknownOutcome e -> new RestAnswer(504, Optional.empty(), body);
            case EngineException.NotPermitted e -> new RestAnswer(403, Optional.empty(), body);
            case EngineException.AlreadyDone e -> new RestAnswer(409, Optional.empty(), body);
            case EngineException.NotFound e -> new RestAnswer(404, Optional.empty(), body);
            case EngineException.InvalidInput e -> new RestAnswer(400, Optional.empty(), body);
            case EngineException.ModelRefused e -> new RestAnswer(403, Optional.empty(), body);
            case EngineException.Failed e -> {
                LOG.error("An act failed inside the engine", e); // the answer names no cause, so the log must
                yield new RestAnswer(500, Optional.empty(), body);
            }
        };
    }

    static RestAnswer refused(int status, String reason, Map<String, Object> details, Locale locale) {
        return new RestAnswer(status, Optional.empty(), body("Refused", reason, details, locale));
    }

    private static Map<String, Object> body(String type, String reason, Map<String, Object> details, Locale locale) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", type);
        body.put("message", RestTexts.text(reason, details, locale));
        body.put("reason", reason);
        Map<String, Object> texts = new LinkedHashMap<>();
        details.forEach((name, value) -> texts.put(name, String.valueOf(value)));
        body.put("details", texts);
        return body;
    }

    private static List<Map<String, Object>> problems(EngineException refusal, Locale locale) {
        List<Map<String, Object>> problems = new ArrayList<>();
        if (refusal instanceof EngineException.InvalidInput input) {
            input.problems()
                    .forEach(problem -> problems.add(Map.of(
                            "field", problem.field(),
                            "reason", problem.code(),
                            "message", RestTexts.text(problem.code(), problem.details(), locale))));
        } else if (refusal instanceof EngineException.ModelRefused model) {
            model.findings()
                    .forEach(finding -> problems.add(Map.of(
                            "resource", finding.resource(),
                            "element", finding.element(),
                            "reason", finding.code(),
                            "message", RestTexts.text(finding.code(), finding.details(), locale))));
        }
        return problems;
    }

    void write(HttpServletResponse response) throws IOException {
        response.setStatus(status);
        retryAfter.ifPresent(seconds -> response.setHeader("Retry-After", seconds.toString()));
        response.setContentType("application/json");
        response.setCharacterEncoding("UTF-8");
        response.getOutputStream().write(JSON.writeValueAsString(body).getBytes(StandardCharsets.UTF_8));
    }
}
