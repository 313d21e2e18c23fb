package org.chancery.engine.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Wrapper;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.chancery.engine.Actor;
import org.chancery.engine.Actor.Role;
import org.chancery.engine.casework.Workbench;
import org.chancery.engine.identity.Acting;

/** Operaton's REST API on a free port, and a client for it; a header stands for the log-in. */
final class RestServer implements AutoCloseable {

    static final Actor WORKER = new Actor("p-worker", "it", Set.of(Role.CLERK), Set.of("it-worker"));
    static final Actor RIVAL = new Actor("p-rival", "it", Set.of(Role.CLERK), Set.of("it-worker"));

    /** Works for another organisation. */
    private static final Actor TAX_WORKER = new Actor("p-tax-worker", "tax", Set.of(Role.CLERK), Set.of("tax-worker"));
    /** Was lent to the workers of an organisation that it does not act for. */
    private static final Actor LENT = new Actor("p-lent", "tax", Set.of(Role.CLERK), Set.of("it-worker", "worker"));

    private static final Map<String, Actor> ACTORS = Map.ofEntries(
            Map.entry("founder", Workbench.FOUNDER),
            Map.entry("li", Workbench.AMR_LI),
            Map.entry("wang", Workbench.AMR_WANG),
            Map.entry("zhao", Workbench.TAX_ZHAO),
            Map.entry("admin", Workbench.ADMIN),
            Map.entry("analyst", Workbench.ANALYST),
            Map.entry("auditor", Workbench.AUDITOR),
            Map.entry("worker", WORKER),
            Map.entry("rival", RIVAL),
            Map.entry("tax-worker", TAX_WORKER),
            Map.entry("lent", LENT));

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Tomcat tomcat = new Tomcat();
    private final String base;

    RestServer(Servlet resources, Filter guard, ServletContextListener listener, Path folder)
            throws LifecycleException {
        tomcat.setBaseDir(folder.toString());
        tomcat.setPort(0);
        StandardContext context = (StandardContext) tomcat.addContext("", folder.toString());
        context.addApplicationLifecycleListener(listener);
        Wrapper servlet = Tomcat.addServlet(context, "rest", resources);
        servlet.setAsyncSupported(true);
        servlet.addMapping("/engine-rest/*");
        filter(context, "security", security());
        filter(context, "rest", guard);
        tomcat.getConnector();
        tomcat.start();
        base = "http://localhost:" + tomcat.getConnector().getLocalPort() + "/engine-rest";
    }

    private static void filter(Context context, String name, Filter filter) {
        FilterDef definition = new FilterDef();
        definition.setFilterName(name);
        definition.setFilter(filter);
        definition.setAsyncSupported("true");
        context.addFilterDef(definition);
        FilterMap mapping = new FilterMap();
        mapping.setFilterName(name);
        mapping.addURLPattern("/engine-rest/*");
        context.addFilterMap(mapping);
    }

    /** Stands for the console's security: names the actor. */
    private static Filter security() {
        return (request, response, chain) -> {
            Actor actor = ACTORS.get(((HttpServletRequest) request).getHeader("X-Test-User"));
            if (actor == null) {
                chain.doFilter(request, response);
                return;
            }
            Acting.as(actor, () -> {
                try {
                    chain.doFilter(request, response);
                } catch (IOException | ServletException e) {
                    throw new IllegalStateException(e);
                }
            });
        };
    }

    HttpResponse<String> call(String user, String method, String path, String body)
            throws IOException, InterruptedException {
        return send(request(user, path)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString("GET".equals(method) ? "" : body)));
    }

    HttpRequest.Builder request(String user, String path) {
        return HttpRequest.newBuilder(URI.create(base + path))
                .header("X-Test-User", user)
                .header("Accept-Language", "en");
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    static JsonNode json(HttpResponse<String> response) throws IOException {
        return JSON.readTree(response.body());
    }

    @Override
    public void close() throws LifecycleException {
        tomcat.stop();
        tomcat.destroy();
        http.close();
    }
}
