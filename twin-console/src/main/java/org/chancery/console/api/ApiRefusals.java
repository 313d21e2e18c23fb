package org.chancery.console.api;

import org.chancery.engine.EngineException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** The engine's refusals as RFC 9457 problem details; {@code code} is the engine's. */
@RestControllerAdvice(basePackageClasses = ApiRefusals.class)
class ApiRefusals {

    @ExceptionHandler
    ProblemDetail refused(EngineException refusal) {
        HttpStatus status = switch (refusal) {
            case EngineException.NotFound e -> HttpStatus.NOT_FOUND;
            case EngineException.NotPermitted e -> HttpStatus.FORBIDDEN;
            case EngineException.AlreadyDone e -> HttpStatus.CONFLICT;
            case EngineException.InvalidInput e -> HttpStatus.UNPROCESSABLE_CONTENT;
            case EngineException.ModelRefused e -> HttpStatus.UNPROCESSABLE_CONTENT;
            case EngineException.NoQuorum e -> HttpStatus.SERVICE_UNAVAILABLE;
            case EngineException.NotCurrent e -> HttpStatus.SERVICE_UNAVAILABLE;
            case EngineException.UnknownOutcome e -> HttpStatus.GATEWAY_TIMEOUT;
            case EngineException.Failed e -> HttpStatus.INTERNAL_SERVER_ERROR;
        };
        ProblemDetail problem = ProblemDetail.forStatus(status);
        problem.setProperty("code", refusal.code());
        return problem;
    }
}
