package org.chancery.ledger.witness;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.chancery.ledger.Lawfulness;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.verify.SignedNote;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A witness over HTTP, C2SP tlog-witness: {@code POST /add-checkpoint}, {@code GET /<origin hash>/checkpoint}; besides,
 * {@code GET /<origin hash>/lawfulness}, its newest statement of what is lawful in that log, {@code GET /<origin
 * hash>/lawfulness/<sha256 in hex>}, the list that this statement was signed with, {@code GET /<origin
 * hash>/certificates/<sha256 of a case's pseudonym in hex>}, its certificate of a case that has ended, {@code GET
 * /witness.vkey}, {@code /lawfulness.vkey} and {@code /status}. It has no TLS of its own: put a server that has in front.
 */
final class WitnessServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WitnessServer.class);

    private static final Pattern CHECKPOINT = Pattern.compile("/([0-9a-f]{64})/checkpoint");
    private static final Pattern LAWFULNESS = Pattern.compile("/([0-9a-f]{64})/lawfulness(?:/([0-9a-f]{64}))?");
    private static final Pattern CERTIFICATE = Pattern.compile("/([0-9a-f]{64})/certificates/([0-9a-f]{64})");
    private static final int TOO_MANY = 429;
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String SIZE = "text/x.tlog.size";

    private final Witness witness;
    private final HttpServer server;

    /** A certificate is looked up on the disk for each question; a node asks for 200 in 15 s. */
    private final Quota certificates = new Quota(400, 50, System::nanoTime);

    /** Whoever has many addresses. */
    private final Quota certificatesForAll = new Quota(2_000, 400, System::nanoTime);

    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

    private WitnessServer(Witness witness, HttpServer server) {
        this.witness = witness;
        this.server = server;
    }

    private record Reply(int status, String contentType, String body) {}

    /** @param address port 0 lets the system choose one */
    static WitnessServer start(Witness witness, InetSocketAddress address) throws IOException {
        WitnessServer web = new WitnessServer(witness, HttpServer.create(address, 0));
        web.server.setExecutor(web.executor);
        web.server.createContext("/", web::handle);
        web.server.start();
        return web;
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Reply reply = reply(exchange);
            byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", reply.contentType());
            exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
            exchange.sendResponseHeaders(reply.status(), body.length);
            exchange.getResponseBody().write(body);
            exchange.getResponseBody().flush(); // closing waits for the rest of a request, which may be too long
        }
    }

    private Reply reply(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        boolean post = exchange.getRequestMethod().equals("POST");
        try {
            if (path.equals("/add-checkpoint")) {
                return post ? add(exchange) : text(405, "POST a request of C2SP tlog-witness here\n");
            }
            if (CERTIFICATE.matcher(path).matches()
                    && !mayAsk(exchange.getRemoteAddress().getAddress())) {
                exchange.getResponseHeaders().set("Retry-After", "1");
                return text(TOO_MANY, "too many questions; ask again in a second\n");
            }
            return exchange.getRequestMethod().equals("GET")
                    ? read(path).map(body -> text(200, body)).orElseGet(() -> text(404, "nothing here\n"))
                    : text(405, "only GET\n");
        } catch (LedgerException e) {
            LOG.error("{} {}: {}", exchange.getRequestMethod(), path, e.getMessage());
            return text(500, "the witness cannot write to its folder, so it did not sign; try again later\n");
        }
    }

    private boolean mayAsk(InetAddress caller) {
        return certificates.take(Quota.network(caller)) && certificatesForAll.take("all");
    }

    private Reply add(HttpExchange exchange) throws IOException {
        byte[] request = exchange.getRequestBody().readNBytes(AddCheckpoint.MAX_BYTES + 1);
        return switch (witness.add(request)) {
            case Answer.Cosigned(SignedNote.Signature line) -> text(200, line.line());
            case Answer.Conflict(long size) -> new Reply(409, SIZE, size + "\n");
            case Answer.Refused(Answer.Reason reason) -> text(reason.status(), reason.text() + "\n");
        };
    }

    private Optional<String> read(String path) {
        Matcher checkpoint = CHECKPOINT.matcher(path);
        if (checkpoint.matches()) {
            return witness.newestByHash(checkpoint.group(1)).map(SignedNote::render);
        }
        Matcher lawfulness = LAWFULNESS.matcher(path);
        if (lawfulness.matches()) {
            Optional<Lawfulness> newest = witness.lawfulnessByHash(lawfulness.group(1));
            String digest = lawfulness.group(2);
            return digest == null
                    ? newest.map(Lawfulness::note)
                    : newest.filter(said -> said.findingsDigest().hex().equals(digest))
                            .map(Lawfulness::findingsText);
        }
        Matcher certificate = CERTIFICATE.matcher(path);
        if (certificate.matches()) {
            return witness.certificateByHash(certificate.group(1), certificate.group(2))
                    .map(one -> one.note().render());
        }
        return switch (path) {
            case "/lawfulness.vkey" -> Optional.of(witness.lawfulnessKey().text() + "\n");
            case "/witness.vkey" -> Optional.of(witness.key().text() + "\n");
            case "/status" -> Optional.of(status());
            default -> Optional.empty();
        };
    }

    /** For people and for scripts that look for {@code split-view}, {@code contradicted} and {@code not-compared}. */
    private String status() {
        StringBuilder text = new StringBuilder("witness " + witness.key().text() + "\n");
        for (WitnessedLog log : witness.logs()) {
            text.append("log ")
                    .append(log.origin())
                    .append(" size ")
                    .append(log.head().size());
            text.append(" root ").append(log.head().root().base64()).append('\n');
            log.inconsistencies()
                    .forEach(pair -> text.append("inconsistent ")
                            .append(log.origin())
                            .append(' ')
                            .append(pair.getFileName())
                            .append('\n'));
            log.splitViews()
                    .forEach(pair -> text.append("split-view ")
                            .append(log.origin())
                            .append(' ')
                            .append(pair.getFileName())
                            .append('\n'));
        }
        witness.comparisons()
                .all()
                .forEach(peer -> text.append(comparison(peer)).append('\n'));
        return text.toString();
    }

    private static String comparison(Comparisons.Standing peer) {
        String last = peer.compared().map(at -> " last-compared " + at).orElse("");
        return peer.failing()
                .map(since -> "not-compared " + peer.peer() + " since " + since + last)
                .orElseGet(() -> agreement(peer) + last);
    }

    /** Two that were held against each other agree as far as the smaller one goes, and no further. */
    private static String agreement(Comparisons.Standing peer) {
        return peer.found() instanceof PeerComparison.Found.Same(URI address, long size)
                ? "compared " + address + " entries " + size
                : "contradicted " + peer.peer();
    }

    private static Reply text(int status, String body) {
        return new Reply(status, TEXT, body);
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }
}
