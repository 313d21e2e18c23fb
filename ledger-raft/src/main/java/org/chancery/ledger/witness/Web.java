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
    private static final int TOO_MANY = 429;

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /** @param body cut off nowhere: an answer that is too long is an error */
    record Reply(int status, byte[] body) {}

    /** It answered, but not with what can be used; something else that it is asked for may be answered well. */
    static final class BadAnswer extends IOException {
        private static final long serialVersionUID = 1;

        BadAnswer(String why) {
            super(why);
        }
    }

    Reply get(URI address, int maxBytes) throws IOException {
        return send(HttpRequest.newBuilder(address).GET(), maxBytes);
    }

    /**
     * What is there; empty if nothing is.
     *
     * @throws BadAnswer if it is answered otherwise, or with too much, or too slowly
     * @throws IOException too if it answers that it is asked too often
     */
    Optional<byte[]> find(String address, int maxBytes) throws IOException {
        Reply reply = get(URI.create(address), maxBytes);
        if (reply.status() == NOT_FOUND) {
            return Optional.empty();
        }
        if (reply.status() == TOO_MANY) {
            throw new IOException(address + " answers " + TOO_MANY);
        }
        if (reply.status() != OK) {
            throw new BadAnswer(address + " answers " + reply.status());
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
            if (isLate(begun)) {
                throw late(response);
            }
            if (body.length > maxBytes) {
                throw new BadAnswer(response.uri() + " answers with more than " + maxBytes + " bytes");
            }
            return body;
        } catch (BadAnswer e) {
            throw e;
        } catch (IOException e) {
            throw isLate(begun) ? late(response) : e; // closed by the guard
        }
    }

    private static boolean isLate(long begun) {
        return System.nanoTime() - begun >= WHOLE.toNanos();
    }

    private static BadAnswer late(HttpResponse<InputStream> response) {
        return new BadAnswer(response.uri() + " takes longer than " + WHOLE.toSeconds() + " s");
    }

    private static void close(InputStream in) {
        try {
            in.close();
        } catch (IOException e) {
            // it is given up anyway
        }
    }
}
