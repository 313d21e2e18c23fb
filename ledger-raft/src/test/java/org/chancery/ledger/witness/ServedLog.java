package org.chancery.ledger.witness;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.chancery.ledger.Checkpoint;
import org.chancery.ledger.Head;
import org.chancery.ledger.LogFiles;
import org.chancery.ledger.log.LogKey;
import org.chancery.ledger.log.LogStore;

/** A log's store served over HTTP, with whatever checkpoint the test wants it to show. */
final class ServedLog implements AutoCloseable {

    final LogKey key;
    private final LogStore store;
    private final HttpServer server;
    private volatile Checkpoint shown;

    private ServedLog(LogKey key, LogStore store, HttpServer server) {
        this.key = key;
        this.store = store;
        this.server = server;
        this.shown = sign(store.head());
    }

    static ServedLog start(Path folder, String origin) throws IOException {
        LogKey key = LogKey.open(folder.resolve("log.p12"), origin);
        LogStore store = LogStore.open(folder.resolve("store"));
        ServedLog log = new ServedLog(key, store, HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0));
        LogFiles files = new LogFiles(store, () -> log.shown);
        log.server.createContext("/", exchange -> {
            Optional<LogFiles.Resource> found =
                    files.get(exchange.getRequestURI().getPath());
            byte[] body = found.map(LogFiles.Resource::body).orElse(new byte[0]);
            exchange.sendResponseHeaders(found.isPresent() ? 200 : 404, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        log.server.start();
        return log;
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Appends entries up to this size and shows the checkpoint. */
    void growTo(int size) {
        for (long i = store.head().size(); i < size; i++) {
            byte[] record = ("{\"n\":" + i + "}").getBytes(StandardCharsets.UTF_8);
            store.append(new UUID(i, i), 1, i, record, new byte[0]);
        }
        show(sign(store.head()));
    }

    void show(Checkpoint checkpoint) {
        shown = checkpoint;
    }

    Checkpoint shown() {
        return shown;
    }

    Checkpoint sign(Head head) {
        return key.sign(head, Instant.parse("2026-11-24T01:02:03Z"));
    }

    LogStore store() {
        return store;
    }

    @Override
    public void close() {
        server.stop(0);
        store.close();
    }
}
