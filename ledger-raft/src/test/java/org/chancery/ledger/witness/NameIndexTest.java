package org.chancery.ledger.witness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NameIndexTest {

    private static final int PUTS = 50_000;

    /** As a map does; prints its seed. */
    @Test
    void findsWhatWasPutLast() {
        long seed = System.nanoTime();
        System.out.println("NameIndexTest: seed " + seed);
        Random random = new Random(seed);
        NameIndex index = new NameIndex();
        Map<String, NameIndex.Place> expected = new HashMap<>();
        for (int i = 0; i < PUTS; i++) {
            String name = "case " + random.nextInt(PUTS);
            NameIndex.Place place = new NameIndex.Place(
                    random.nextLong(NameIndex.MAX_PLACE + 1),
                    random.nextInt(NameIndex.MAX_LENGTH + 1),
                    random.nextLong());
            assertThat(index.put(NameIndex.key(name), place)).isEqualTo(Optional.ofNullable(expected.put(name, place)));
        }
        assertThat(index.size()).isEqualTo(expected.size());
        expected.forEach(
                (name, place) -> assertThat(index.get(NameIndex.key(name))).contains(place));
        assertThat(index.get(NameIndex.key("case x"))).isEmpty();
    }

    /** A lying log may name cases so that they are the same once they are encoded. */
    @Test
    void namesThatAreNoUnicodeDiffer() {
        assertThat(NameIndex.key("\ud800")).isNotEqualTo(NameIndex.key("?")).isNotEqualTo(NameIndex.key("\udc00"));
    }
}
