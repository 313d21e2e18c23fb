package org.chancery.engine.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "outcome = \"refuse\" and barred | outcome,barred",
                "outcome = \"a\\\"b\" and barred or x = \"c\" | outcome,barred,x",
                "open // it's\\n and barred | open,barred",
                "open /* \" */ and barred /* \" */ | open,barred",
                "a = \"it's\" and barred and b = \"it's\" | a,barred,b",
                "open and barred = \"it's\" // 'x' | open,barred",
                "`legal rep` = true | legal rep",
                "empty = true and div > 1 | empty,div",
                "count(holders) > max /**/ (1) | holders",
                "a$b > 1 | a$b",
                "${fee > 10 && outcome == 'barred'} | fee,outcome",
                "${outcome == 'a\\'b' and barred eq \"c'd\"} | outcome,barred",
                "it's ${barred}, isn't it | barred",
                "${empty reason ? 'none' : reason} | reason",
                "plain | plain",
            })
    void everyVariableIsFoundAndNothingElse(String expression, String names) {
        assertThat(Names.of(List.of(expression.replace("\\n", "\n")))).containsExactlyInAnyOrder(names.split(","));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"general\"", "< 40", "[40..70)", "true", "not(\"a\", \"b\")", "1, 2", "open", "open = true"})
    void aLiteralOrAPublicFactIsPublic(String expression) {
        assertThat(Names.arePublic(expression, Set.of("open"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "// open", "read()", "> read()", "open and barred", "${true}", "`open x`"})
    void whatReadsElseOrNothingKnownIsNot(String expression) {
        assertThat(Names.arePublic(expression, Set.of("open"))).isFalse();
    }

    @Test
    void aBrokenExpressionHidesNoName() {
        assertThat(Names.of(List.of("${barred and"))).contains("barred");
    }
}
