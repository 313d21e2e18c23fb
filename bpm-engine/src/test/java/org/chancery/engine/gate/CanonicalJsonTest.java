package org.chancery.engine.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.erdtman.jcs.JsonCanonicalizer;
import org.junit.jupiter.api.Test;

/** Held against an independent implementation of RFC 8785. */
class CanonicalJsonTest {

    @Test
    void whatIsWrittenIsCanonicalAlready() throws IOException {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("z", List.of(1, 2.5, 1e21, -0.0, 1e-7, 9007199254740991L, true));
        value.put("é中\uD83D\uDE00", "\"\\\b\t\n\f\r\u0001/<>\u2028");
        value.put("a", Map.of("b", Map.of(), "A", List.of()));
        value.put("", Arrays.asList(null, "x"));
        byte[] written = CanonicalJson.write(value);
        assertThat(new String(written, StandardCharsets.UTF_8))
                .isEqualTo(new JsonCanonicalizer(written).getEncodedString());
    }

    @Test
    void integersThatJsonCannotHoldExactlyAreTexts() {
        long exact = (1L << 53) - 1;
        List<Long> numbers = List.of(exact, -exact, exact + 1, -exact - 1, Long.MAX_VALUE, Long.MIN_VALUE);
        assertThat(new String(CanonicalJson.write(numbers), StandardCharsets.UTF_8))
                .isEqualTo("[9007199254740991,-9007199254740991,\"9007199254740992\",\"-9007199254740992\","
                        + "\"9223372036854775807\",\"-9223372036854775808\"]");
    }
}
