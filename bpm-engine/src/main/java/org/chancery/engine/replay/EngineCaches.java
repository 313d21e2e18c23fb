package org.chancery.engine.replay;

import java.util.Set;
import org.operaton.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.operaton.bpm.engine.impl.persistence.deploy.cache.DeploymentCache;

/** What the process engine keeps in memory of its database: parsed models. Dropped whenever they may be wrong (I1). */
public final class EngineCaches {

    private final ProcessEngineConfigurationImpl engine;

    public EngineCaches(ProcessEngineConfigurationImpl engine) {
        this.engine = engine;
    }

    public void drop() {
        DeploymentCache cache = engine.getDeploymentCache();
        if (cache != null) {
            cache.discardProcessDefinitionCache();
            cache.discardDecisionDefinitionCache();
            cache.discardDecisionRequirementsDefinitionCache();
        }
    }

    /** Drops what was parsed from tables that replay touched. */
    public void replayed(Set<String> tables) {
        if (tables.stream().anyMatch(table -> table.startsWith("ACT_RE_"))) {
            drop();
        }
    }
}
