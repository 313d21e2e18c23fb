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
import org.chancery.engine.model.DeployedFiles;
import org.chancery.ledger.Leaf;
import org.chancery.ledger.Ledger;
import org.chancery.ledger.Receipt;

/** A case's transitions as the ledger has them. Leaves never change, so what was read once is kept. */
final class CaseTrail {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};
    private static final int MAX_CACHED = 5_000;
    private static final Set<String> COMMON = Set.of("case", "process", "version", "model");
    /** Members that a step says in fields of its own, or that only a verifier needs. */
    private static final Set<String> TOLD = Set.of("type", "at", "element", "case", "instance", "process", "model");

    private final Ledger ledger;
    private final DeployedFiles files;
    private final Function<Leaf, Optional<String>> actors;
    private final Map<Long, Record> cache = new LinkedHashMap<>(256, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Record> eldest) {
            return size() > MAX_CACHED;
        }
    };

    /** A leaf's public part, and who acted according to its private part. */
    private record Record(Map<String, Object> members, String actor) {}

    /** @param actors opens a leaf's private part for the person id of who acted */
    CaseTrail(Ledger ledger, DeployedFiles files, Function<Leaf, Optional<String>> actors) {
        this.ledger = ledger;
        this.files = files;
        this.actors = actors;
    }

    List<Step> of(Connection connection, CaseFile file) {
        CaseLeaves leaves = new CaseLeaves(connection);
        Optional<String> pseudonym = leaves.pseudonym(file.rootId());
        Map<String, String> names = files.process(file.definitionId()).names();
        return leaves.of(file.number()).stream()
                .flatMap(leaf -> {
                    Record record = record(leaf);
                    return transitions(record.members()).stream()
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
        Leaf leaf = ledger.leaf(index);
        try {
            Record record = new Record(
                    JSON.readValue(leaf.publicPart(), OBJECT),
                    actors.apply(leaf).orElse(""));
            synchronized (cache) {
                cache.put(index, record);
            }
            return record;
        } catch (IOException e) {
            throw new EngineException.Failed("leaf " + index + " is not a record", e);
        }
    }

    /** What a transition does not say of itself, its record says for it. */
    private static List<Map<String, Object>> transitions(Map<String, Object> members) {
        Map<String, Object> common = new HashMap<>(members);
        common.keySet().retainAll(COMMON);
        List<Map<String, Object>> transitions =
                JSON.convertValue(members.getOrDefault("transitions", List.of()), new TypeReference<>() {});
        transitions.forEach(transition -> common.forEach(transition::putIfAbsent));
        return transitions;
    }

    private static Step step(long leaf, Record record, Map<String, Object> transition, Map<String, String> names) {
        String element = text(transition.get("element"));
        Map<String, Object> details = new HashMap<>(transition);
        details.keySet().removeAll(TOLD);
        Map<?, ?> actor = record.members().get("actor") instanceof Map<?, ?> found ? found : Map.of();
        return new Step(
                leaf,
                Instant.parse(
                        text(transition.getOrDefault("at", record.members().get("time")))),
                text(transition.get("type")),
                element,
                names.getOrDefault(element, ""),
                record.actor(),
                text(actor.get("org")),
                details);
    }

    private static String text(Object value) {
        return value == null ? "" : value.toString();
    }
}
