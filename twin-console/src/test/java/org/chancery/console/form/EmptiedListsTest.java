package org.chancery.console.form;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class EmptiedListsTest {

    private static final JsonNode FORM = JsonMapper.builder().build().readTree("""
            {"id":"f","components":[
              {"type":"textfield","key":"name"},
              {"type":"group","components":[
                {"type":"dynamiclist","path":"holders","components":[{"type":"textfield","key":"holder"}]},
                {"type":"dynamiclist","path":"owners","components":[{"type":"textfield","key":"owner"}]}]},
              {"type":"dynamiclist","path":"shown","readonly":true,"components":[{"type":"textfield","key":"one"}]}]}""");

    @Test
    void aListWhoseLastEntryWasRemovedIsSentAsAnEmptyOne() {
        Map<String, Object> owners = Map.of("owners", List.of(Map.of("owner", "李")));
        assertThat(EmptiedLists.with(FORM, owners))
                .as("neither fields nor what is only shown are added")
                .isEqualTo(Map.of("owners", List.of(Map.of("owner", "李")), "holders", List.of()));
    }
}
