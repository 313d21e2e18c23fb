package org.chancery.engine;

import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletContextListener;
import org.chancery.engine.rest.RestParts;

/**
 * The parts that a servlet container needs to serve Operaton's REST API at {@code /engine-rest/*}: register the servlet
 * and, for the same addresses, the filter, both with asynchronous support, and the listener. The container's own
 * security must run before them and enter {@link org.chancery.engine.identity.Acting#as} with the caller's actor around
 * the chain; without an actor the filter answers 401. One node per JVM can be served.
 *
 * @param servlet Operaton's resources
 * @param filter who may do what; see {@link org.chancery.engine.rest.RestPolicy} for what is refused on purpose
 * @param listener must be told of the context's start and end: it owns the thread that hands out external tasks
 */
public record EngineRest(Servlet servlet, Filter filter, ServletContextListener listener) {

    /** @param engine a node started by {@link EngineNode} */
    public static EngineRest of(Engine engine) {
        if (!(engine instanceof EngineNode node)) {
            throw new IllegalArgumentException("only a node has a process engine to serve, not " + engine.getClass());
        }
        RestParts parts = new RestParts(node.processEngine(), node.cases(), node.tasks());
        return new EngineRest(parts.servlet(), parts.filter(), parts.listener());
    }
}
