package org.chancery.engine.model;

import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chancery.engine.Actor;
import org.chancery.engine.EngineException;
import org.chancery.engine.Models;
import org.chancery.engine.casefile.Transactions;
import org.chancery.engine.identity.Acting;
import org.operaton.bpm.engine.ProcessEngine;
import org.operaton.bpm.engine.RepositoryService;
import org.operaton.bpm.engine.history.UserOperationLogEntry;
import org.operaton.bpm.engine.repository.Deployment;
import org.operaton.bpm.engine.repository.DeploymentBuilder;
import org.operaton.bpm.engine.repository.ProcessApplicationDeployment;
import org.operaton.bpm.engine.repository.ProcessDefinition;

/** Models in force, from the engine's repository. */
public final class DeployedModels implements Models {

    private static final Map<String, String> TEXT_FILES = Map.of("zh-CN", "zh_CN", "en", "en");

    private final ProcessEngine engine;
    private final RepositoryService repository;
    private final Transactions transactions;
    private final DeployedFiles files;

    public DeployedModels(ProcessEngine engine, Transactions transactions) {
        this.engine = engine;
        this.repository = engine.getRepositoryService();
        this.transactions = transactions;
        this.files = new DeployedFiles(repository);
    }

    /** The parsed files of deployed definitions. */
    public DeployedFiles files() {
        return files;
    }

    @Override
    public List<Service> services() {
        return repository.createProcessDefinitionQuery().withoutTenantId().latestVersion().active().list().stream()
                .flatMap(definition -> service(definition).stream())
                .sorted(Comparator.comparing(Service::key))
                .toList();
    }

    private Optional<Service> service(ProcessDefinition definition) {
        return files.process(definition.getId()).startForm().map(form -> {
            Map<String, String> titles = new HashMap<>();
            Map<String, String> summaries = new HashMap<>();
            TEXT_FILES.keySet().forEach(language -> {
                Map<String, String> texts = texts(definition.getId(), language);
                String name = Optional.ofNullable(definition.getName()).orElse(definition.getKey());
                titles.put(language, texts.getOrDefault("title", name));
                summaries.put(language, texts.getOrDefault("summary", ""));
            });
            return new Service(
                    definition.getKey(), definition.getId(), definition.getVersion(), titles, summaries, form);
        });
    }

    @Override
    public List<Version> versions() {
        return repository.createProcessDefinitionQuery().list().stream()
                .map(this::version)
                .sorted(Comparator.comparing(Version::deployedAt)
                        .thenComparing(Version::version)
                        .reversed())
                .toList();
    }

    private Version version(ProcessDefinition definition) {
        Deployment deployment = repository
                .createDeploymentQuery()
                .deploymentId(definition.getDeploymentId())
                .singleResult();
        return new Version(
                definition.getKey(),
                definition.getId(),
                definition.getVersion(),
                files.sha256(definition),
                Instant.ofEpochMilli(deployment.getDeploymentTime().getTime()),
                deployedBy(deployment.getId()));
    }

    /** The person who asked for the deployment; empty for the node itself. */
    private String deployedBy(String deploymentId) {
        return engine
                .getHistoryService()
                .createUserOperationLogQuery()
                .deploymentId(deploymentId)
                .operationType(UserOperationLogEntry.OPERATION_TYPE_CREATE)
                .list()
                .stream()
                .map(UserOperationLogEntry::getUserId)
                .findFirst()
                .orElse("");
    }

    @Override
    public List<Version> deploy(Actor actor, String name, Map<String, byte[]> resources) {
        DeploymentGuard.permitted(Optional.of(actor));
        return Acting.as(actor, () -> deploy(name, resources));
    }

    /** Deploys for whoever acts on this thread, or for the node itself if nobody does. */
    public List<Version> deploy(String name, Map<String, byte[]> resources) {
        String deployed = transactions.run(connection -> insert(name, resources));
        return repository.createProcessDefinitionQuery().deploymentId(deployed).list().stream()
                .map(this::version)
                .toList();
    }

    /** @return id of the deployment, an older one if nothing was changed since */
    private String insert(String name, Map<String, byte[]> resources) {
        engine.getIdentityService()
                .setAuthenticatedUserId(Acting.current().map(Actor::personId).orElse(null));
        try {
            DeploymentBuilder deployment = repository
                    .createDeployment()
                    .name(name)
                    // without this source the engine does not compare with what is there
                    .source(ProcessApplicationDeployment.PROCESS_APPLICATION_DEPLOYMENT_SOURCE)
                    .enableDuplicateFiltering(false);
            resources.forEach((file, content) -> deployment.addInputStream(file, new ByteArrayInputStream(content)));
            return deployment.deploy().getId();
        } finally {
            engine.getIdentityService().clearAuthentication();
        }
    }

    @Override
    public String diagram(String definitionId) {
        ProcessDefinition definition = definition(definitionId);
        return files.text(definition.getDeploymentId(), definition.getResourceName())
                .orElseThrow(() -> new EngineException.NotFound("model", definitionId));
    }

    @Override
    public Optional<byte[]> byHash(String sha256) {
        return files.byHash(sha256);
    }

    @Override
    public Optional<byte[]> publicByHash(String sha256) {
        return files.definitionByHash(sha256);
    }

    @Override
    public String form(String definitionId, String formKey) {
        return files.formText(definition(definitionId).getDeploymentId(), formKey)
                .orElseThrow(() -> new EngineException.NotFound("form", formKey));
    }

    @Override
    public Map<String, String> texts(String definitionId, String languageTag) {
        ProcessDefinition definition = definition(definitionId);
        String language = TEXT_FILES.getOrDefault(languageTag, "en");
        return files.texts(definition.getDeploymentId(), definition.getKey() + "_" + language + ".properties");
    }

    /** The newest version of a service in force. */
    public ProcessDefinition latest(String service) {
        return Optional.ofNullable(repository
                        .createProcessDefinitionQuery()
                        .processDefinitionKey(service)
                        .withoutTenantId()
                        .latestVersion()
                        .active()
                        .singleResult())
                .orElseThrow(() -> new EngineException.NotFound("service", service));
    }

    private ProcessDefinition definition(String definitionId) {
        return Optional.ofNullable(repository
                        .createProcessDefinitionQuery()
                        .processDefinitionId(definitionId)
                        .singleResult())
                .orElseThrow(() -> new EngineException.NotFound("definition", definitionId));
    }
}
