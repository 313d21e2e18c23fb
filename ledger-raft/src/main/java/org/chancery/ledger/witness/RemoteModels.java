package org.chancery.ledger.witness;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.chancery.ledger.Judges;
import org.chancery.ledger.verify.Rfc6962;

/**
 * Models by hash over HTTP, {@code GET /models/{sha256}} beside the log. A text that has another hash is none. What could
 * not be had is not asked for again for a while, and nothing at all of a server that does not answer: otherwise every
 * entry that names a model would wait for it. Safe for use by several threads.
 */
final class RemoteModels implements Judges.Models {

    /** Bytes of the longest file. */
    static final int MAX_BYTES = 8 * 1024 * 1024;

    static final Duration AGAIN = Duration.ofMinutes(1);

    /** More are forgotten, the oldest first, and asked for again: a log can name as many as it likes. */
    private static final int MAX_MISSING = 1_000;

    private static final int OK = 200;
    private static final Pattern HASH = Pattern.compile("[A-Za-z0-9_-]{43}");

    private final Web web;
    private final String prefix;
    private final Clock clock;
    private final Map<String, Failure> missing = new LinkedHashMap<>();
    private Optional<Failure> unreachable = Optional.empty();

    private record Failure(Instant at, String why) {}

    /** @param log the log's prefix, as its tiles are read from */
    RemoteModels(Web web, URI log, Clock clock) {
        this.web = web;
        this.prefix = log.toString().replaceAll("/+$", "");
        this.clock = clock;
    }

    @Override
    public synchronized Optional<byte[]> byHash(String sha256) {
        if (!HASH.matcher(sha256).matches() || tooSoon(missing.get(sha256))) {
            return Optional.empty();
        }
        if (unreachable.filter(this::tooSoon).isPresent()) {
            return failed(sha256, unreachable.get().why());
        }
        Web.Reply reply;
        try {
            reply = web.get(URI.create(prefix + "/models/" + sha256), MAX_BYTES);
        } catch (ConnectException | HttpTimeoutException e) {
            unreachable = Optional.of(new Failure(clock.instant(), prefix + " does not answer"));
            return failed(sha256, unreachable.get().why());
        } catch (IOException e) {
            return failed(sha256, String.valueOf(e.getMessage()));
        }
        if (reply.status() != OK) {
            return failed(sha256, prefix + " answers " + reply.status());
        }
        if (!hash(reply.body()).equals(sha256)) {
            return failed(sha256, prefix + " answers with a text of another hash");
        }
        missing.remove(sha256);
        return Optional.of(reply.body());
    }

    private boolean tooSoon(Failure failure) {
        return failure != null && clock.instant().isBefore(failure.at().plus(AGAIN));
    }

    private Optional<byte[]> failed(String sha256, String why) {
        missing.remove(sha256); // to stand last
        missing.put(sha256, new Failure(clock.instant(), why));
        if (missing.size() > MAX_MISSING) {
            missing.remove(missing.keySet().iterator().next());
        }
        return Optional.empty();
    }

    /** What could not be had when it was asked for last, each with the reason. */
    synchronized Map<String, String> missing() {
        Map<String, String> reasons = new TreeMap<>();
        missing.forEach((hash, failure) -> reasons.put(hash, failure.why()));
        return reasons;
    }

    private static String hash(byte[] text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Rfc6962.sha256(text));
    }
}
