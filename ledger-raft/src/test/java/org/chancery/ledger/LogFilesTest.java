package org.chancery.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import org.chancery.ledger.log.LogKey;
import org.chancery.ledger.log.LogStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which paths name something, and what one gets there. */
class LogFilesTest {

    private static final int LEAVES = 600;

    @TempDir
    private Path temp;

    private LogStore store;
    private Checkpoint checkpoint;
    private LogFiles files;

    @BeforeEach
    void open() {
        store = LogStore.open(temp.resolve("store"));
        for (int i = 0; i < LEAVES; i++) {
            store.append(new UUID(i, i), 1, i, ("entry " + i).getBytes(StandardCharsets.UTF_8), new byte[0]);
        }
        checkpoint = LogKey.open(temp.resolve("log.p12"), "chancery.example/main")
                .sign(store.head(), Instant.parse("2026-11-24T01:02:03Z"));
        files = new LogFiles(store, () -> checkpoint);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void theCheckpointIsNotCached() {
        LogFiles.Resource resource = files.get("/checkpoint").orElseThrow();
        assertThat(new String(resource.body(), StandardCharsets.UTF_8)).isEqualTo(checkpoint.note());
        assertThat(resource.contentType()).isEqualTo("text/plain; charset=utf-8");
        assertThat(resource.cacheControl()).isEqualTo("no-cache");
    }

    @Test
    void tilesAndBundlesAreImmutableAndPartialOnesStayWhenFull() {
        LogFiles.Resource full = files.get("/tile/0/001").orElseThrow();
        assertThat(full.body()).isEqualTo(store.tile(0, 1, Tiles.WIDTH)).hasSize(8_192);
        assertThat(full.contentType()).isEqualTo("application/octet-stream");
        assertThat(full.cacheControl()).contains("immutable");
        assertThat(files.get("/tile/0/001.p/7").orElseThrow().body()).isEqualTo(Arrays.copyOf(full.body(), 7 * 32));
        assertThat(files.get("/tile/0/002.p/88").orElseThrow().body()).hasSize(88 * 32);
        assertThat(files.get("/tile/1/000.p/2").orElseThrow().body()).hasSize(64);
        byte[] bundle = files.get("/tile/entries/002.p/88").orElseThrow().body();
        assertThat(new String(bundle, StandardCharsets.ISO_8859_1))
                .startsWith("\0\011entry 512")
                .endsWith("entry 599");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/tile/0/002",
                "/tile/0/002.p/89",
                "/tile/0/003.p/1",
                "/tile/1/000",
                "/tile/2/000.p/1",
                "/tile/64/000.p/1",
                "/tile/00/000",
                "/tile/0/0",
                "/tile/0/0000",
                "/tile/0/x000/001",
                "/tile/0/x000/x000/001",
                "/tile/0/000.p/0",
                "/tile/0/000.p/256",
                "/tile/0/000.p/01",
                "/tile/0/000/",
                "/tile/0/../0/000",
                "/tile/-1/000",
                "/tile/entries/003.p/1",
                "/tile/entries/x072/x057/x594/x037/x927/936",
                "/tile/0/x072/x057/x594/x037/x927/936",
                "/tile/data/000",
                "/checkpoint/"
            })
    void nothingElseNamesAnything(String path) {
        assertThat(files.get(path)).isEmpty();
    }
}
