package org.chancery.engine.gate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.chancery.engine.image.RowImage;

/** What row changes alone say about a transaction: its kind, and transitions where no history event told of any. */
final class RowChanges {

    private final List<RowImage> images;

    RowChanges(List<RowImage> images) {
        this.images = images;
    }

    /** {@code deployment}, {@code business} or {@code technical}. */
    String kind(boolean hasTransitions) {
        if (touches("ACT_RE_DEPLOYMENT")) {
            return "deployment";
        }
        boolean ours = images.stream().anyMatch(image -> image.table().name().startsWith("CH_"));
        return hasTransitions || ours ? "business" : "technical";
    }

    /** Deployed resources, always; and, if nothing else told of it, which tables of ours were changed. */
    List<Map<String, Object>> transitions(boolean nothingElse, Instant now) {
        List<Map<String, Object>> transitions = new ArrayList<>();
        if (touches("ACT_RE_DEPLOYMENT")) {
            images.stream()
                    .filter(image -> image.change() == RowImage.Change.INSERT)
                    .filter(image -> image.table().name().equals("ACT_GE_BYTEARRAY"))
                    .filter(image -> image.value("DEPLOYMENT_ID_") != null)
                    .forEach(image -> transitions.add(deployed(image, now)));
        } else if (nothingElse) {
            Map<String, Long> rows = images.stream()
                    .map(image -> image.table().name())
                    .filter(name -> name.startsWith("CH_"))
                    .collect(Collectors.groupingBy(name -> name, TreeMap::new, Collectors.counting()));
            rows.forEach((table, count) ->
                    transitions.add(Map.of("type", "changed", "table", table, "rows", count, "at", now.toString())));
        }
        return transitions;
    }

    private Map<String, Object> deployed(RowImage resource, Instant now) {
        Map<String, Object> members = new TreeMap<>();
        members.put("type", "deployed");
        members.put("at", now.toString());
        members.put("resource", resource.value("NAME_"));
        members.put("model", Digests.hex((byte[]) resource.value("BYTES_")));
        for (RowImage image : images) {
            if (image.change() == RowImage.Change.INSERT
                    && (isTable(image, "ACT_RE_PROCDEF") || isTable(image, "ACT_RE_DECISION_DEF"))
                    && resource.value("NAME_").equals(image.value("RESOURCE_NAME_"))) {
                members.put(isTable(image, "ACT_RE_PROCDEF") ? "process" : "decision", image.value("KEY_"));
                members.put("version", image.value("VERSION_"));
            }
        }
        return members;
    }

    private boolean touches(String table) {
        return images.stream().anyMatch(image -> isTable(image, table));
    }

    private static boolean isTable(RowImage image, String table) {
        return image.table().name().equals(table);
    }
}
