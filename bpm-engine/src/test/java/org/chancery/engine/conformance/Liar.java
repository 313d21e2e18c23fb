package org.chancery.engine.conformance;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Lies about a whole log at random: every tenth entry is another, or stands elsewhere. */
final class Liar {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ONE_IN = 10;

    private Liar() {}

    /** @return hashes of models that are to be had from nobody */
    static Set<String> lie(List<byte[]> log, Random random) throws IOException {
        List<String> hashes = new ArrayList<>();
        for (int leaf = 0; leaf < log.size(); leaf++) {
            ObjectNode record = (ObjectNode) JSON.readTree(log.get(leaf));
            record.findValuesAsText("model").forEach(hashes::add);
            if (random.nextInt(ONE_IN) == 0) {
                lie(log, leaf, record, random);
            }
        }
        Set<String> hidden = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            hidden.add(hashes.get(random.nextInt(hashes.size())));
        }
        return hidden;
    }

    private static void lie(List<byte[]> log, int leaf, ObjectNode record, Random random) throws IOException {
        ArrayNode transitions = record.withArray("transitions");
        switch (random.nextInt(8)) {
            case 0 -> {
                log.set(leaf, "no record".getBytes(StandardCharsets.UTF_8));
                return;
            }
            case 1 -> record.put("v", 9);
            case 2 -> record.put("transitionsHash", "x".repeat(43));
            case 3 -> {
                Collections.swap(log, leaf, random.nextInt(log.size()));
                return;
            }
            case 4 -> replace(transitions, "model", "y".repeat(43));
            case 5 -> replace(transitions, "case", "\ud800 of no Unicode, with blanks");
            default -> {
                if (!transitions.isEmpty()) {
                    transitions.remove(random.nextInt(transitions.size()));
                }
            }
        }
        log.set(leaf, JSON.writer().with(JsonGenerator.Feature.ESCAPE_NON_ASCII).writeValueAsBytes(record));
    }

    private static void replace(ArrayNode transitions, String member, String value) {
        for (JsonNode transition : transitions) {
            if (transition.has(member)) {
                ((ObjectNode) transition).put(member, value);
            }
        }
    }
}
