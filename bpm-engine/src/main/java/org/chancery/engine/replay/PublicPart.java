package org.chancery.engine.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.chancery.ledger.Leaf;

/** What replay needs to know of a record's public part. */
record PublicPart(String kind) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static PublicPart of(Leaf leaf) {
        try {
            JsonNode root = JSON.readTree(leaf.publicPart());
            return new PublicPart(root.path("kind").asText());
        } catch (IOException e) {
            throw new Divergence(leaf.index(), "the public part is not JSON", e);
        }
    }
}
