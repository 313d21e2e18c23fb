package org.chancery.ledger.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is JSON here, and what is read from it: the table that the reader for browsers is held against too. */
class JsonTextTest {

    private static final Path TABLE = Path.of("src/test/resources/vectors/json.tsv");
    private static final Pattern NOTATION = Pattern.compile("<(?:(\\d+)\\*(.)|([0-9A-F]{2,4}))>");

    @Test
    void everyTextIsReadOrRefusedAsTheTableSays() throws Exception {
        List<String> rows = Files.readAllLines(TABLE).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();
        assertThat(rows).hasSizeGreaterThan(70);
        for (String row : rows) {
            String[] cells = row.split("\t", -1);
            String read =
                    JsonText.object(meant(cells[1])).map(JsonTextTest::shown).orElse("refuse");
            assertThat(read).as(row).isEqualTo(meant(cells[0]));
        }
    }

    private static String meant(String cell) {
        return NOTATION.matcher(cell).replaceAll(found -> Matcher.quoteReplacement(meant(found)));
    }

    private static String meant(MatchResult found) {
        return found.group(1) == null
                ? String.valueOf((char) Integer.parseInt(found.group(3), 16))
                : found.group(2).repeat(Integer.parseInt(found.group(1)));
    }

    private static String shown(Object value) {
        return switch (value) {
            case Map<?, ?> members ->
                members.entrySet().stream()
                        .map(each -> each.getKey() + "=" + shown(each.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
            case List<?> list -> list.stream().map(JsonTextTest::shown).collect(Collectors.joining(", ", "[", "]"));
            case JsonText.Number number -> number.written();
            case Optional<?> none -> "null";
            default -> value.toString();
        };
    }
}
