package org.chancery.engine.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import org.chancery.engine.EngineException;
import org.chancery.engine.form.FormSchema;
import org.operaton.bpm.engine.RepositoryService;
import org.operaton.bpm.engine.repository.Deployment;
import org.operaton.bpm.engine.repository.ProcessDefinition;
import org.operaton.bpm.engine.repository.Resource;

/**
 * Files of deployments, read and parsed once. A deployment never changes and its id is never used again, so what is
 * kept here never goes stale, not even when the node loses its lead.
 */
public final class DeployedFiles {

    private final RepositoryService repository;
    private final Map<String, Map<String, byte[]>> deployments = new ConcurrentHashMap<>();
    private final Map<String, ProcessFile> processes = new ConcurrentHashMap<>();
    private final Map<String, FormSchema> forms = new ConcurrentHashMap<>();

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

    Map<String, String> texts(String deploymentId, String file) {
        return text(deploymentId, file).map(DeployedFiles::properties).orElse(Map.of());
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

    private static Map<String, String> properties(String text) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> texts = new HashMap<>();
        properties.forEach((key, value) -> texts.put(key.toString(), value.toString()));
        return texts;
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
