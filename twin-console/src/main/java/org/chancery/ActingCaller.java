package org.chancery;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.chancery.console.access.SignedIn;
import org.chancery.engine.identity.Acting;

/** Lets a request to Operaton's REST API act as whoever signed it in, around the engine's own filter. */
record ActingCaller(Filter engines) implements Filter {

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        try {
            Acting.as(SignedIn.actor(), () -> pass(request, response, chain));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (Failed e) {
            throw e.cause;
        }
    }

    private void pass(ServletRequest request, ServletResponse response, FilterChain chain) {
        try {
            engines.doFilter(request, response, chain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ServletException e) {
            throw new Failed(e);
        }
    }

    /** Carries a servlet's failure out of the act unchanged. */
    private static final class Failed extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final ServletException cause;

        Failed(ServletException cause) {
            super(cause);
            this.cause = cause;
        }
    }
}
