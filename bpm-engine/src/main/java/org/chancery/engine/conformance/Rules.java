package org.chancery.engine.conformance;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.camunda.feel.api.FeelEngineApi;
import org.operaton.bpm.model.bpmn.Bpmn;

/**
 * What decides what this judge says: its own classes and texts, and the versions of the libraries it reads models and
 * evaluates with. What was judged by other rules is judged again, so nobody has to remember to say that a rule changed.
 */
final class Rules {

    private static final String PACKAGE = Rules.class.getPackageName().replace('.', '/') + "/";

    private static final Optional<String> DIGEST = found();

    private Rules() {}

    /** A digest of all that; empty if this program does not find its own classes. */
    static Optional<String> digest() {
        return DIGEST;
    }

    private static Optional<String> found() {
        try {
            URL here = Rules.class.getResource("Rules.class");
            Map<String, String> parts = here == null ? Map.of() : parts(here);
            return parts.isEmpty() ? Optional.empty() : Optional.of(digest(parts));
        } catch (IOException | URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static Map<String, String> parts(URL here) throws IOException, URISyntaxException {
        Map<String, String> parts = new TreeMap<>();
        if (here.openConnection() instanceof JarURLConnection jar) {
            jar.setUseCaches(false); // or closing it would close it for others
            try (JarFile file = jar.getJarFile()) {
                file.stream()
                        .filter(entry -> entry.getName().startsWith(PACKAGE) && !entry.isDirectory())
                        .forEach(entry -> parts.put(entry.getName(), entry.getCrc() + " " + entry.getSize()));
            }
        } else if (here.getProtocol().equals("file")) {
            Path folder = Path.of(here.toURI()).getParent();
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    parts.put(file.getFileName().toString(), Library.hash(Files.readAllBytes(file)));
                }
            }
        }
        if (!parts.isEmpty()) {
            libraries().forEach(name -> parts.put(name, ""));
        }
        return parts;
    }

    /** Names of their files, which have the versions. */
    private static List<String> libraries() {
        return Stream.of(FeelEngineApi.class, Bpmn.class)
                .map(type -> Optional.ofNullable(type.getProtectionDomain().getCodeSource())
                        .map(CodeSource::getLocation)
                        .map(URL::toString)
                        .map(address -> address.replaceAll("[!/]+$", ""))
                        .map(address -> address.substring(address.lastIndexOf('/') + 1))
                        .orElse("?"))
                .toList();
    }

    private static String digest(Map<String, String> parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            parts.forEach((name, text) -> digest.update((name + " " + text + "\n").getBytes(StandardCharsets.UTF_8)));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
