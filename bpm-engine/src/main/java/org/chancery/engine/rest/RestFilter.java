package org.chancery.engine.rest;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.chancery.engine.Actor;
import org.chancery.engine.EngineException;
import org.chancery.engine.identity.Acting;
import org.operaton.bpm.engine.IdentityService;

/**
 * Stands before Operaton's resources: nobody without a name, nothing that is not offered, no Java objects; acts of
 * people go to the faces, and workers ask and say no more than their part. Expects the caller's security to have entered
 * {@link Acting#as} around the chain.
 */
final class RestFilter implements Filter {

    /** Largest body of a deployment in bytes. */
    private static final int MAX_DEPLOYMENT_BYTES = 8 * 1024 * 1024;

    /** Waiting calls would be answered later by a thread that acts for nobody; they are answered at once. */
    private static final String LONG_POLLING = "asyncResponseTimeout";

    private final RestActs acts;
    private final RestWorkers workers;
    private final IdentityService identity;

    RestFilter(RestActs acts, RestWorkers workers, IdentityService identity) {
        this.acts = acts;
        this.workers = workers;
        this.identity = identity;
    }

    @Override
    public void doFilter(ServletRequest incoming, ServletResponse outgoing, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest request = (HttpServletRequest) incoming;
        HttpServletResponse response = (HttpServletResponse) outgoing;
        Optional<Actor> actor = Acting.current();
        if (actor.isEmpty()) {
            refuse(request, response, 401, "rest.no-actor", Map.of());
            return;
        }
        Optional<String> path = path(request);
        if (path.isEmpty()) {
            refuse(request, response, 400, "rest.address", Map.of());
            return;
        }
        Optional<String> reason = RestPolicy.refusal(actor.get(), request.getMethod(), path.get());
        if (reason.isPresent()) {
            refuse(request, response, 403, reason.get(), Map.of());
            return;
        }
        identity.setAuthentication(
                actor.get().personId(), List.copyOf(actor.get().groups()));
        try {
            pass(actor.get(), path.get(), request, response, chain);
        } catch (RestBody.Unreadable e) {
            refuse(request, response, e.status(), e.getMessage(), Map.of("max", RestBody.MAX_BYTES));
        } catch (RuntimeException e) {
            EngineException refusal =
                    RestRefusals.refusal(e).orElseGet(() -> new EngineException.Failed("REST " + path.get(), e));
            RestAnswer.of(refusal, request.getLocale()).write(response);
        } finally {
            identity.clearAuthentication();
        }
    }

    private void pass(
            Actor actor, String path, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException, RestBody.Unreadable {
        if ("deployment/create".equals(path)) {
            if (request.getContentLengthLong() < 0 || request.getContentLengthLong() > MAX_DEPLOYMENT_BYTES) {
                refuse(request, response, 413, "rest.too-large", Map.of("max", MAX_DEPLOYMENT_BYTES));
            } else {
                byte[] deployment = request.getInputStream().readAllBytes();
                RestUpload.confine(request, deployment);
                chain.doFilter(new ReadRequest(request, deployment), response);
            }
            return;
        }
        if (!"POST".equals(request.getMethod()) && !"PUT".equals(request.getMethod())) {
            chain.doFilter(request, response);
            return;
        }
        RestBody body = RestBody.read(request);
        if (body.holdsJavaObjects()) {
            refuse(request, response, 403, "rest.java-objects", Map.of());
        } else if (body.setsReserved()) {
            refuse(request, response, 403, "rest.variables", Map.of());
        } else if (!acts.answered(actor, path, request, body, response)) {
            workers.confine(actor, path, body);
            chain.doFilter(new ReadRequest(request, body.without(LONG_POLLING)), response);
        }
    }

    /** The path below the servlet; empty if it is written so that two readers could read it differently. */
    private static Optional<String> path(HttpServletRequest request) {
        String raw = request.getRequestURI();
        boolean plain = !raw.contains(";")
                && !raw.contains("//")
                && !raw.contains("..")
                && !raw.contains("\\")
                && !raw.toLowerCase(Locale.ROOT).matches(".*%(2f|2e|5c|3b|00|25).*");
        String path = request.getPathInfo();
        return plain && path != null && path.length() > 1
                ? Optional.of(path.substring(1).replaceFirst("/$", ""))
                : Optional.empty();
    }

    private static void refuse(
            HttpServletRequest request,
            HttpServletResponse response,
            int status,
            String reason,
            Map<String, Object> details)
            throws IOException {
        RestAnswer.refused(status, reason, details, request.getLocale()).write(response);
    }
}
