package org.chancery.engine.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.chancery.ledger.Leaf;

/** A leader that lies: changes the records of a case before anybody sees them. */
final class Forger {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<ObjectNode> records = new ArrayList<>();
    private final String founder;

    Forger(List<Leaf> leaves) throws IOException {
        for (Leaf leaf : leaves) {
            records.add((ObjectNode) JSON.readTree(leaf.publicPart()));
        }
        founder = records.getFirst().path("actor").path("key").asText();
    }

    List<ObjectNode> records() {
        return records;
    }

    /** The public parts as they now are. */
    List<byte[]> written() throws IOException {
        List<byte[]> written = new ArrayList<>();
        for (ObjectNode record : records) {
            written.add(JSON.writeValueAsBytes(record));
        }
        return written;
    }

    /** What is told of decisions. */
    List<ObjectNode> decisions() {
        return all().stream()
                .filter(at -> at.has("decision"))
                .map(at -> (ObjectNode) at.get("decision"))
                .toList();
    }

    /** As if it had been made at another time. */
    static void at(ObjectNode record, Instant time) {
        record.put("time", time.toString());
        record.get("transitions").forEach(at -> ((ObjectNode) at).remove("at"));
    }

    /** A record of no case that says it was made at this time. */
    static byte[] atTime(byte[] record, Instant time) throws IOException {
        ObjectNode other = (ObjectNode) JSON.readTree(record);
        other.put("time", time.toString()).put("case", "");
        other.putArray("transitions");
        other.remove("transitionsHash");
        return JSON.writeValueAsBytes(other);
    }

    void change(String change) {
        for (String act : change.split(";")) {
            act(act.strip().split(" "));
        }
    }

    private void act(String[] words) {
        String element = words.length > 1 ? words[1] : "";
        switch (words[0]) {
            case "drop" -> remove(at -> is(at, "type", words[1]) && is(at, "element", words[2]), 0);
            case "skip" -> remove(at -> is(at, "element", element), 0);
            case "forget" -> forget(words);
            case "flows" -> each(element, at -> at.has("flows"), at -> flows(at, words[2]));
            case "fact" -> each(element, at -> at.has("facts"), at -> put(at, words[2], words[3]));
            case "told" ->
                all().stream()
                        .filter(at ->
                                is(at, "type", "variable") && at.path("facts").has(words[1]))
                        .reduce((first, last) -> last)
                        .ifPresent(at -> put(at, words[1], words[2]));
            case "rename" -> each(element, at -> true, at -> at.put("element", words[2]));
            case "earlier" -> antedate(owner(element, "passed", "completed"));
            case "begunEarlier" -> antedate(owner(element, "started"));
            case "stoppedEarlier" -> antedate(owner(element, "cancelled"));
            case "stillborn" -> {
                ObjectNode at = all().stream()
                        .filter(found -> is(found, "type", "started") && is(found, "element", element))
                        .findFirst()
                        .orElseThrow();
                at.put("type", "cancelled").remove("instance");
            }
            case "exchange" -> exchange(element);
            case "org" -> ((ObjectNode) owner(element, "completed").get("actor")).put("org", words[2]);
            case "person" -> ((ObjectNode) owner(element, "completed").get("actor")).put("key", words[2]);
            case "founder" -> {
                ((ObjectNode) owner(element, "completed").get("actor")).put("key", founder);
                ((ObjectNode) owner(element, "claimed").get("actor")).put("key", founder);
            }
            case "nobody" -> owner(element, "completed").remove("actor");
            case "model" -> owner(element, "completed").put("model", "x".repeat(43));
            case "again" -> records.add(owner(element, "completed").deepCopy());
            case "decided" -> decided(element, words);
            default -> throw new IllegalArgumentException(words[0]);
        }
    }

    /** One instance of several: its own visit alone, found by its tag. */
    private void forget(String[] words) {
        if (words.length == 3) {
            remove(at -> is(at, "type", words[1]) && is(at, "element", words[2]), 1);
            return;
        }
        String tag = all().stream()
                .filter(at -> is(at, "element", words[1]))
                .reduce((first, last) -> last)
                .orElseThrow()
                .get("instance")
                .asText();
        remove(at -> is(at, "instance", tag), 0);
    }

    /** The second visit to an element is said to have been inside the same thing as the first. */
    private void exchange(String element) {
        List<ObjectNode> begun = all().stream()
                .filter(at -> is(at, "type", "started") && is(at, "element", element))
                .toList();
        begun.get(1).put("scope", begun.get(0).get("scope").asText());
    }

    private void decided(String element, String[] words) {
        each(element, at -> at.has("decision"), at -> {
            ObjectNode decision = (ObjectNode) at.get("decision");
            if (words[2].equals("rules")) {
                decision.set("rules", JsonNodeFactory.instance.arrayNode().add(words[3]));
            } else {
                ((ObjectNode) decision.get(words[2])).set(words[3], value(words[4]));
            }
        });
    }

    private static void antedate(ObjectNode record) {
        Instant time = Instant.parse(record.get("time").asText()).minus(Duration.ofHours(2));
        record.put("time", time.toString());
    }

    private List<ObjectNode> all() {
        List<ObjectNode> all = new ArrayList<>();
        records.forEach(record -> record.get("transitions").forEach(at -> all.add((ObjectNode) at)));
        return all;
    }

    private ObjectNode owner(String element, String... types) {
        return records.stream()
                .filter(record -> {
                    for (JsonNode at : record.get("transitions")) {
                        if (is(at, "element", element)
                                && List.of(types).contains(at.get("type").asText())) {
                            return true;
                        }
                    }
                    return false;
                })
                .findFirst()
                .orElseThrow();
    }

    private void each(String element, Predicate<ObjectNode> which, java.util.function.Consumer<ObjectNode> change) {
        all().stream().filter(at -> is(at, "element", element)).filter(which).forEach(change);
    }

    private static void flows(ObjectNode at, String flows) {
        ArrayNode list = at.putArray("flows");
        for (String flow : flows.split(",")) {
            list.add(flow);
        }
    }

    private static void put(ObjectNode at, String fact, String value) {
        ((ObjectNode) at.get("facts")).set(fact, value(value));
    }

    private static JsonNode value(String text) {
        return JSON.valueToTree(Office.value(text));
    }

    private static boolean is(JsonNode at, String member, String value) {
        return at.path(member).asText().replace("#multiInstanceBody", "#").equals(value);
    }

    private void remove(Predicate<JsonNode> which, int limit) {
        int left = limit == 0 ? Integer.MAX_VALUE : limit;
        for (ObjectNode record : records) {
            ArrayNode kept = JsonNodeFactory.instance.arrayNode();
            for (JsonNode at : record.get("transitions")) {
                if (left > 0 && which.test(at)) {
                    left--;
                } else {
                    kept.add(at);
                }
            }
            record.set("transitions", kept);
        }
    }
}
