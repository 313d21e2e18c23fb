package org.chancery.console.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import org.chancery.console.access.SignedIn;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Who asks for receipts, models or statements without signing in keeps to {@link StrangersPace}: each receipt costs a proof, the
 * search for a later one reads a case's records, one for a model the deployments, and a list of findings may be long. The log's own files ({@code /checkpoint}, {@code /tile/**}) are not limited, so that
 * mirrors and witnesses can follow.
 */
@Component
class StrangersLimit implements HandlerInterceptor, WebMvcConfigurer {

    private final StrangersPace pace;

    StrangersLimit(StrangersPace pace) {
        this.pace = pace;
    }

    /** Nothing was read. */
    static final class TooMany extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final transient Duration wait;

        private TooMany(Duration wait) {
            super("too many requests from one address");
            this.wait = wait;
        }

        /** Whole seconds, at least one, after which the next request passes. */
        long seconds() {
            return Math.max(1, wait.plusSeconds(1).minusNanos(1).toSeconds());
        }
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this)
                .addPathPatterns("/api/receipts/**", "/models/*", "/lawfulness/*", "/api/ledger/lawfulness");
    }

    /** @throws TooMany if a stranger's address asks too fast */
    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (SignedIn.find().isEmpty()) {
            pace.ask(request.getRemoteAddr()).ifPresent(wait -> {
                throw new TooMany(wait);
            });
        }
        return true;
    }
}
