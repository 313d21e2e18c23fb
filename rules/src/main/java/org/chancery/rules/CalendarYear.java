package org.chancery.rules;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The holidays of one year, as a file in UTF-8 states them: comment lines {@code # year: 2026} and {@code # status:
 * official} (or {@code provisional}), the heading {@code day,kind,note}, then one day a line with kind {@code holiday}
 * or {@code workday}.
 *
 * @param exceptions days that are not what their weekday says
 */
record CalendarYear(int year, boolean provisional, Map<LocalDate, Kind> exceptions) {

    enum Kind {
        HOLIDAY,
        WORKDAY
    }

    private static final String HEADING = "day,kind,note";
    private static final String BYTE_ORDER_MARK = "\uFEFF"; // spreadsheets write it

    /**
     * @param name of the file, for messages
     * @throws BadCalendarException if the bytes are no such file
     */
    static CalendarYear parse(String name, byte[] bytes) {
        return parse(name, text(name, bytes));
    }

    static CalendarYear parse(String name, String text) {
        List<String> lines = text.replaceFirst("^" + BYTE_ORDER_MARK, "")
                .lines()
                .map(String::strip)
                .toList();
        int year = year(name, lines);
        boolean provisional = provisional(name, lines);
        Map<LocalDate, Kind> exceptions = new HashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (!line.isEmpty() && !line.startsWith("#") && !line.equals(HEADING)) {
                enter(exceptions, line, year, name, i + 1);
            }
        }
        if (exceptions.isEmpty()) {
            throw new BadCalendarException(name, Math.max(1, lines.size()), "the file ends without naming a day");
        }
        return new CalendarYear(year, provisional, Map.copyOf(exceptions));
    }

    private static void enter(Map<LocalDate, Kind> exceptions, String line, int year, String name, int number) {
        String[] cells = line.split(",", 3);
        if (cells.length != 3 || !(cells[1].equals("holiday") || cells[1].equals("workday"))) {
            throw new BadCalendarException(
                    name, number, "'" + line + "' is not of the form 'day,kind,note' with kind holiday or workday");
        }
        LocalDate day = day(cells[0], name, number);
        if (day.getYear() != year) {
            throw new BadCalendarException(name, number, day + " is no day of " + year);
        }
        if (exceptions.put(day, cells[1].equals("holiday") ? Kind.HOLIDAY : Kind.WORKDAY) != null) {
            throw new BadCalendarException(name, number, day + " stands twice in the file");
        }
    }

    private static LocalDate day(String text, String name, int number) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw new BadCalendarException(name, number, "'" + text + "' is no day; days are written like 2027-01-01");
        }
    }

    private static int year(String name, List<String> lines) {
        int at = comment(name, lines, "year");
        String year = value(lines.get(at));
        if (!year.matches("[12]\\d{3}")) {
            throw new BadCalendarException(name, at + 1, "'" + year + "' is no year");
        }
        return Integer.parseInt(year);
    }

    private static boolean provisional(String name, List<String> lines) {
        int at = comment(name, lines, "status");
        return switch (value(lines.get(at))) {
            case "official" -> false;
            case "provisional" -> true;
            default -> throw new BadCalendarException(name, at + 1, "the status is 'official' or 'provisional'");
        };
    }

    /** Index of the line with this comment. */
    private static int comment(String name, List<String> lines, String key) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("# " + key + ":")) {
                return i;
            }
        }
        throw new BadCalendarException(name, 1, "the file has no line '# " + key + ": …'");
    }

    private static String value(String comment) {
        return comment.substring(comment.indexOf(':') + 1).strip();
    }

    private static String text(String name, byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
        out.flip();
        if (result.isError()) {
            int line = 1 + (int) out.chars().filter(c -> c == '\n').count();
            throw new BadCalendarException(name, line, "the file is not UTF-8; save it as UTF-8");
        }
        return out.toString();
    }
}
