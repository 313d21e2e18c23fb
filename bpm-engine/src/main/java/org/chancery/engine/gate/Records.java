package org.chancery.engine.gate;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.chancery.engine.Actor;
import org.chancery.engine.RecordId;
import org.chancery.engine.identity.Acting;
import org.chancery.engine.image.RowImage;
import org.chancery.engine.image.Schema;
import org.chancery.ledger.Entry;
import org.chancery.ledger.GroupCipher;
import org.chancery.ledger.Ledger;

/** Makes the record of a transaction: public part (canonical JSON, RFC 8785) and sealed private part. */
public final class Records {

    /** Of the public part's format. */
    public static final int VERSION = 3;

    /** A record that is ready to be proposed, and what the database must remember of it. */
    record Draft(Entry entry, String kind, Map<String, CaseNames.Name> cases) {
        List<String> numbers() {
            return cases.values().stream()
                    .map(CaseNames.Name::number)
                    .distinct()
                    .toList();
        }
    }

    private final String node;
    private final Clock clock;
    private final Schema schema;
    private final GroupCipher cipher;
    private final CaseNames names;
    private final SecureRandom random = new SecureRandom();

    Records(String node, Clock clock, Schema schema, GroupCipher cipher) {
        this.node = node;
        this.clock = clock;
        this.schema = schema;
        this.cipher = cipher;
        this.names = new CaseNames(schema);
    }

    CaseNames names() {
        return names;
    }

    /** Makes the record of an engine transaction. May add a row to it: the salt of a case seen for the first time. */
    Draft of(GateTransaction transaction, Connection real, long term) throws SQLException {
        Map<String, CaseNames.Name> cases = new LinkedHashMap<>();
        for (Transition transition : transaction.transitions()) {
            if (transition.root().isPresent()
                    && !cases.containsKey(transition.root().get())) {
                String root = transition.root().get();
                cases.put(root, names.of(root, real, transaction.images()));
            }
        }
        RowChanges changes = new RowChanges(transaction.images());
        String kind = changes.kind(!transaction.transitions().isEmpty());
        List<Transition> told = Passages.of(transaction.transitions());
        Instant time = told.isEmpty() ? now() : told.getFirst().at().truncatedTo(ChronoUnit.MILLIS);
        told.addAll(changes.transitions(told.isEmpty(), time));
        PublicTransitions transitions = new PublicTransitions(told, cases, time);
        Optional<byte[]> caseSalt = transitions.theCase().map(CaseNames.Name::salt);
        byte[] fresh = caseSalt.isPresent() ? new byte[0] : freshSeed();
        UUID id = UUID.randomUUID();
        byte[] seed = caseSalt.map(salt -> Commitments.seed(salt, id)).orElse(fresh);
        PrivatePart part = new PrivatePart(
                cases.values().stream().map(CaseNames.Name::number).distinct().toList(),
                Acting.current().map(Actor::personId),
                fresh,
                transitions.withheld().isEmpty() ? new byte[0] : CanonicalJson.write(transitions.withheld()),
                new byte[0],
                transaction.images());
        Map<String, Object> members = head(id, kind, term, time);
        members.putAll(transitions.common());
        Acting.current().ifPresent(actor -> members.put("actor", actor(actor, caseSalt.orElse(seed))));
        return new Draft(entry(id, members, transitions.own(seed), part), kind, cases);
    }

    private byte[] freshSeed() {
        byte[] seed = new byte[Commitments.SALT_LENGTH];
        random.nextBytes(seed);
        return seed;
    }

    private static Map<String, String> actor(Actor actor, byte[] salt) {
        return Map.of("org", actor.organisation(), "key", Digests.personKey(salt, actor.personId()));
    }

    /** A record of the engine itself that changes no row, such as a barrier. */
    public Entry bare(String kind, long term) {
        UUID id = UUID.randomUUID();
        Map<String, Object> members = head(id, kind, term, now());
        members.put("transitions", List.of());
        return new Entry(id, CanonicalJson.write(members), new byte[0]);
    }

    /** The record of genesis: all rows of the schema as it was created. */
    public Entry genesis(List<RowImage> rows, long term) {
        UUID id = UUID.randomUUID();
        return entry(
                id,
                head(id, "genesis", term, now()),
                List.of(Map.of("type", "schema-created", "schema", schema.toString())),
                new PrivatePart(List.of(), Optional.empty(), new byte[0], new byte[0], new byte[0], rows));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private Map<String, Object> head(UUID id, String kind, long term, Instant time) {
        Map<String, Object> members = new TreeMap<>();
        members.put("v", VERSION);
        members.put("id", RecordId.text(id));
        members.put("kind", kind);
        members.put("node", node);
        members.put("term", term);
        members.put("time", time.toString());
        return members;
    }

    private Entry entry(UUID id, Map<String, Object> members, List<Map<String, Object>> transitions, PrivatePart part) {
        members.put("transitions", transitions);
        byte[] sealed = seal(id, part, members);
        byte[] bytes = CanonicalJson.write(members);
        if (bytes.length > Ledger.MAX_PUBLIC_BYTES) {
            byte[] details = CanonicalJson.write(transitions);
            members.put("transitions", List.of());
            members.put("transitionCount", transitions.size());
            members.put("transitionsHash", Digests.hash(details));
            sealed = seal(id, part.with(details), members);
            bytes = CanonicalJson.write(members);
        }
        return new Entry(id, bytes, sealed);
    }

    private byte[] seal(UUID id, PrivatePart part, Map<String, Object> members) {
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse((String) members.get("time")));
        byte[] sealed = cipher.seal(id, part.encode(schema, micros));
        members.put("private", Digests.hash(sealed));
        return sealed;
    }
}
