package org.chancery.engine.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class CommitmentsTest {

    private final byte[] seed = "0123456789abcdef".getBytes(StandardCharsets.UTF_8);

    /** What a court would do that is shown 'b' alone: its salt and its value. */
    @Test
    void oneValueIsShownWithoutTheOthers() throws Exception {
        byte[] salt = Commitments.salt(seed, 4, "b");
        MessageDigest hash = MessageDigest.getInstance("SHA-256");
        hash.update(salt);
        String shown = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(hash.digest("b\0string:grant".getBytes(StandardCharsets.UTF_8)));
        assertThat(Commitments.of(seed, 4, "b", "string:grant"))
                .isEqualTo(shown)
                .hasSize(43);
        assertThat(salt).hasSize(16).isEqualTo(hmac(seed, "4\0b"));
    }

    @Test
    void theSeedOfARecordFollowsFromItsCase() throws Exception {
        UUID record = UUID.fromString("704d969a-ade1-45e2-81a3-bf6163903d62");
        assertThat(Commitments.seed(seed, record))
                .isEqualTo(hmac(seed, "set\0" + "cE2Wmq3hReKBo79hY5A9Yg"))
                .isNotEqualTo(Commitments.seed(seed, UUID.randomUUID()))
                .isNotEqualTo(Commitments.seed(new byte[16], record));
    }

    @Test
    void anotherSeedPlaceNameOrValueIsAnotherCommitment() {
        assertThat(Commitments.of(seed, 0, "a", "1"))
                .isEqualTo(Commitments.of(seed, 0, "a", "1"))
                .isNotEqualTo(Commitments.of(new byte[16], 0, "a", "1"))
                .isNotEqualTo(Commitments.of(seed, 1, "a", "1"))
                .isNotEqualTo(Commitments.of(seed, 0, "b", "1"))
                .isNotEqualTo(Commitments.of(seed, 0, "a", "2"));
    }

    private static byte[] hmac(byte[] key, String text) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return Arrays.copyOf(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)), 16);
    }
}
