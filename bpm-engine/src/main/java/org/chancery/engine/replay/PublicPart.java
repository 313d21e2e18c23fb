package org.chancery.engine.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.chancery.engine.gate.Records;
import org.chancery.ledger.Leaf;

/** What replay needs to know of a record's public part. */
record PublicPart(String kind) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static PublicPart of(Leaf leaf) {
        try {
            JsonNode root = JSON.readTree(leaf.publicPart());
            int version = root == null ? 0 : root.path("v").asInt();
            if (version > 0 && version < Records.VERSION) {
                throw Divergence.olderFormat(leaf.index());
            }
            if (root == null || version != Records.VERSION || !root.path("kind").isTextual()) {
                throw new IOException("it is no record of version " + Records.VERSION);
            }
            return new PublicPart(root.path("kind").asText());
        } catch (IOException e) {
            throw Divergence.unreadable(leaf.index(), e);
        }
    }
}
