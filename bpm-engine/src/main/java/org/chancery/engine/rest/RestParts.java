package org.chancery.engine.rest;

import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletContextListener;
import java.util.Set;
import org.chancery.engine.Cases;
import org.chancery.engine.Tasks;
import org.chancery.engine.model.DeployedFiles;
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

/** What serves {@code /engine-rest/*}: see {@link org.chancery.engine.EngineRest}. */
public final class RestParts {

    private final ProcessEngine engine;
    private final DeployedFiles files;
    private final RestFilter filter;

    public RestParts(ProcessEngine engine, Cases cases, Tasks tasks) {
        this.engine = engine;
        this.files = new DeployedFiles(engine.getRepositoryService());
        this.filter = new RestFilter(
                new RestActs(cases, tasks, engine),
                new RestWorkers(engine.getExternalTaskService(), files),
                engine.getIdentityService());
    }

    /** Operaton's resources. The engine asked last in this JVM is the one served. */
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
                .register(new RestFetched(files))
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
