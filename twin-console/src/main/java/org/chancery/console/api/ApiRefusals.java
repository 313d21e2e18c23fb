package org.chancery.console.api;

import java.util.Locale;
import org.chancery.console.shell.Refusals;
import org.chancery.console.shell.Texts;
import org.chancery.engine.EngineException;
import org.chancery.ledger.LedgerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/**
 * Refusals of the engine and the ledger as RFC 9457 problem details in words of the caller's language, for the JSON
 * addresses and the downloads alike; {@code code} is the engine's, or {@code ledger-unavailable},
 * {@code ledger-damaged} and {@code too-many-requests}. What failed inside stays in the log.
 */
@RestControllerAdvice
class ApiRefusals {

    private static final Logger LOG = LoggerFactory.getLogger(ApiRefusals.class);

    /** A receipt waits for a checkpoint, a voter for its restart: both are a matter of seconds. */
    private static final String RETRY_SECONDS = "5";

    private final Texts texts;
    private final Refusals words;

    ApiRefusals(Texts texts, Refusals words) {
        this.texts = texts;
        this.words = words;
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> refused(EngineException refusal, Locale locale) {
        HttpStatus status = switch (refusal) {
            case EngineException.NotFound e -> HttpStatus.NOT_FOUND;
            case EngineException.NotPermitted e -> HttpStatus.FORBIDDEN;
            case EngineException.AlreadyDone e -> HttpStatus.CONFLICT;
            case EngineException.InvalidInput e -> HttpStatus.UNPROCESSABLE_CONTENT;
            case EngineException.ModelRefused e -> HttpStatus.UNPROCESSABLE_CONTENT;
            case EngineException.NoQuorum e -> HttpStatus.SERVICE_UNAVAILABLE;
            case EngineException.NotCurrent e -> HttpStatus.SERVICE_UNAVAILABLE;
            case EngineException.Diverged e -> HttpStatus.SERVICE_UNAVAILABLE;
            case EngineException.UnknownOutcome e -> HttpStatus.GATEWAY_TIMEOUT;
            case EngineException.Failed e -> HttpStatus.INTERNAL_SERVER_ERROR;
        };
        if (refusal instanceof EngineException.Failed) {
            LOG.error("An act failed inside the engine", refusal);
        }
        return told(status, words.plain(refusal, locale), refusal.code());
    }

    /** An address whose number is none, as {@code /api/receipts/x}. */
    @ExceptionHandler
    ResponseEntity<ProblemDetail> refused(MethodArgumentTypeMismatchException address, Locale locale) {
        return told(HttpStatus.NOT_FOUND, texts.getTranslation("api.not-found", locale), "not-found");
    }

    /** Reading changes nothing, whatever the ledger answers. */
    @ExceptionHandler
    ResponseEntity<ProblemDetail> refused(LedgerException refusal, Locale locale) {
        LOG.warn("The ledger could not be read", refusal);
        return switch (refusal) {
            case LedgerException.Unavailable e -> unavailable(locale);
            case LedgerException.NoQuorum e -> unavailable(locale);
            case LedgerException.StaleTerm e -> unavailable(locale);
            case LedgerException.UnknownOutcome e -> unavailable(locale);
            case LedgerException.DamagedStore e -> damaged(locale);
            case LedgerException.Unreadable e -> damaged(locale);
            case LedgerException.TooLarge e -> damaged(locale);
        };
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> refused(StrangersLimit.TooMany refusal, Locale locale) {
        String seconds = String.valueOf(refusal.seconds());
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(
                HttpStatus.TOO_MANY_REQUESTS, texts.getTranslation("api.too-many-requests", locale, seconds));
        problem.setProperty("code", "too-many-requests");
        return ResponseEntity.status(HttpStatus.TOO_MANY_REQUESTS)
                .header(HttpHeaders.RETRY_AFTER, seconds)
                .body(problem);
    }

    private ResponseEntity<ProblemDetail> unavailable(Locale locale) {
        return told(
                HttpStatus.SERVICE_UNAVAILABLE,
                texts.getTranslation("api.ledger-unavailable", locale),
                "ledger-unavailable");
    }

    private ResponseEntity<ProblemDetail> damaged(Locale locale) {
        return told(
                HttpStatus.INTERNAL_SERVER_ERROR, texts.getTranslation("api.ledger-damaged", locale), "ledger-damaged");
    }

    private static ResponseEntity<ProblemDetail> told(HttpStatus status, String text, String code) {
        return answer(status, ProblemDetail.forStatusAndDetail(status, text), code);
    }

    private static ResponseEntity<ProblemDetail> answer(HttpStatus status, ProblemDetail problem, String code) {
        problem.setProperty("code", code);
        ResponseEntity.BodyBuilder answer = ResponseEntity.status(status);
        if (status == HttpStatus.SERVICE_UNAVAILABLE) {
            answer.header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
        }
        return answer.body(problem);
    }
}
