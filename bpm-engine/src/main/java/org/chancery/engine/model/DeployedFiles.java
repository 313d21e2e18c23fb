package org.chancery.engine.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.chancery.engine.EngineException;
import org.chancery.engine.form.FormField;
import org.chancery.engine.form.FormSchema;
import org.operaton.bpm.engine.RepositoryService;
import org.operaton.bpm.engine.repository.DecisionDefinition;
import org.operaton.bpm.engine.repository.Deployment;
import org.operaton.bpm.engine.repository.ProcessDefinition;
import org.operaton.bpm.engine.repository.Resource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files of deployments, read and parsed once. A deployment never changes and its id is never used again, so what is
 * kept here never goes stale, not even when the node loses its lead.
 */
public final class DeployedFiles {

    private static final Logger LOG = LoggerFactory.getLogger(DeployedFiles.class);

    private static final Pattern TEXTS = Pattern.compile(".*_(en|zh_CN)\\.properties");

    private final RepositoryService repository;
    private final Map<String, Map<String, byte[]>> deployments = new ConcurrentHashMap<>();
    private final Map<String, Map<String, byte[]>> definitions = new ConcurrentHashMap<>();
    private final Map<String, ProcessFile> processes = new ConcurrentHashMap<>();
    private final Map<String, FormSchema> forms = new ConcurrentHashMap<>();
    private final Map<String, Map<String, String>> texts = new ConcurrentHashMap<>();

    public DeployedFiles(RepositoryService repository) {
        this.repository = repository;
    }

    /** The process of a definition. */
    public ProcessFile process(String definitionId) {
        ProcessFile known = processes.get(definitionId);
        if (known != null) {
            return known;
        }
        ProcessDefinition definition = repository.getProcessDefinition(definitionId);
        byte[] content = files(definition.getDeploymentId()).get(definition.getResourceName());
        try {
            ProcessFile process =
                    ProcessFile.of(ModelFile.read(definition.getResourceName(), content), definition.getKey());
            processes.put(definitionId, process);
            return process;
        } catch (ModelFile.Unreadable e) {
            throw new EngineException.Failed("deployed model cannot be read: " + definition.getResourceName(), e);
        }
    }

    /** A form as the engine reads it, from the deployment of that definition. */
    public FormSchema form(String definitionId, String formKey) {
        return forms.computeIfAbsent(definitionId + "/" + formKey, key -> {
            String deploymentId = repository.getProcessDefinition(definitionId).getDeploymentId();
            return formText(deploymentId, formKey)
                    .map(DeployedFiles::schema)
                    .orElseThrow(() -> new EngineException.NotFound("form", formKey));
        });
    }

    /** Keys of the fields that some form of a process lets somebody fill in; what forms only show is derived. */
    public Set<String> entryFields(String definitionId) {
        ProcessFile process = process(definitionId);
        return Stream.concat(process.startForm().stream(), process.taskForms().values().stream())
                .distinct()
                .flatMap(form -> form(definitionId, form).fields().stream())
                .filter(field -> !field.readOnly())
                .map(FormField::key)
                .collect(Collectors.toSet());
    }

    /** The schema with this key, or with this file name as the modeler's older references have it. */
    Optional<String> formText(String deploymentId, String formKey) {
        Optional<String> byFile = text(deploymentId, formKey + ".form");
        if (byFile.isPresent() && schema(byFile.get()).id().equals(formKey)) {
            return byFile;
        }
        return files(deploymentId).entrySet().stream()
                .filter(file -> file.getKey().endsWith(".form"))
                .map(file -> new String(file.getValue(), StandardCharsets.UTF_8))
                .filter(schema -> schema(schema).id().equals(formKey))
                .findFirst()
                .or(() -> byFile);
    }

    Optional<String> text(String deploymentId, String file) {
        return Optional.ofNullable(files(deploymentId).get(file))
                .map(content -> new String(content, StandardCharsets.UTF_8));
    }

