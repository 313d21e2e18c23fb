package org.chancery.rules;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The holidays of one year, as a file states them: comment lines {@code # year: 2026} and {@code # status: official} (or
 * {@code provisional}), the heading {@code day,kind,note}, then one day a line with kind {@code holiday} or
 * {@code workday}.
 *
 * @param exceptions days that are not what their weekday says
 */
record CalendarYear(int year, boolean provisional, Map<LocalDate, Kind> exceptions) {

    enum Kind {
        HOLIDAY,
        WORKDAY
    }

    private static final String HEADING = "day,kind,note";

    static CalendarYear parse(String name, String text) {
        List<String> lines = text.lines().map(String::strip).toList();
        int year = Integer.parseInt(
                comment(lines, "year").orElseThrow(() -> new IllegalArgumentException(name + ": no '# year:' line")));
        boolean provisional = switch (comment(lines, "status").orElse("")) {
            case "official" -> false;
            case "provisional" -> true;
            default -> throw new IllegalArgumentException(name + ": status is official or provisional");
        };
        Map<LocalDate, Kind> exceptions = new HashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.isEmpty() || line.startsWith("#") || line.equals(HEADING)) {
                continue;
            }
            if (!enter(exceptions, line.split(",", 3), year)) {
                throw new IllegalArgumentException(name + " line " + (i + 1) + ": " + line);
            }
        }
        return new CalendarYear(year, provisional, Map.copyOf(exceptions));
    }

    private static boolean enter(Map<LocalDate, Kind> exceptions, String[] cells, int year) {
        if (cells.length != 3 || !(cells[1].equals("holiday") || cells[1].equals("workday"))) {
            return false;
        }
        try {
            LocalDate day = LocalDate.parse(cells[0]);
            Kind kind = cells[1].equals("holiday") ? Kind.HOLIDAY : Kind.WORKDAY;
            return day.getYear() == year && exceptions.put(day, kind) == null;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static Optional<String> comment(List<String> lines, String name) {
        String start = "# " + name + ":";
        return lines.stream()
                .filter(line -> line.startsWith(start))
                .findFirst()
                .map(line -> line.substring(start.length()).strip());
    }
}
