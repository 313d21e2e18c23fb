package org.chancery.engine.casework;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.chancery.engine.EngineException;
import org.chancery.ledger.Ledger;

/**
 * Which leaf tells of a model's deployment. Records stand in the order of their times but for what clocks of several
 * nodes differ by, so a search in halves finds the place.
 */
final class DeploymentLeaves {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Clocks of nodes, and transactions that took their time, differ by less. */
    private static final Duration SLACK = Duration.ofMinutes(10);

    private final Ledger ledger;
    private final Map<String, Long> known = new ConcurrentHashMap<>();

    DeploymentLeaves(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * @param model SHA-256 of the model's file, as records name it
     * @param deployedAt when it was deployed
     */
    OptionalLong of(String model, Instant deployedAt) {
        Long kept = known.get(model);
        if (kept != null) {
            return OptionalLong.of(kept);
        }
        long size = ledger.head().size();
        for (long leaf = firstAfter(deployedAt.minus(SLACK), size); leaf < size; leaf++) {
            JsonNode record = record(leaf);
            if (time(record).isAfter(deployedAt.plus(SLACK))) {
                return OptionalLong.empty();
            }
            if (deploys(record, model)) {
                known.put(model, leaf);
                return OptionalLong.of(leaf);
            }
        }
        return OptionalLong.empty();
    }

    private long firstAfter(Instant time, long size) {
        long low = 0;
        long high = size;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (time(record(middle)).isBefore(time)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static boolean deploys(JsonNode record, String model) {
        if (record.path("kind").asText().equals("deployment")) {
            for (JsonNode transition : record.path("transitions")) {
                if (transition.path("type").asText().equals("deployed")
                        && transition.path("model").asText().equals(model)) {
                    return true;
                }
            }
        }
        return false;
    }

    private JsonNode record(long leaf) {
        try {
            return JSON.readTree(ledger.leaf(leaf).publicPart());
        } catch (IOException e) {
            throw new EngineException.Failed("leaf " + leaf + " is not a record", e);
        }
    }

    private static Instant time(JsonNode record) {
        return Instant.parse(record.path("time").asText());
    }
}
