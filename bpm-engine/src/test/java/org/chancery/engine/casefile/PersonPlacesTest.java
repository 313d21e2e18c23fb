package org.chancery.engine.casefile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.chancery.engine.casefile.FieldTable.Opened;
import org.junit.jupiter.api.Test;

/** A list of persons that is entered again: everybody keeps their key, and nobody gets another's. */
class PersonPlacesTest {

    private static final String LI = "{\"name\":\"李\",\"id\":\"1\",\"share\":50}";
    private static final String WANG = "{\"name\":\"王\",\"id\":\"2\",\"share\":50}";
    private static final String CHEN = "{\"name\":\"陈\",\"id\":\"3\",\"share\":50}";

    private static SortedMap<Integer, String> placed(SortedMap<Integer, Opened> kept, String... rows) throws Exception {
        ObjectMapper json = new ObjectMapper();
        List<JsonNode> read = new java.util.ArrayList<>();
        for (String row : rows) {
            read.add(json.readTree(row));
        }
        return PersonPlaces.of(read, kept);
    }

    /** By place: an entry, an empty text for one that was removed, null for one that was erased. */
    private static SortedMap<Integer, Opened> kept(String... entries) {
        SortedMap<Integer, Opened> kept = new TreeMap<>();
        Stream.of(entries)
                .map(entry -> new Opened(Optional.ofNullable(entry), entry == null, Collections.emptySortedMap()))
                .forEach(entry -> kept.put(kept.size(), entry));
        return kept;
    }

    @Test
    void atFirstEachGetsTheirPlaceInOrder() throws Exception {
        assertThat(placed(kept(), LI, WANG)).containsExactly(entry(0, LI), entry(1, WANG));
    }

    @Test
    void inAnotherOrderAndWithOneLessEachKeepsTheirPlace() throws Exception {
        assertThat(placed(kept(LI, WANG, CHEN), CHEN, LI)).containsExactly(entry(0, LI), entry(2, CHEN));
    }

    @Test
    void aCorrectedNameOrNumberIsTheSamePersonAndAnEqualShareIsNot() throws Exception {
        String renamed = WANG.replace("王", "汪");
        String renumbered = LI.replace("\"1\"", "\"7\"");
        assertThat(placed(kept(LI, WANG), renamed, CHEN, renumbered))
                .containsExactly(entry(0, renumbered), entry(1, renamed), entry(2, CHEN));
    }

    @Test
    void whoIsMoreAlikeComesFirst() throws Exception {
        String namesake = LI.replace("\"1\"", "\"9\"");
        assertThat(placed(kept(LI), namesake, LI)).containsExactly(entry(0, LI), entry(1, namesake));
    }

    @Test
    void nobodyGetsThePlaceOfSomebodyWhoWasRemovedOrErased() throws Exception {
        assertThat(placed(kept("", null, WANG), LI)).containsExactly(entry(3, LI));
    }
}
