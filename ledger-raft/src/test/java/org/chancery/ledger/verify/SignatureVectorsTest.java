package org.chancery.ledger.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The public vectors of RFC 8032 §7.1, of project Wycheproof, of NIST and of BoringSSL: what is a signature is accepted, and every one that must
 * be refused is. The browser's verifier is held to the same table by {@code SignatureVectorsIT}.
 */
class SignatureVectorsTest {

    @FunctionalInterface
    private interface Verifier {
        boolean verifies(byte[] publicKey, byte[] message, byte[] signature);
    }

    @Test
    void ed25519() throws IOException {
        // Wycheproof calls none of these merely acceptable: RFC 8032 leaves no choice on them.
        run("ed25519", Ed25519::verifies, 5 + 84 + 1, 61 + 2);
    }

    @Test
    void ecdsaP256() throws IOException {
        run(
                "ecdsa-p256",
                (key, message, signature) -> SignatureAlgorithm.P256.verifies(key, message, signature)
                        && SignatureAlgorithm.P256.isOnlyForm(signature),
                2 + 10 + 103,
                13 + 18 + 381);
    }

    private static void run(String table, Verifier verifier, int accepted, int refused) throws IOException {
        List<String> wrong = new ArrayList<>();
        int[] asked = new int[2];
        for (String line : lines(table)) {
            String[] cells = line.split("\t", -1);
            boolean wanted = cells[4].equals("accept");
            asked[wanted ? 0 : 1]++;
            if (verifier.verifies(bytes(cells[1]), bytes(cells[2]), bytes(cells[3])) != wanted) {
                wrong.add(cells[0] + ": a verifier must " + cells[4] + " it");
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(asked).containsExactly(accepted, refused);
    }

    private static List<String> lines(String table) throws IOException {
        try (InputStream in = SignatureVectorsTest.class.getResourceAsStream("/vectors/" + table + ".tsv")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
    }

    private static byte[] bytes(String cell) {
        return Base64.getDecoder().decode(cell);
    }
}
