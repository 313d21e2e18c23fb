package org.chancery.engine.conformance;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where the log tells of each model first: that it is deployed, or of a case under it although it was not. So that a case
 * may be replayed again later, what was told after a step does not count for it.
 */
final class Deployed {

    private record Place(long leaf, int number) {
        boolean isBefore(Step step) {
            return leaf < step.leaf() || leaf == step.leaf() && number < step.number();
        }
    }

    private final Map<ModelRef, Place> first = new LinkedHashMap<>();

    void told(ModelRef model, Step step) {
        first.putIfAbsent(model, new Place(step.leaf(), step.number()));
    }

    boolean isKnown(ModelRef model, Step step) {
        Place place = first.get(model);
        return place != null && place.isBefore(step);
    }

    void write(PackedOut out) {
        out.number(first.size());
        first.forEach((model, place) -> out.model(model).number(place.leaf()).number(place.number()));
    }

    void read(PackedIn in) {
        for (int left = in.count(); left > 0; left--) {
            ModelRef model = in.model();
            first.put(model, new Place(in.number(), (int) in.number()));
        }
    }
}
