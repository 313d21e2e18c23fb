package org.chancery.engine.gate;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.operaton.bpm.dmn.engine.DmnDecision;
import org.operaton.bpm.dmn.engine.impl.DmnDecisionTableImpl;
import org.operaton.bpm.engine.impl.form.FormDefinition;
import org.operaton.bpm.engine.impl.interceptor.CommandContext;
import org.operaton.bpm.engine.impl.persistence.entity.OperatonFormDefinitionEntity;
import org.operaton.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.operaton.bpm.engine.impl.task.TaskDefinition;
import org.operaton.bpm.engine.repository.ResourceDefinition;

/** Which model a definition id stands for. Ids are random and never used again, so what was found once stays true. */
final class ModelHashes {

    /** @param hash SHA-256 of the deployed file, base64url */
    record Model(String key, int version, String hash) {}

    private final Map<String, Model> models = new ConcurrentHashMap<>();
    private final Map<String, Optional<String>> forms = new ConcurrentHashMap<>();

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

    /**
     * SHA-256 (base64url) of the form file that a start event or user task shows, as deployed with its process; empty if it
     * names none.
     */
    Optional<String> form(CommandContext context, String definitionId, String element) {
        return forms.computeIfAbsent(definitionId + " " + element, id -> findForm(context, definitionId, element));
    }

    /** Names of the facts that records of this process tell. */
    Set<String> publicFacts(CommandContext context, String definitionId) {
        return PublicFacts.of(context.getProcessEngineConfiguration()
                .getDeploymentCache()
                .findDeployedProcessDefinitionById(definitionId));
    }

    /** The decision's table; empty if it is decided otherwise. */
    Optional<DmnDecisionTableImpl> table(CommandContext context, String definitionId) {
        Object decision = context.getProcessEngineConfiguration()
                .getDeploymentCache()
                .findDeployedDecisionDefinitionById(definitionId);
        return decision instanceof DmnDecision known && known.getDecisionLogic() instanceof DmnDecisionTableImpl table
                ? Optional.of(table)
                : Optional.empty();
    }

    private static Optional<String> findForm(CommandContext context, String definitionId, String element) {
        ProcessDefinitionEntity process = context.getProcessEngineConfiguration()
                .getDeploymentCache()
                .findDeployedProcessDefinitionById(definitionId);
        TaskDefinition task = process.getTaskDefinitions().get(element);
        boolean start =
                process.getInitial() != null && process.getInitial().getId().equals(element);
        FormDefinition form = task != null ? task.getFormDefinition() : start ? process.getStartFormDefinition() : null;
        if (form == null || form.getOperatonFormDefinitionKey() == null) {
            return Optional.empty();
        }
        OperatonFormDefinitionEntity definition = context.getOperatonFormDefinitionManager()
                .findDefinitionByDeploymentAndKey(
                        process.getDeploymentId(),
                        form.getOperatonFormDefinitionKey().getExpressionText());
        return Optional.ofNullable(definition)
                .map(found -> hash(context, found.getDeploymentId(), found.getResourceName()));
    }

    private static String hash(CommandContext context, String deploymentId, String resourceName) {
        return Digests.hash(context.getResourceManager()
                .findResourceByDeploymentIdAndResourceName(deploymentId, resourceName)
                .getBytes());
    }

    private static Model model(CommandContext context, ResourceDefinition definition) {
        return new Model(
                definition.getKey(),
                definition.getVersion(),
                hash(context, definition.getDeploymentId(), definition.getResourceName()));
    }
}
