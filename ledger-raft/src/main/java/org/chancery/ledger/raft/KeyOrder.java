package org.chancery.ledger.raft;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.chancery.ledger.Entry;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.LogKeys;
import org.chancery.ledger.log.SigningKey;
import org.chancery.ledger.verify.KeyEvent;
import org.chancery.ledger.verify.MalformedTextException;
import org.chancery.ledger.verify.Officers;
import org.chancery.ledger.verify.VerifierKey;

/**
 * An order about a log's keys: what is to become of them, and the signatures of those who want it over exactly that.
 *
 * <p>Each signs {@link KeyEvent#order}, with Ed25519. Who may order stands in {@code officers.vkey}, see {@link Officers}.
 */
public final class KeyOrder {

    /** The entry of an officer's key in its file. */
    public static final String ROLE = "officer";

    private static final int VERSION = 3;

    private final String origin;
    private final List<Signatory> signatories;

    private record Signatory(SigningKey key, VerifierKey verifierKey) {}

    private KeyOrder(String origin, List<Signatory> signatories) {
        this.origin = origin;
        this.signatories = signatories;
    }

    /**
     * @param needed how many different officers must order it
     * @throws LedgerException.Unavailable if fewer do, or one is none
     */
    static KeyOrder of(String origin, Path officersFile, List<LogKeys.Officer> officers, int needed) {
        List<VerifierKey> known = known(officersFile);
        List<Signatory> signatories = new ArrayList<>();
        for (LogKeys.Officer officer : officers) {
            if (!Files.exists(officer.file())) {
                throw refused("there is no key in " + officer.file());
            }
            requirePlain(officer.name());
            SigningKey key = SigningKey.open(officer.file(), ROLE, officer.name());
            VerifierKey publicKey = new VerifierKey(officer.name(), key.publicKey());
            if (!known.contains(publicKey)) {
                throw refused("the key of " + officer.name() + " is not in " + officersFile);
            }
            if (signatories.stream()
                    .anyMatch(other -> other.verifierKey().name().equals(officer.name()))) {
                throw refused(officer.name() + " is named twice");
            }
            signatories.add(new Signatory(key, publicKey));
        }
        if (signatories.size() < needed) {
            throw refused(needed + " different officers must order it, and " + signatories.size() + " did");
        }
        return new KeyOrder(origin, List.copyOf(signatories));
    }

    /**
     * The name stands in the record between quotation marks, as it is.
     *
     * @throws LedgerException.Unavailable if that cannot be read back
     */
    public static void requirePlain(String name) {
        if (name.contains("\"") || name.contains("\\")) {
            throw refused("an officer's name has no quotation marks and no backslashes: " + name);
        }
    }

    /** The record of these events; the same events always have the same id, so that none is recorded twice. */
    Entry entry(List<KeyEvent> events, String node, long term, Instant at) {
        String transitions = KeyEvent.json(events);
        String order = KeyEvent.order(origin, events);
        UUID id = UUID.nameUUIDFromBytes(order.getBytes(StandardCharsets.UTF_8));
        String authority = signatories.stream()
                .map(one -> "{\"key\":\"" + one.verifierKey().text() + "\",\"signature\":\""
                        + Base64.getEncoder().encodeToString(one.key().sign(order.getBytes(StandardCharsets.UTF_8)))
                        + "\"}")
                .collect(Collectors.joining(",", "[", "]"));
        String record = "{\"authority\":" + authority + ",\"id\":\"" + text(id) + "\",\"kind\":\"" + KeyEvent.KIND
                + "\",\"node\":\"" + node + "\",\"term\":" + term + ",\"time\":\"" + at.truncatedTo(ChronoUnit.MILLIS)
                + "\",\"transitions\":" + transitions + ",\"v\":" + VERSION + "}";
        return new Entry(id, record.getBytes(StandardCharsets.UTF_8), new byte[0]);
    }

    /** As every record writes its id: the 16 bytes in base64url. */
    private static String text(UUID id) {
        byte[] bytes = ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Those who hold office now; who gave it up stands in the file for what they ordered before. */
    private static List<VerifierKey> known(Path file) {
        try {
            if (Files.exists(file)) {
                return Officers.parse(Files.readString(file)).all().stream()
                        .filter(Officers.Officer::holdsOffice)
                        .map(Officers.Officer::key)
                        .toList();
            }
        } catch (IOException e) {
            throw refused(file + " cannot be read: " + e.getMessage());
        } catch (MalformedTextException e) {
            throw refused(file + " cannot be read: its line " + e.line()
                    + " is no verifier key of an officer, or is there twice, or nobody is named yet");
        }
        throw refused("nobody may order it yet: put the officers' verifier keys into " + file + ", one a line");
    }

    private static LedgerException.Unavailable refused(String why) {
        return new LedgerException.Unavailable("The key was not changed: " + why + ".", null);
    }
}
