package org.chancery.ledger.witness;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** HTTP to others' servers, which may be slow, endless or gone: every answer has a longest time and size. */
final class Web {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration WHOLE = Duration.ofSeconds(20);

    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /** @param body cut off nowhere: an answer that is too long is an error */
    record Reply(int status, byte[] body) {}

    Reply get(URI address, int maxBytes) throws IOException {
        return send(HttpRequest.newBuilder(address).GET(), maxBytes);
    }

    /**
     * What is there; empty if nothing is.
     *
     * @throws IOException too if it is answered otherwise
     */
    Optional<byte[]> find(String address, int maxBytes) throws IOException {
        Reply reply = get(URI.create(address), maxBytes);
        if (reply.status() == NOT_FOUND) {
            return Optional.empty();
        }
        if (reply.status() != OK) {
            throw new IOException(address + " answers " + reply.status());
        }
        return Optional.of(reply.body());
    }

    Reply post(URI address, byte[] body, int maxBytes) throws IOException {
        return send(HttpRequest.newBuilder(address).POST(HttpRequest.BodyPublishers.ofByteArray(body)), maxBytes);
    }

    private Reply send(HttpRequest.Builder request, int maxBytes) throws IOException {
        try {
            HttpResponse<InputStream> response =
                    client.send(request.timeout(WHOLE).build(), HttpResponse.BodyHandlers.ofInputStream());
            return new Reply(response.statusCode(), body(response, maxBytes));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** The client's own time-out ends with the headers; a body may still drip for ever. */
    private static byte[] body(HttpResponse<InputStream> response, int maxBytes) throws IOException {
        long begun = System.nanoTime();
        try (InputStream in = response.body()) {
            CompletableFuture<Void> guard = CompletableFuture.runAsync(
                    () -> close(in), CompletableFuture.delayedExecutor(WHOLE.toSeconds(), TimeUnit.SECONDS));
            byte[] body = in.readNBytes(maxBytes + 1);
            guard.cancel(false);
            if (System.nanoTime() - begun >= WHOLE.toNanos()) {
                throw new IOException(response.uri() + " takes longer than " + WHOLE.toSeconds() + " s");
            }
            if (body.length > maxBytes) {
                throw new IOException(response.uri() + " answers with more than " + maxBytes + " bytes");
            }
            return body;
        }
    }

    private static void close(InputStream in) {
        try {
            in.close();
        } catch (IOException e) {
            // it is given up anyway
        }
    }
}