    /** The texts of a file; none if it cannot be read: a page shows ids then, and stays. */
    Map<String, String> texts(String deploymentId, String file) {
        return texts.computeIfAbsent(
                deploymentId + "/" + file,
                key -> text(deploymentId, file)
                        .map(content -> readable(key, content))
                        .orElse(Map.of()));
    }

    private static Map<String, String> readable(String name, String content) {
        try {
            return TextFile.texts(content);
        } catch (TextFile.Unreadable e) {
            LOG.warn("The texts of {} cannot be read ({}); screens show ids instead", name, e.getMessage());
            return Map.of();
        }
    }

    /** What a stranger needs to read a case: the definition's own file, and the texts deployed with it, by name. */
    public Map<String, String> readingMatter(String definitionId) {
        ProcessDefinition definition = repository.getProcessDefinition(definitionId);
        Map<String, String> matter = new HashMap<>();
        files(definition.getDeploymentId()).forEach((name, content) -> {
            if (name.equals(definition.getResourceName()) || TEXTS.matcher(name).matches()) {
                matter.put(name, new String(content, StandardCharsets.UTF_8));
            }
        });
        return matter;
    }

    /** When the definition was deployed, as the engine wrote it. */
    public Instant deployedAt(String definitionId) {
        String deployment = repository.getProcessDefinition(definitionId).getDeploymentId();
        return repository
                .createDeploymentQuery()
                .deploymentId(deployment)
                .singleResult()
                .getDeploymentTime()
                .toInstant();
    }

    /** SHA-256 of the definition's file, as records name it. */
    public String modelHash(String definitionId) {
        return sha256(repository.getProcessDefinition(definitionId));
    }

    String sha256(ProcessDefinition definition) {
        return sha256(files(definition.getDeploymentId()).get(definition.getResourceName()));
    }

    Optional<byte[]> byHash(String sha256) {
        return repository.createDeploymentQuery().list().stream()
                .map(Deployment::getId)
                .flatMap(id -> files(id).values().stream())
                .filter(content -> sha256(content).equals(sha256))
                .findFirst();
    }

    /** The file with this hash from which a process or a decision was deployed. */
    Optional<byte[]> definitionByHash(String sha256) {
        return repository.createDeploymentQuery().list().stream()
                .flatMap(deployment -> definitions(deployment.getId()).entrySet().stream())
                .filter(file -> file.getKey().equals(sha256))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** Files of a deployment's definitions by their hash. */
    private Map<String, byte[]> definitions(String deploymentId) {
        Map<String, byte[]> known = definitions.get(deploymentId);
        if (known != null) {
            return known;
        }
        Stream<String> processes = repository.createProcessDefinitionQuery().deploymentId(deploymentId).list().stream()
                .map(ProcessDefinition::getResourceName);
        Stream<String> decisions = repository.createDecisionDefinitionQuery().deploymentId(deploymentId).list().stream()
                .map(DecisionDefinition::getResourceName);
        Map<String, byte[]> named = new HashMap<>();
        Stream.concat(processes, decisions)
                .map(files(deploymentId)::get)
                .forEach(file -> named.put(sha256(file), file));
        definitions.put(deploymentId, Map.copyOf(named));
        return named;
    }

    private Map<String, byte[]> files(String deploymentId) {
        Map<String, byte[]> known = deployments.get(deploymentId);
        if (known != null) {
            return known;
        }
        Map<String, byte[]> files = new HashMap<>();
        for (Resource resource : repository.getDeploymentResources(deploymentId)) {
            files.put(resource.getName(), content(deploymentId, resource));
        }
        deployments.put(deploymentId, Map.copyOf(files));
        return files;
    }

    private byte[] content(String deploymentId, Resource resource) {
        try (InputStream stream = repository.getResourceAsStream(deploymentId, resource.getName())) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FormSchema schema(String text) {
        try {
            return FormSchema.parse(text);
        } catch (FormSchema.Malformed e) {
            throw new EngineException.Failed("deployed form cannot be read: " + e.getMessage(), e);
        }
    }

    private static String sha256(byte[] content) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
