package org.chancery.ledger.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.chancery.ledger.Hash;
import org.chancery.ledger.Head;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * The JSON vectors of transparency-dev/merkle, from a folder that is not part of this project: set {@code
 * CHANCERY_MERKLE_VECTORS} to its {@code testdata}. {@link ProofVerifierTest} makes the same kinds of vector itself and
 * runs everywhere.
 */
@EnabledIfEnvironmentVariable(named = "CHANCERY_MERKLE_VECTORS", matches = ".+")
class PublicVectorsTest {

    private final Path folder = Path.of(System.getenv("CHANCERY_MERKLE_VECTORS"));

    @Test
    void inclusion() throws IOException {
        int[] counts = run("inclusion", json -> {
            Optional<Hash> leaf = hash(json, "leafHash");
            Optional<Hash> root = hash(json, "root");
            return leaf.isPresent()
                    && root.isPresent()
                    && proof(json)
                            .map(proof -> ProofVerifier.includes(
                                    number(json, "leafIdx"),
                                    leaf.get(),
                                    proof,
                                    new Head(number(json, "treeSize"), root.get())))
                            .orElse(false);
        });
        assertThat(counts[0] + counts[1]).isGreaterThanOrEqualTo(90);
    }

    @Test
    void consistency() throws IOException {
        int[] counts = run("consistency", json -> {
            Hash older = root(json, "root1");
            Hash newer = root(json, "root2");
            return proof(json)
                    .map(proof -> ProofVerifier.consistent(
                            new Head(number(json, "size1"), older), new Head(number(json, "size2"), newer), proof))
                    .orElse(false);
        });
        assertThat(counts[0] + counts[1]).isGreaterThanOrEqualTo(90);
    }

    @FunctionalInterface
    private interface Check {
        boolean accepts(String json);
    }

    private int[] run(String kind, Check check) throws IOException {
        int[] counts = new int[2];
        try (Stream<Path> files = Files.walk(folder.resolve(kind))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
                String json = Files.readString(file);
                boolean wanted = json.matches("(?s).*\"wantErr\":\\s*false.*");
                assertThat(check.accepts(json)).as(file.toString()).isEqualTo(wanted);
                counts[wanted ? 0 : 1]++;
            }
        }
        System.out.println("transparency-dev/merkle " + kind + ": " + counts[0] + " vectors accepted and " + counts[1]
                + " refused, all as they say");
        return counts;
    }

    private static long number(String json, String name) {
        Matcher found = Pattern.compile("\"" + name + "\":\\s*(-?[0-9]+)").matcher(json);
        assertThat(found.find()).as(name + " in " + json).isTrue();
        // Unsigned 64-bit in the vectors: index 0 minus 1 comes as 2^64 - 1.
        return Long.parseUnsignedLong(found.group(1));
    }

    /** Empty if it is no hash: then a verifier has nothing to look at and refuses. */
    private static Optional<Hash> hash(String json, String name) {
        Matcher found = Pattern.compile("\"" + name + "\":\\s*\"([^\"]*)\"").matcher(json);
        return found.find() ? hash(found.group(1)) : Optional.empty();
    }

    /** Some vectors have words for roots, where only equality counts: their hashes stand in for them. */
    private static Hash root(String json, String name) {
        Matcher found = Pattern.compile("\"" + name + "\":\\s*\"([^\"]*)\"").matcher(json);
        byte[] bytes = found.find() ? Base64.getDecoder().decode(found.group(1)) : new byte[0];
        return new Hash(bytes.length == Hash.LENGTH ? bytes : Rfc6962.sha256().digest(bytes));
    }

    private static Optional<Hash> hash(String base64) {
        byte[] bytes = Base64.getDecoder().decode(base64);
        return bytes.length == Hash.LENGTH ? Optional.of(new Hash(bytes)) : Optional.empty();
    }

    private static Optional<List<Hash>> proof(String json) {
        Matcher found = Pattern.compile("(?s)\"proof\":\\s*(null|\\[.*?\\])").matcher(json);
        assertThat(found.find()).isTrue();
        List<Hash> proof = new ArrayList<>();
        Matcher entry =
                Pattern.compile("\"([^\"]*)\"|null").matcher(found.group(1).replaceFirst("^null$", "[]"));
        while (entry.find()) {
            Optional<Hash> hash = entry.group(1) == null ? Optional.empty() : hash(entry.group(1));
            if (hash.isEmpty()) {
                return Optional.empty();
            }
            proof.add(hash.get());
        }
        return Optional.of(proof);
    }
}
