package org.chancery.engine.gate;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.chancery.engine.image.RowImage;
import org.chancery.ledger.CommittedValue;
import org.chancery.ledger.CommittedValue.Opened;
import org.chancery.ledger.Leaf;
import org.chancery.ledger.Salt;

/**
 * What a record commits to, with its salts, found again in its private part: withheld facts stand there as they are,
 * variables and commitments to personal fields in the row images. Where rows of several scopes bear one name, the
 * commitment itself tells which value is meant.
 */
public final class CommittedValues {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, Map<String, Object>>> WITHHELD = new TypeReference<>() {};

    private final byte[] seed;
    private final Map<String, Map<String, Object>> withheld;
    private final Map<String, Set<String>> rows = new HashMap<>();

    private CommittedValues(PrivatePart part, byte[] seed) throws IOException {
        this.seed = seed;
        this.withheld = part.withheld().length > 0 ? JSON.readValue(part.withheld(), WITHHELD) : Map.of();
        part.images().forEach(this::take);
    }

    /**
     * All values of all transitions, in the order of transitions and names.
     *
     * @param caseSalt of the case that the record is about
     * @return with salt and value; without, where what is committed to does not stand in the private part
     */
    public static List<CommittedValue> of(Leaf leaf, PrivatePart part, byte[] caseSalt) {
        try {
            byte[] seed = part.seed().length > 0 ? part.seed() : Commitments.seed(caseSalt, leaf.id());
            CommittedValues values = new CommittedValues(part, seed);
            List<CommittedValue> all = new ArrayList<>();
            int number = 0;
            for (JsonNode transition : JSON.readTree(leaf.publicPart()).path("transitions")) {
                Map<String, String> set = new TreeMap<>();
                transition
                        .path("set")
                        .properties()
                        .forEach(name -> set.put(name.getKey(), name.getValue().asText()));
                int at = number;
                set.forEach((name, commitment) ->
                        all.add(new CommittedValue(at, name, values.opened(at, name, commitment))));
                number++;
            }
            return all;
        } catch (IOException e) {
            throw new IllegalArgumentException("leaf " + leaf.index() + " is not a record", e);
        }
    }

    private void take(RowImage image) {
        switch (image.table().name()) {
            case "ACT_HI_DETAIL" -> {
                if (image.value("VAR_TYPE_") != null) {
                    add((String) image.value("NAME_"), variable(image));
                }
            }
            case "CH_FIELD" -> {
                if (image.value("COMMITMENT_") != null) {
                    add((String) image.key()[1], (String) image.value("COMMITMENT_"));
                }
            }
            default -> {}
        }
    }

    private void add(String name, String value) {
        rows.computeIfAbsent(name, key -> new LinkedHashSet<>()).add(value);
    }

    /** As {@link HistoryAnnotator} commits to it. */
    private static String variable(RowImage detail) {
        Object value = detail.value("TEXT_");
        value = value == null ? detail.value("LONG_") : value;
        value = value == null ? detail.value("DOUBLE_") : value;
        return detail.value("VAR_TYPE_") + ":" + (value == null ? "" : value);
    }

    private Optional<Opened> opened(int transition, String name, String commitment) {
        return candidates(transition, name).stream()
                .filter(value -> Commitments.of(seed, transition, name, value).equals(commitment))
                .findFirst()
                .map(value -> new Opened(new Salt(Commitments.salt(seed, transition, name)), value, Optional.empty()));
    }

    private Set<String> candidates(int transition, String name) {
        Map<String, Object> facts = withheld.getOrDefault(Integer.toString(transition), Map.of());
        return facts.containsKey(name)
                ? Set.of(new String(CanonicalJson.write(facts.get(name)), StandardCharsets.UTF_8))
                : rows.getOrDefault(name, Set.of());
    }
}
