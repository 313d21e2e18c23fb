package org.chancery.engine.casework;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.sql.Connection;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.chancery.engine.Cases.Step;
import org.chancery.engine.EngineException;
import org.chancery.engine.casefile.CaseFile;
import org.chancery.engine.casefile.CaseLeaves;
import org.chancery.engine.casework.CaseRights.Sight;
import org.chancery.engine.gate.PrivatePart;
import org.chancery.engine.model.DeployedFiles;
import org.chancery.ledger.Leaf;
import org.chancery.ledger.Ledger;

/** A case's transitions as the ledger has them. Leaves never change, so what was read once is kept. */
final class CaseTrail {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};
    private static final TypeReference<List<Map<String, Object>>> OBJECTS = new TypeReference<>() {};
    private static final TypeReference<Map<String, Map<String, Object>>> WITHHELD = new TypeReference<>() {};
    private static final Set<String> COMMON = Set.of("case", "process", "version", "model");
    /** Members that a step says in fields of its own, or that only a verifier needs. */
    private static final Set<String> TOLD = Set.of("type", "at", "element", "case", "instance", "process", "model");

    private final Ledger ledger;
    private final DeployedFiles files;
    private final Function<Leaf, Optional<PrivatePart>> opening;
    private final RecentLeaves<Record> recent = new RecentLeaves<>();

    /**
     * A leaf's transitions as everybody may read them and, apart from those, what its public part withholds (number of
     * the transition to path and value); who acted for which organisation, and when.
     */
    private record Record(
            List<Map<String, Object>> transitions,
            Map<String, Map<String, Object>> withheld,
            String actor,
            String organisation,
            String time) {

        /** A transition with those of its withheld values that this sight lets see; none of them is kept. */
        Map<String, Object> seen(int number, Sight sight) {
            Map<String, Object> seen = copy(transitions.get(number));
            withheld.getOrDefault(Integer.toString(number), Map.of()).forEach((path, value) -> {
                if (sight.tells(path)) {
                    put(seen, path, value);
                }
            });
            return seen;
        }
    }

    /** @param opening opens a leaf's private part */
    CaseTrail(Ledger ledger, DeployedFiles files, Function<Leaf, Optional<PrivatePart>> opening) {
        this.ledger = ledger;
        this.files = files;
        this.opening = opening;
    }

    /** The case's steps. Values that are not public are told as far as {@code sight} reaches. */
    List<Step> of(Connection connection, CaseFile file, Sight sight) {
        CaseLeaves leaves = new CaseLeaves(connection);
        Optional<String> pseudonym = leaves.pseudonym(file.rootId());
        Map<String, String> names = files.process(file.definitionId()).names();
        return leaves.of(file.number()).stream()
                .flatMap(leaf -> {
                    Record record = record(leaf);
                    return IntStream.range(0, record.transitions().size())
                            .mapToObj(number -> record.seen(number, sight))
                            .filter(transition -> pseudonym.isEmpty()
                                    || pseudonym.get().equals(transition.getOrDefault("case", pseudonym.get())))
                            .map(transition -> step(leaf, record, transition, names));
                })
                .toList();
    }

    boolean holds(Connection connection, CaseFile file, long leaf) {
        return new CaseLeaves(connection).of(file.number()).contains(leaf);
    }

    private Record record(long index) {
        Optional<Record> known = recent.find(index);
        if (known.isPresent()) {
            return known.get();
        }
        Leaf leaf = ledger.leaf(index);
        Optional<PrivatePart> part = opening.apply(leaf);
        Record record = read(leaf, part);
        recent.keep(index, record, length(leaf, part));
        return record;
    }

    /** Bytes of all that a record's transitions are read from. */
    private static long length(Leaf leaf, Optional<PrivatePart> part) {
        return leaf.publicPart().length
                + part.map(found -> (long) found.details().length + found.withheld().length)
                        .orElse(0L);
    }

    private static Record read(Leaf leaf, Optional<PrivatePart> part) {
        try {
            Map<String, Object> members = JSON.readValue(leaf.publicPart(), OBJECT);
            Map<?, ?> actor = members.get("actor") instanceof Map<?, ?> found ? found : Map.of();
            return new Record(
                    transitions(members, part),
                    withheld(part),
                    part.flatMap(PrivatePart::actor).orElse(""),
                    text(actor.get("org")),
                    text(members.get("time")));
        } catch (IOException e) {
            throw new EngineException.Failed("leaf " + leaf.index() + " is not a record", e);
        }
    }

    /** What a transition does not say of itself, its record says for it. */
    private static List<Map<String, Object>> transitions(Map<String, Object> members, Optional<PrivatePart> part)
            throws IOException {
        Map<String, Object> common = new HashMap<>(members);
        common.keySet().retainAll(COMMON);
        byte[] details = part.map(PrivatePart::details).orElse(new byte[0]);
        List<Map<String, Object>> transitions = details.length > 0
                ? JSON.readValue(details, OBJECTS)
                : JSON.convertValue(members.getOrDefault("transitions", List.of()), OBJECTS);
        transitions.forEach(transition -> common.forEach(transition::putIfAbsent));
        transitions.forEach(CaseTrail::nameSet);
        return transitions;
    }

    /** What was set; the commitments stand in the receipt. A variable that is public stands there in clear instead. */
    private static void nameSet(Map<String, Object> transition) {
        Set<String> names = new TreeSet<>(members(transition.get("set")));
        if ("variable".equals(transition.get("type"))) {
            names.addAll(members(transition.get("facts")));
        }
        if (!names.isEmpty()) {
            transition.put("set", List.copyOf(names));
        }
    }

    @SuppressWarnings("unchecked")
    private static Set<String> members(Object object) {
        return object == null ? Set.of() : ((Map<String, Object>) object).keySet();
    }

    private static Map<String, Map<String, Object>> withheld(Optional<PrivatePart> part) throws IOException {
        byte[] withheld = part.map(PrivatePart::withheld).orElse(new byte[0]);
        return withheld.length > 0 ? JSON.readValue(withheld, WITHHELD) : Map.of();
    }

    /** A copy of a transition down to the maps that {@link #put} writes to. */
    private static Map<String, Object> copy(Map<?, ?> transition) {
        Map<String, Object> copy = new HashMap<>();
        transition.forEach((name, value) ->
                copy.put((String) name, value instanceof Map<?, ?> map ? copy(map) : value));
        return copy;
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
