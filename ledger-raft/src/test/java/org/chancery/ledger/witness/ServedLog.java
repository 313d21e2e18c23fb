package org.chancery.ledger.witness;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.chancery.ledger.Checkpoint;
import org.chancery.ledger.Head;
import org.chancery.ledger.LogFiles;
import org.chancery.ledger.log.LogKey;
import org.chancery.ledger.log.LogStore;

/** A log's store served over HTTP, with whatever checkpoint the test wants it to show. */
final class ServedLog implements AutoCloseable {

    /** No status: the connection is cut. */
    static final int CUT = 0;

    final LogKey key;
    private final LogStore store;
    private final String name;
    private final HttpServer server;
    private volatile Checkpoint shown;

    /** What is served at a path whatever the log has there. */
    final Map<String, byte[]> other = new ConcurrentHashMap<>();

    /** With what status something is answered. */
    final Map<String, Integer> statuses = new ConcurrentHashMap<>();

    /** Every path that was asked for. */
    final List<String> asked = new CopyOnWriteArrayList<>();

    private ServedLog(LogKey key, LogStore store, String name, HttpServer server) {
        this.key = key;
        this.name = name;
        this.store = store;
        this.server = server;
        this.shown = sign(store.head());
    }

    static ServedLog start(Path folder, String origin) throws IOException {
        return start(LogKey.open(folder.resolve("log.p12"), origin), folder.resolve("store"), "n");
    }

    /** The same log as it shows itself to somebody else: signed with its key, of one history as far as {@code name}. */
    ServedLog toOthers(Path folder, String name) throws IOException {
        return start(key, folder, name);
    }

    private static ServedLog start(LogKey key, Path folder, String name) throws IOException {
        LogStore store = LogStore.open(folder);
        ServedLog log = new ServedLog(key, store, name, HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0));
        LogFiles files = new LogFiles(store, () -> log.shown);
        log.server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            Optional<byte[]> found = Optional.ofNullable(log.other.get(path))
                    .or(() -> files.get(path).map(LogFiles.Resource::body));
            byte[] body = found.orElse(new byte[0]);
            log.asked.add(path);
            int status = log.statuses.getOrDefault(path, found.isPresent() ? 200 : 404);
            if (status == CUT) {
                exchange.close();
                return;
            }
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
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
            append(i, "{\"" + name + "\":" + i + "}");
        }
        show(sign(store.head()));
    }

    /** Appends one entry and shows the checkpoint. */
    void tell(String record) {
        append(store.head().size(), record);
        show(sign(store.head()));
    }

    private void append(long index, String record) {
        store.append(new UUID(index, index), 1, index, record.getBytes(StandardCharsets.UTF_8), new byte[0]);
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
