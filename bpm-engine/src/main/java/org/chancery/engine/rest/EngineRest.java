package org.chancery.engine.rest;

import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletContextListener;
import java.util.Set;
import org.chancery.engine.Cases;
import org.chancery.engine.Tasks;
import org.glassfish.jersey.jackson.JacksonFeature;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;
import org.glassfish.jersey.servlet.ServletContainer;
import org.operaton.bpm.engine.ProcessEngine;
import org.operaton.bpm.engine.rest.exception.JsonMappingExceptionHandler;
import org.operaton.bpm.engine.rest.exception.JsonParseExceptionHandler;
import org.operaton.bpm.engine.rest.hal.JacksonHalJsonProvider;
import org.operaton.bpm.engine.rest.impl.FetchAndLockContextListener;
import org.operaton.bpm.engine.rest.impl.OperatonRestResources;
import org.operaton.bpm.engine.rest.mapper.JacksonConfigurator;
import org.operaton.bpm.engine.rest.mapper.MultipartPayloadProvider;

/**
 * The parts that a servlet container needs to serve {@code /engine-rest/*}: register {@link #servlet} and, for the same
 * addresses, {@link #filter}, both with asynchronous support, and {@link #listener}. The container's own security must
 * run before them and enter {@link org.chancery.engine.identity.Acting#as} with the caller's actor around the chain;
 * without an actor the filter answers 401.
 */
public final class EngineRest {

    private final ProcessEngine engine;
    private final RestFilter filter;

    public EngineRest(ProcessEngine engine, Cases cases, Tasks tasks) {
        this.engine = engine;
        this.filter =
                new RestFilter(new RestActs(cases, tasks, engine.getHistoryService()), engine.getIdentityService());
    }

    /** Operaton's resources. Serves the engine of the {@code EngineRest} that was asked last in this JVM. */
    public Servlet servlet() {
        RestEngines.serve(engine);
        ResourceConfig resources = new ResourceConfig()
                .registerClasses(OperatonRestResources.getResourceClasses())
                // Operaton's own set, but for its exception mappers: ours know the gate's refusals
                .registerClasses(Set.of(
                        JacksonConfigurator.class,
                        JsonMappingExceptionHandler.class,
                        JsonParseExceptionHandler.class,
                        MultipartPayloadProvider.class,
                        JacksonHalJsonProvider.class,
                        RestRefusals.class))
                .register(JacksonFeature.withoutExceptionMappers())
                .property(ServerProperties.WADL_FEATURE_DISABLE, true);
        return new ServletContainer(resources);
    }

    public Filter filter() {
        return filter;
    }

    /** Must be told of the context's start and end: it owns the thread that hands out external tasks. */
    public ServletContextListener listener() {
        return new FetchAndLockContextListener();
    }
}
