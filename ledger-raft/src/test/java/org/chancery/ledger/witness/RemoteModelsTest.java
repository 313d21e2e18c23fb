package org.chancery.ledger.witness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Base64;
import org.chancery.ledger.verify.Rfc6962;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models over HTTP from a server that nobody trusts. */
class RemoteModelsTest {

    @TempDir
    private Path temp;

    private Instant now = Instant.parse("2026-11-24T01:02:03Z");
    private ServedLog log;
    private RemoteModels models;

    @BeforeEach
    void start() throws IOException {
        log = ServedLog.start(temp, "log.example");
        Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
        models = new RemoteModels(new Web(), log.address(), clock);
    }

    @AfterEach
    void stop() {
        log.close();
    }

    private static String hash(byte[] text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Rfc6962.sha256(text));
    }

    private String serve(byte[] text, byte[] served) {
        log.other.put("/models/" + hash(text), served);
        return hash(text);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aFileIsTakenByItsHashOnly() {
        byte[] model = bytes("<definitions/>");
        assertThat(models.byHash(serve(model, model)).orElseThrow()).isEqualTo(model);
        String other = serve(bytes("<good/>"), bytes("<evil/>"));
        assertThat(models.byHash(other)).isEmpty();
        assertThat(models.missing().get(other)).contains("another hash");
        byte[] longest = new byte[RemoteModels.MAX_BYTES];
        assertThat(models.byHash(serve(longest, longest))).isPresent();
        byte[] longer = new byte[RemoteModels.MAX_BYTES + 1];
        assertThat(models.byHash(serve(longer, longer))).isEmpty();
        assertThat(models.missing().get(hash(longer))).contains("more than");
    }

    @Test
    void whatIsNoHashIsNotAskedFor() {
        for (String name : new String[] {"", "null", "../../keys/log.p12", "a/".repeat(21) + "b", "é".repeat(43)}) {
            assertThat(models.byHash(name)).as(name).isEmpty();
        }
        assertThat(log.asked).isEmpty();
    }

    @Test
    void whatIsMissingIsAskedForAgainAfterAMinute() {
        byte[] model = bytes("later");
        assertThat(models.byHash(hash(model))).isEmpty();
        assertThat(models.missing().get(hash(model))).contains("404");
        serve(model, model);
        now = now.plusSeconds(59);
        assertThat(models.byHash(hash(model))).isEmpty();
        assertThat(log.asked).hasSize(1);
        now = now.plusSeconds(1);
        assertThat(models.byHash(hash(model)).orElseThrow()).isEqualTo(model);
        assertThat(models.missing()).isEmpty();
    }

    @Test
    void aServerThatIsGoneIsNotAskedForEachModel() {
        log.close();
        assertThat(models.byHash(hash(bytes("a")))).isEmpty();
        assertThat(models.byHash(hash(bytes("b")))).isEmpty();
        assertThat(models.missing())
                .hasSize(2)
                .allSatisfy((hash, why) -> assertThat(why).contains("does not answer"));
    }

    @Test
    void aLogThatNamesModelsWithoutEndFillsNoMemory() {
        log.close();
        for (int i = 0; i < 1_500; i++) {
            models.byHash(hash(bytes("model " + i)));
        }
        assertThat(models.missing()).hasSize(1_000).containsKey(hash(bytes("model 1499")));
    }
}
