package org.chancery.engine.gate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Words within texts and quoted names are no words of the statement, however long they are. */
class SelectTextTest {

    @Test
    void textsAndNamesAreReadWhole() {
        String words = " insert into x ";
        assertThat(SelectText.reads("select 'it''s" + words + "' from \"a\"\"b" + words + "\""))
                .isTrue();
        assertThat(SelectText.reads("select 'it''s' from (insert into x) y")).isFalse();
        assertThat(SelectText.reads("select '" + "''x".repeat(100_000) + words + "'"))
                .isTrue();
        assertThat(SelectText.reads("select \"" + "\"\"x".repeat(100_000) + words + "\" from y"))
                .isTrue();
    }
}
