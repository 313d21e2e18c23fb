package org.chancery.processes.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A scenario as a clerk would write it: one step a line, below it, indented, the values entered in a form.
 *
 * <pre>
 * # comment
 * amr does register
 *     registrarDecision = grant
 *     scope += software                               adds to a list of choices
 *     shareholders + name: 李明; share: 40             adds a row to a list of rows
 * </pre>
 */
public record Scenario(String name, List<Step> steps) {

    /** One line and the values below it. */
    public record Step(int line, String text, Map<String, Object> values) {}

    public static Scenario read(Path file) {
        try {
            List<Step> steps = new ArrayList<>();
            List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
            for (int i = 0; i < lines.size(); i++) {
                String line = lines.get(i);
                if (line.isBlank() || line.startsWith("#")) {
                    continue;
                }
                if (Character.isWhitespace(line.charAt(0))) {
                    enter(steps.getLast().values(), line.strip(), file + ":" + (i + 1));
                } else {
                    steps.add(new Step(i + 1, line.strip(), new LinkedHashMap<>()));
                }
            }
            return new Scenario(file.getFileName().toString().replace(".txt", ""), steps);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void enter(Map<String, Object> values, String line, String where) {
        String[] parts;
        if ((parts = line.split(" \\+= ", 2)).length == 2) {
            list(values, parts[0].strip()).add(parts[1].strip());
        } else if ((parts = line.split(" \\+ ", 2)).length == 2) {
            Map<String, Object> row = new LinkedHashMap<>();
            for (String cell : parts[1].split(";")) {
                String[] named = cell.split(":", 2);
                row.put(named[0].strip(), named[1].strip());
            }
            list(values, parts[0].strip()).add(row);
        } else if ((parts = line.split(" =( |$)", 2)).length == 2) {
            values.put(parts[0].strip(), parts[1].strip());
        } else {
            throw new IllegalArgumentException(where + ": neither 'key = value' nor 'key += value' nor 'key + row'");
        }
    }

    @SuppressWarnings("unchecked")
    private static List<Object> list(Map<String, Object> values, String key) {
        return (List<Object>) values.computeIfAbsent(key, k -> new ArrayList<>());
    }
}
