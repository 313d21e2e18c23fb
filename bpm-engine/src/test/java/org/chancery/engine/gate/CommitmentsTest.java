package org.chancery.engine.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class CommitmentsTest {

    private final byte[] seed = "0123456789abcdef".getBytes(StandardCharsets.UTF_8);

    /** What a court would do that is shown 'b' alone: its salt and value, and the hashes of the others. */
    @Test
    void oneValueIsShownWithoutTheOthers() throws Exception {
        TreeMap<String, String> values = new TreeMap<>();
        values.put("a", "string:secret");
        values.put("b", "string:grant");
        values.put("c", "boolean:1");
        byte[] salt = Commitments.salt(seed, 4, "b");
        byte[] shown = sha256(new byte[] {0}, salt, "b\0string:grant".getBytes(StandardCharsets.UTF_8));
        byte[] hidden = leaf(4, "a", "string:secret");
        byte[] other = leaf(4, "c", "boolean:1");
        assertThat(Commitments.root(seed, 4, values))
                .isEqualTo(sha256(new byte[] {1}, sha256(new byte[] {1}, hidden, shown), other));
    }

    @Test
    void anotherSeedPlaceNameOrValueIsAnotherCommitment() {
        assertThat(root(seed, 0, "a", "1"))
                .isEqualTo(root(seed, 0, "a", "1"))
                .isNotEqualTo(root(new byte[16], 0, "a", "1"))
                .isNotEqualTo(root(seed, 1, "a", "1"))
                .isNotEqualTo(root(seed, 0, "b", "1"))
                .isNotEqualTo(root(seed, 0, "a", "2"));
    }

    private static byte[] root(byte[] seed, int transition, String name, String value) {
        TreeMap<String, String> values = new TreeMap<>();
        values.put(name, value);
        return Commitments.root(seed, transition, values);
    }

    private byte[] leaf(int transition, String name, String value) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(seed, "HmacSHA256"));
        byte[] salt =
                java.util.Arrays.copyOf(mac.doFinal((transition + "\0" + name).getBytes(StandardCharsets.UTF_8)), 16);
        return sha256(new byte[] {0}, salt, (name + "\0" + value).getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] sha256(byte[]... parts) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (byte[] part : parts) {
            digest.update(part);
        }
        return digest.digest();
    }
}
