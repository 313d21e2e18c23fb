package org.chancery.engine.gate;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.chancery.engine.Actor;
import org.chancery.engine.identity.Acting;
import org.chancery.engine.image.RowImage;
import org.chancery.engine.image.Schema;
import org.chancery.ledger.Entry;
import org.chancery.ledger.GroupCipher;
import org.chancery.ledger.Ledger;

/** Makes the record of a transaction: public part (canonical JSON, RFC 8785) and sealed private part. */
public final class Records {

    private static final int VERSION = 1;

    /** Members that stand once in the record if all its transitions have them alike. */
    private static final List<String> COMMON = List.of("case", "process", "version", "model");

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
        List<Map<String, Object>> transitions = new ArrayList<>();
        for (Transition transition : transaction.transitions()) {
            TreeMap<String, Object> members = new TreeMap<>(transition.members());
            if (transition.root().isPresent()) {
                String root = transition.root().get();
                if (!cases.containsKey(root)) {
                    cases.put(root, names.of(root, real, transaction.images()));
                }
                members.put("case", cases.get(root).pseudonym());
            }
            transitions.add(members);
        }
        RowChanges changes = new RowChanges(transaction.images());
        String kind = changes.kind(!transitions.isEmpty());
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        transitions.addAll(changes.transitions(transitions.isEmpty(), now));
        Optional<Actor> actor = Acting.current();
        PrivatePart part = new PrivatePart(
                cases.values().stream().map(CaseNames.Name::number).distinct().toList(),
                actor.map(Actor::personId),
                transaction.salts(),
                new byte[0],
                transaction.images());
        return new Draft(entry(kind, term, now, actor, transitions, part), kind, cases);
    }

    /** A record of the engine itself that changes no row, such as a barrier. */
    public Entry bare(String kind, long term) {
        return entry(kind, term, clock.instant().truncatedTo(ChronoUnit.MILLIS), Optional.empty(), List.of(), null);
    }

    /** The record of genesis: all rows of the schema as it was created. */
    public Entry genesis(List<RowImage> rows, long term) {
        PrivatePart part = new PrivatePart(List.of(), Optional.empty(), List.of(), new byte[0], rows);
        return entry(
                "genesis",
                term,
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                Optional.empty(),
                List.of(Map.of("type", "schema-created", "schema", schema.toString())),
                part);
    }

    private Entry entry(
            String kind,
            long term,
            Instant now,
            Optional<Actor> actor,
            List<Map<String, Object>> transitions,
            PrivatePart part) {
        UUID id = UUID.randomUUID();
        Map<String, Object> members = new TreeMap<>();
        members.put("v", VERSION);
        members.put("id", id.toString());
        members.put("kind", kind);
        members.put("node", node);
        members.put("term", term);
        members.put("time", now.toString());
        Map<String, Object> common = common(transitions);
        if (!common.isEmpty()) {
            members.put("common", common);
        }
        members.put("transitions", transitions);
        actor.ifPresent(a -> members.put("actor", Map.of("org", a.organisation(), "key", Digests.keyId(a.personId()))));
        byte[] sealed = seal(id, part, now, members);
        byte[] bytes = CanonicalJson.write(members);
        if (bytes.length > Ledger.MAX_PUBLIC_BYTES && part != null) {
            byte[] details = CanonicalJson.write(transitions);
            members.put("transitions", List.of());
            members.put("transitionCount", transitions.size());
            members.put("transitionsHash", Digests.hex(details));
            PrivatePart longer = new PrivatePart(part.cases(), part.actor(), part.salts(), details, part.images());
            sealed = seal(id, longer, now, members);
            bytes = CanonicalJson.write(members);
        }
        return new Entry(id, bytes, sealed);
    }

    /** Takes what all transitions have in common out of them: most records tell of one case under one model. */
    private static Map<String, Object> common(List<Map<String, Object>> transitions) {
        Map<String, Object> common = new TreeMap<>();
        if (transitions.size() > 1) {
            for (String member : COMMON) {
                Object first = transitions.get(0).get(member);
                if (first != null && transitions.stream().allMatch(t -> first.equals(t.get(member)))) {
                    common.put(member, first);
                    transitions.forEach(transition -> transition.remove(member));
                }
            }
        }
        return common;
    }

    private byte[] seal(UUID id, PrivatePart part, Instant now, Map<String, Object> members) {
        if (part == null) {
            return new byte[0];
        }
        byte[] sealed = cipher.seal(id, part.encode(schema, ChronoUnit.MICROS.between(Instant.EPOCH, now)));
        members.put("private", Digests.hex(sealed));
        return sealed;
    }
}
