package org.chancery.engine.casework;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.sql.Connection;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.chancery.engine.Cases.Step;
import org.chancery.engine.EngineException;
import org.chancery.engine.casefile.CaseFile;
import org.chancery.engine.casefile.CaseLeaves;
import org.chancery.engine.gate.PrivatePart;
import org.chancery.engine.model.DeployedFiles;
import org.chancery.ledger.Leaf;
import org.chancery.ledger.Ledger;
import org.chancery.ledger.Receipt;

/** A case's transitions as the ledger has them. Leaves never change, so what was read once is kept. */
final class CaseTrail {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};
    private static final TypeReference<List<Map<String, Object>>> OBJECTS = new TypeReference<>() {};
    private static final TypeReference<Map<String, Map<String, Object>>> WITHHELD = new TypeReference<>() {};
    private static final int MAX_CACHED = 5_000;
    private static final Set<String> COMMON = Set.of("case", "process", "version", "model");
    /** Members that a step says in fields of its own, or that only a verifier needs. */
    private static final Set<String> TOLD = Set.of("type", "at", "element", "case", "instance", "process", "model");

    private final Ledger ledger;
    private final DeployedFiles files;
    private final Function<Leaf, Optional<PrivatePart>> opening;
    private final Map<Long, Record> cache = new LinkedHashMap<>(256, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Record> eldest) {
            return size() > MAX_CACHED;
        }
    };

    /** A leaf's transitions with what its public part withholds, who acted for which organisation, and when. */
    private record Record(List<Map<String, Object>> transitions, String actor, String organisation, String time) {}

    /** @param opening opens a leaf's private part */
    CaseTrail(Ledger ledger, DeployedFiles files, Function<Leaf, Optional<PrivatePart>> opening) {
        this.ledger = ledger;
        this.files = files;
        this.opening = opening;
    }

    List<Step> of(Connection connection, CaseFile file) {
        CaseLeaves leaves = new CaseLeaves(connection);
        Optional<String> pseudonym = leaves.pseudonym(file.rootId());
        Map<String, String> names = files.process(file.definitionId()).names();
        return leaves.of(file.number()).stream()
                .flatMap(leaf -> {
                    Record record = record(leaf);
                    return record.transitions().stream()
                            .filter(transition -> pseudonym.isEmpty()
                                    || pseudonym.get().equals(transition.getOrDefault("case", pseudonym.get())))
                            .map(transition -> step(leaf, record, transition, names));
                })
                .toList();
    }

    boolean holds(Connection connection, CaseFile file, long leaf) {
        return new CaseLeaves(connection).of(file.number()).contains(leaf);
    }

    Receipt receipt(long leaf) {
        return ledger.receipt(leaf);
    }

    private Record record(long index) {
        synchronized (cache) {
            Record known = cache.get(index);
            if (known != null) {
                return known;
            }
        }
        Record record = read(ledger.leaf(index));
        synchronized (cache) {
            cache.put(index, record);
        }
        return record;
    }

    private Record read(Leaf leaf) {
        try {
            Map<String, Object> members = JSON.readValue(leaf.publicPart(), OBJECT);
            Optional<PrivatePart> part = opening.apply(leaf);
            Map<?, ?> actor = members.get("actor") instanceof Map<?, ?> found ? found : Map.of();
            return new Record(
                    transitions(members, part),
                    part.flatMap(PrivatePart::actor).orElse(""),
                    text(actor.get("org")),
                    text(members.get("time")));
        } catch (IOException e) {
            throw new EngineException.Failed("leaf " + leaf.index() + " is not a record", e);
        }
    }

    /** What a transition does not say of itself, its record says for it; who sees the case also sees what is withheld. */
    private static List<Map<String, Object>> transitions(Map<String, Object> members, Optional<PrivatePart> part)
            throws IOException {
        Map<String, Object> common = new HashMap<>(members);
        common.keySet().retainAll(COMMON);
        byte[] details = part.map(PrivatePart::details).orElse(new byte[0]);
        List<Map<String, Object>> transitions = details.length > 0
                ? JSON.readValue(details, OBJECTS)
                : JSON.convertValue(members.getOrDefault("transitions", List.of()), OBJECTS);
        transitions.forEach(transition -> common.forEach(transition::putIfAbsent));
        byte[] withheld = part.map(PrivatePart::withheld).orElse(new byte[0]);
        if (withheld.length > 0) {
            JSON.readValue(withheld, WITHHELD)
                    .forEach((number, values) -> values.forEach(
                            (path, value) -> put(transitions.get(Integer.parseInt(number)), path, value)));
        }
        return transitions;
    }

    /** Puts a withheld value where it would stand, had it been public. */
    private static void put(Map<String, Object> transition, String path, Object value) {
        int dot = path.indexOf('.');
        String outer = dot < 0 ? "" : path.substring(0, dot);
        Map<String, Object> at = outer.equals("facts") ? transition : within(transition, "decision");
        (dot < 0 ? at : within(at, outer)).put(path.substring(dot + 1), value);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> within(Map<String, Object> outer, String member) {
        return (Map<String, Object>) outer.computeIfAbsent(member, name -> new HashMap<String, Object>());
    }

    private static Step step(long leaf, Record record, Map<String, Object> transition, Map<String, String> names) {
        String element = text(transition.get("element"));
        Map<String, Object> details = new HashMap<>(transition);
        details.keySet().removeAll(TOLD);
        return new Step(
                leaf,
                Instant.parse(text(transition.getOrDefault("at", record.time()))),
                text(transition.get("type")),
                element,
                names.getOrDefault(element, ""),
                record.actor(),
                record.organisation(),
                details);
    }

    private static String text(Object value) {
        return value == null ? "" : value.toString();
    }
}
