package org.chancery.engine.rest;

import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.util.Locale;
import java.util.Optional;
import org.chancery.engine.EngineException;
import org.chancery.engine.gate.NeutralFailure;
import org.operaton.bpm.engine.OptimisticLockingException;
import org.operaton.bpm.engine.rest.exception.ExceptionHandlerHelper;

/**
 * Answers for exceptions inside Operaton's resources: our refusals, however deep the engine wrapped them, in our words;
 * what the caller did wrong as Operaton says it; failures in neutral words.
 */
public final class RestRefusals implements ExceptionMapper<Throwable> {

    @Context
    private HttpHeaders headers;

    @Override
    public Response toResponse(Throwable thrown) {
        return refusal(thrown)
                .map(refusal -> response(RestAnswer.of(refusal, locale())))
                .orElseGet(() -> operatons(thrown));
    }

    /** What failed inside the engine is told without its words: a database quotes its statements and their values. */
    private Response operatons(Throwable thrown) {
        Response theirs = ExceptionHandlerHelper.getInstance().getResponse(thrown);
        return theirs.getStatus() < 500
                ? theirs
                : response(RestAnswer.of(new EngineException.Failed("REST", thrown), locale()));
    }

    static Optional<EngineException> refusal(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof EngineException refusal) {
                return Optional.of(refusal);
            }
            if (cause instanceof OptimisticLockingException) {
                return Optional.of(new EngineException.NotCurrent(cause));
            }
            if (cause instanceof NeutralFailure) {
                return Optional.of(EngineException.Failed.ofWork(cause));
            }
        }
        return Optional.empty();
    }

    private Locale locale() {
        return headers.getAcceptableLanguages().stream().findFirst().orElse(Locale.ENGLISH);
    }

    private static Response response(RestAnswer answer) {
        Response.ResponseBuilder response = Response.status(answer.status())
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(answer.body());
        answer.retryAfter().ifPresent(seconds -> response.header("Retry-After", seconds));
        return response.build();
    }
}
