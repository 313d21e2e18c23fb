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
    List<Transition> transitions(boolean nothingElse, Instant now) {
        List<Transition> transitions = new ArrayList<>();
        if (touches("ACT_RE_DEPLOYMENT")) {
            images.stream()
                    .filter(image -> image.change() == RowImage.Change.INSERT)
                    .filter(image -> image.table().name().equals("ACT_GE_BYTEARRAY"))
                    .filter(image -> image.value("DEPLOYMENT_ID_") != null)
                    .forEach(image -> transitions.addAll(deployed(image, now)));
        } else if (nothingElse) {
            Map<String, Long> rows = images.stream()
                    .map(image -> image.table().name())
                    .filter(name -> name.startsWith("CH_"))
                    .collect(Collectors.groupingBy(name -> name, TreeMap::new, Collectors.counting()));
            rows.forEach((table, count) -> transitions.add(
                    new Transition("changed", now).with("table", table).with("rows", count)));
        }
        return transitions;
    }

    /** One transition for each process and decision in the file; one for the file alone if it holds none. */
    private List<Transition> deployed(RowImage resource, Instant now) {
        List<Transition> definitions = images.stream()
                .filter(image -> image.change() == RowImage.Change.INSERT)
                .filter(image -> isTable(image, "ACT_RE_PROCDEF") || isTable(image, "ACT_RE_DECISION_DEF"))
                .filter(image -> resource.value("NAME_").equals(image.value("RESOURCE_NAME_")))
                .map(image -> file(resource, now)
                        .with(isTable(image, "ACT_RE_PROCDEF") ? "process" : "decision", image.value("KEY_"))
                        .with("version", image.value("VERSION_")))
                .toList();
        return definitions.isEmpty() ? List.of(file(resource, now)) : definitions;
    }

    private static Transition file(RowImage resource, Instant now) {
        return new Transition("deployed", now)
                .with("resource", resource.value("NAME_"))
                .with("model", Digests.hash((byte[]) resource.value("BYTES_")));
    }

    private boolean touches(String table) {
        return images.stream().anyMatch(image -> isTable(image, table));
    }

    private static boolean isTable(RowImage image, String table) {
        return image.table().name().equals(table);
    }
}
