package org.chancery.engine.casefile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.chancery.engine.casefile.FieldTable.Opened;
import org.chancery.engine.form.FormSchema;
import org.junit.jupiter.api.Test;

/** A list of persons that is entered again: nobody gets another's key, and whoever is recognised keeps theirs. */
class PersonPlacesTest {

    private static final String FORM = """
            {"id":"f","components":[{"type":"dynamiclist","path":"holders","properties":{"subject":"each"},"components":[
              {"type":"textfield","key":"name"},
              {"type":"textfield","key":"id","properties":{"check":"citizen-id"}},
              {"type":"textfield","key":"code","properties":{"check":"credit-code"}},
              {"type":"textfield","key":"phone"},
              {"type":"number","key":"share"}]}]}""";

    private static final String LI = "{\"name\":\"李\",\"id\":\"1\",\"share\":50}";
    private static final String WANG = "{\"name\":\"王\",\"id\":\"2\",\"share\":50}";
    private static final String CHEN = "{\"name\":\"陈\",\"id\":\"3\",\"share\":50}";

    private static SortedMap<Integer, String> placed(SortedMap<Integer, Opened> kept, String... rows) throws Exception {
        ObjectMapper json = new ObjectMapper();
        List<JsonNode> read = new ArrayList<>();
        for (String row : rows) {
            read.add(json.readTree(row));
        }
        return PersonPlaces.of(FormSchema.parse(FORM).fields().getFirst(), read, kept);
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
    void withTheSameNumberItIsTheSamePersonWhateverElseChanged() throws Exception {
        String renamed = "{\"name\":\"汪\",\"id\":\"2\",\"phone\":\"9\",\"share\":10}";
        assertThat(placed(kept(LI, WANG), CHEN, renamed)).containsExactly(entry(1, renamed), entry(2, CHEN));
    }

    @Test
    void aNamesakeGetsAPlaceAndSoAKeyOfTheirOwn() throws Exception {
        String namesake = LI.replace("\"1\"", "\"9\"");
        assertThat(placed(kept(LI, WANG), namesake, WANG)).containsExactly(entry(1, WANG), entry(2, namesake));
        assertThat(placed(kept(LI), namesake, LI)).containsExactly(entry(0, LI), entry(1, namesake));
    }

    @Test
    void aNumberDecidesAgainstAnyNumberOfEqualTexts() throws Exception {
        String father = "{\"name\":\"李\",\"id\":\"1\",\"phone\":\"7\"}";
        String son = father.replace("\"1\"", "\"8\"");
        assertThat(placed(kept(father), son)).containsExactly(entry(1, son));
    }

    @Test
    void organisationsAreToldApartByTheirCode() throws Exception {
        String firm = "{\"name\":\"天山\",\"code\":\"A\"}";
        String other = firm.replace("\"A\"", "\"B\"");
        String renamed = firm.replace("天山", "天池");
        assertThat(placed(kept(firm), other, renamed)).containsExactly(entry(0, renamed), entry(1, other));
    }

    @Test
    void withoutANumberTextsDecideUnlessOneOfThemDiffers() throws Exception {
        String before = "{\"name\":\"李\",\"phone\":\"7\"}";
        String withNumber = "{\"name\":\"李\",\"id\":\"1\",\"phone\":\"7\"}";
        String moved = before.replace("7", "8");
        assertThat(placed(kept(before), withNumber)).containsExactly(entry(0, withNumber));
        assertThat(placed(kept(before), moved)).containsExactly(entry(1, moved));
        assertThat(placed(kept("{\"share\":50}"), "{\"share\":50}")).containsOnlyKeys(1);
    }

    @Test
    void inDoubtBetweenTwoNobodyIsRecognised() throws Exception {
        String name = "{\"name\":\"李\"}";
        String withPhone = "{\"name\":\"李\",\"phone\":\"7\"}";
        assertThat(placed(kept(name, name), name)).containsExactly(entry(2, name));
        assertThat(placed(kept(withPhone), name, name)).containsExactly(entry(1, name), entry(2, name));
        assertThat(placed(kept(name, withPhone), withPhone, name))
                .as("where one is more alike there is no doubt")
                .containsExactly(entry(0, name), entry(1, withPhone));
    }

    @Test
    void whoIsEnteredTwiceKeepsOnePlace() throws Exception {
        String renamed = LI.replace("李", "黎");
        assertThat(placed(kept(LI), renamed, LI)).containsExactly(entry(0, LI), entry(1, renamed));
    }

    @Test
    void nobodyGetsThePlaceOfSomebodyWhoWasRemovedOrErased() throws Exception {
        assertThat(placed(kept("", null, WANG), LI)).containsExactly(entry(3, LI));
    }
}
