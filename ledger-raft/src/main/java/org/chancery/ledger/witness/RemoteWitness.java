package org.chancery.ledger.witness;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.verify.Canonical;
import org.chancery.ledger.verify.MalformedTextException;
import org.chancery.ledger.verify.SignedNote;
import org.chancery.ledger.verify.WitnessKey;

/**
 * A witness that others run, over HTTP: C2SP tlog-witness.
 *
 * @param prefix its submission prefix
 */
record RemoteWitness(Web web, URI prefix, WitnessKey key) implements WitnessLink {

    private static final int MAX_ANSWER = 128 * 1024;
    private static final int OK = 200;
    private static final int CONFLICT = 409;

    @Override
    public Answer ask(AddCheckpoint request) {
        try {
            Web.Reply reply = web.post(URI.create(address("/add-checkpoint")), request.render(), MAX_ANSWER);
            String body = new String(reply.body(), StandardCharsets.UTF_8);
            return switch (reply.status()) {
                case OK -> new Answer.Cosigned(ownLine(request, body));
                case CONFLICT ->
                    new Answer.Conflict(Canonical.number(body.strip())
                            .orElseThrow(() -> new IOException("it answers 409 without a size")));
                default -> throw new IOException("it answers " + reply.status() + ": " + firstLine(body));
            };
        } catch (IOException e) {
            throw new LedgerException.Unavailable(prefix + " did not cosign: " + e.getMessage(), e);
        }
    }

    /** The address of what it has at a path. */
    String address(String path) {
        return prefix.toString().replaceAll("/+$", "") + path;
    }

    /** The address of what it has about a log. */
    String about(String origin, String path) {
        return address("/" + Witness.originHash(origin) + path);
    }

    /** It may answer with lines of keys that nobody here knows; they are passed over. */
    private SignedNote.Signature ownLine(AddCheckpoint request, String body) throws IOException {
        try {
            return SignedNote.parse(request.note().text() + "\n" + body).signatures().stream()
                    .filter(line -> line.name().equals(key.name()) && line.keyId() == key.keyId())
                    .findFirst()
                    .orElseThrow(() -> new IOException("its answer has no line of " + key.text()));
        } catch (MalformedTextException e) {
            throw new IOException("its answer is no signature line", e);
        }
    }

    private static String firstLine(String body) {
        String line = body.lines().findFirst().orElse("");
        return line.substring(0, Math.min(line.length(), 200));
    }

    @Override
    public Optional<Witness> local() {
        return Optional.empty();
    }
}
