package org.chancery.console.cases;

import java.util.HashMap;
import java.util.Map;
import org.chancery.engine.Seals;

/** What was typed and not sent, while the screen shows the same case: a change elsewhere draws it anew. */
class Drafts {

    private final Map<Seals.Place, String> texts = new HashMap<>();

    String of(Seals.Place place) {
        return texts.getOrDefault(place, "");
    }

    void keep(Seals.Place place, String text) {
        texts.put(place, text);
    }
}
