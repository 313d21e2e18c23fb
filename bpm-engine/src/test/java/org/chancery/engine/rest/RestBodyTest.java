package org.chancery.engine.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RestBodyTest {

    /** The engine tells a list that was emptied from one that was not sent. */
    @Test
    void anEmptyListIsSentAsOneAndWhatIsMissingIsNot() throws Exception {
        RestBody body = new RestBody(new ObjectMapper().readTree("""
                {"variables":{"holders":{"value":[]},"plans":{"value":"奶"}}}"""));
        assertThat(body.variables()).isEqualTo(Map.of("holders", List.of(), "plans", "奶"));
    }
}
