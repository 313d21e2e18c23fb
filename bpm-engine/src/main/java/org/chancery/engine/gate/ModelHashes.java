package org.chancery.engine.gate;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.operaton.bpm.engine.impl.interceptor.CommandContext;
import org.operaton.bpm.engine.impl.persistence.entity.ResourceEntity;
import org.operaton.bpm.engine.repository.ResourceDefinition;

/** Which model a definition id stands for. Ids are random and never used again, so what was found once stays true. */
final class ModelHashes {

    /** @param sha256 of the deployed file, hex */
    record Model(String key, int version, String sha256) {}

    private final Map<String, Model> models = new ConcurrentHashMap<>();

    Model process(CommandContext context, String definitionId) {
        return models.computeIfAbsent(
                definitionId,
                id -> model(
                        context,
                        context.getProcessEngineConfiguration()
                                .getDeploymentCache()
                                .findDeployedProcessDefinitionById(id)));
    }

    Model decision(CommandContext context, String definitionId) {
        return models.computeIfAbsent(
                definitionId,
                id -> model(
                        context,
                        context.getProcessEngineConfiguration()
                                .getDeploymentCache()
                                .findDeployedDecisionDefinitionById(id)));
    }

    private static Model model(CommandContext context, ResourceDefinition definition) {
        ResourceEntity resource = context.getResourceManager()
                .findResourceByDeploymentIdAndResourceName(definition.getDeploymentId(), definition.getResourceName());
        return new Model(definition.getKey(), definition.getVersion(), Digests.hex(resource.getBytes()));
    }
}
