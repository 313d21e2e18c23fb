package org.chancery.engine.rest;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.operaton.bpm.engine.ProcessEngine;
import org.operaton.bpm.engine.rest.spi.ProcessEngineProvider;

/**
 * Names the engine that Operaton's resources speak for; found by {@link java.util.ServiceLoader}, hence public and
 * static. One node per JVM serves REST: the one that opened it last.
 */
public final class RestEngines implements ProcessEngineProvider {

    private static final AtomicReference<ProcessEngine> SERVED = new AtomicReference<>();

    static void serve(ProcessEngine engine) {
        SERVED.set(engine);
    }

    @Override
    public ProcessEngine getDefaultProcessEngine() {
        return SERVED.get();
    }

    @Override
    public ProcessEngine getProcessEngine(String name) {
        return Optional.ofNullable(SERVED.get())
                .filter(engine -> engine.getName().equals(name))
                .orElse(null); // as the interface demands where there is none
    }

    @Override
    public Set<String> getProcessEngineNames() {
        return Optional.ofNullable(SERVED.get())
                .map(engine -> Set.of(engine.getName()))
                .orElse(Set.of());
    }
}
