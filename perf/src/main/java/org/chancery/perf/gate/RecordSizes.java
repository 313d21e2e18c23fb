package org.chancery.perf.gate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.chancery.ledger.Leaf;
import org.chancery.ledger.Ledger;

/** Bytes per record, by what the record tells of: its first step, or its kind if it tells of none. */
final class RecordSizes {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PAGE = 500;

    /** Records that no case's progress makes: they are listed, but are no transition. */
    private static final Set<String> NO_TRANSITION = Set.of("genesis", "barrier", "deployment", "technical", "schema");

    private record Size(long open, long sealed) {
        long whole() {
            return open + sealed;
        }
    }

    private final Map<String, List<Size>> sizes = new TreeMap<>();
    private final List<Size> transitions = new ArrayList<>();

    private RecordSizes() {}

    /** Reads the leaves from this index on. */
    static RecordSizes of(Ledger ledger, long from) {
        RecordSizes sizes = new RecordSizes();
        long size = ledger.head().size();
        for (long next = from; next < size; next += PAGE) {
            ledger.leaves(next, Math.min(size, next + PAGE)).forEach(sizes::add);
        }
        return sizes;
    }

    private void add(Leaf leaf) {
        Size size = new Size(leaf.publicPart().length, leaf.privatePart().length);
        try {
            JsonNode json = JSON.readTree(leaf.publicPart());
            String kind = json.path("kind").asText();
            JsonNode first = first(json.path("transitions"));
            boolean transition = !NO_TRANSITION.contains(kind);
            String told =
                    first.path("type").asText() + " " + first.path("element").asText();
            sizes.computeIfAbsent(transition ? told.strip() : "(" + kind + ")", name -> new ArrayList<>())
                    .add(size);
            if (transition) {
                transitions.add(size);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("leaf " + leaf.index(), e);
        }
    }

    /** The first that names an element of the diagram: values that were set stand before what was done with them. */
    private static JsonNode first(JsonNode transitions) {
        for (JsonNode transition : transitions) {
            if (transition.has("element")) {
                return transition;
            }
        }
        return transitions.path(0);
    }

    void print() {
        System.out.printf(
                "%-32s %6s %12s %12s %12s%n", "bytes per record (medians)", "count", "public", "sealed", "whole");
        sizes.forEach(RecordSizes::print);
        print("every transition of a case", transitions);
        System.out.printf(
                Locale.ROOT,
                "mean of these %.0f; %.0f %% are at most 1,024 bytes%n",
                transitions.stream().mapToLong(Size::whole).average().orElse(0),
                100.0
                        * transitions.stream()
                                .filter(size -> size.whole() <= 1_024)
                                .count()
                        / Math.max(1, transitions.size()));
    }

    private static void print(String name, List<Size> of) {
        System.out.printf(
                "%-32s %6d %12d %12d %12d%n",
                name,
                of.size(),
                median(of.stream().mapToLong(Size::open)),
                median(of.stream().mapToLong(Size::sealed)),
                median(of.stream().mapToLong(Size::whole)));
    }

    private static long median(LongStream values) {
        long[] sorted = values.sorted().toArray();
        return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
    }
}
