package org.chancery.ledger.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.chancery.ledger.Hash;
import org.chancery.ledger.Head;
import org.junit.jupiter.api.Test;

/** The public vectors of transparency-dev/merkle: what must be accepted is, and every one that must fail does. */
class PublicVectorsTest {

    /** A line of {@code vectors/merkle-*.tsv}: two numbers and two hashes, whose meaning the kind of proof gives. */
    private record Vector(
            String name, long first, long second, byte[] firstHash, byte[] secondHash, Optional<List<Hash>> proof) {}

    @Test
    void inclusion() throws IOException {
        run("inclusion", vector -> {
            Optional<Hash> root = hash(vector.firstHash());
            Optional<Hash> leaf = hash(vector.secondHash());
            return root.isPresent()
                    && leaf.isPresent()
                    && vector.proof().isPresent()
                    && ProofVerifier.includes(
                            vector.first(), leaf.get(), vector.proof().get(), new Head(vector.second(), root.get()));
        });
    }

    @Test
    void consistency() throws IOException {
        run(
                "consistency",
                vector -> vector.proof().isPresent()
                        && ProofVerifier.consistent(
                                new Head(vector.first(), root(vector.firstHash())),
                                new Head(vector.second(), root(vector.secondHash())),
                                vector.proof().get()));
    }

    private static void run(String kind, Predicate<Vector> verifier) throws IOException {
        int accepted = 0;
        int refused = 0;
        for (String line : lines(kind)) {
            String[] cells = line.split("\t", -1);
            boolean wanted = cells[6].equals("accept");
            assertThat(verifier.test(vector(cells))).as(kind + " " + cells[0]).isEqualTo(wanted);
            if (wanted) {
                accepted++;
            } else {
                refused++;
            }
        }
        assertThat(accepted).isEqualTo(6);
        assertThat(refused).isEqualTo(92);
    }

    private static List<String> lines(String kind) throws IOException {
        try (InputStream in = PublicVectorsTest.class.getResourceAsStream("/vectors/merkle-" + kind + ".tsv")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
    }

    /** Numbers are unsigned in the vectors: index 0 minus 1 comes as 2^64 - 1. */
    private static Vector vector(String[] cells) {
        return new Vector(
                cells[0],
                Long.parseUnsignedLong(cells[1]),
                Long.parseUnsignedLong(cells[2]),
                Base64.getDecoder().decode(cells[3]),
                Base64.getDecoder().decode(cells[4]),
                proof(cells[5]));
    }

    /** Empty if an element is no hash: then a verifier has nothing to look at and refuses. */
    private static Optional<List<Hash>> proof(String cell) {
        if (cell.isEmpty()) {
            return Optional.of(List.of());
        }
        List<Optional<Hash>> hashes = Arrays.stream(cell.split(",", -1))
                .map(element -> element.equals("-")
                        ? Optional.<Hash>empty()
                        : hash(Base64.getDecoder().decode(element)))
                .toList();
        return hashes.stream().allMatch(Optional::isPresent)
                ? Optional.of(hashes.stream().flatMap(Optional::stream).toList())
                : Optional.empty();
    }

    private static Optional<Hash> hash(byte[] bytes) {
        return bytes.length == Hash.LENGTH ? Optional.of(new Hash(bytes)) : Optional.empty();
    }

    /** Some vectors have words for roots, where only equality counts: their hashes stand in for them. */
    private static Hash root(byte[] bytes) {
        return new Hash(bytes.length == Hash.LENGTH ? bytes : Rfc6962.sha256().digest(bytes));
    }
}
