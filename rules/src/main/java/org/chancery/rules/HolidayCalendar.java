package org.chancery.rules;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Which days are working days: Monday to Friday, less the days off that the State Council orders, plus the weekend days
 * it makes working days in turn (调休). One file per year; a year without a file has no working days at all, since a
 * guess would be a wrong deadline.
 */
public final class HolidayCalendar {

    private static final List<Integer> SHIPPED = List.of(2025, 2026, 2027);

    private final Map<Integer, CalendarYear> years;

    HolidayCalendar(Map<Integer, CalendarYear> years) {
        this.years = Map.copyOf(years);
    }

    /** The calendars of the People's Republic of China that ship with the product. */
    public static HolidayCalendar china() {
        Map<Integer, CalendarYear> years = new TreeMap<>();
        for (int year : SHIPPED) {
            years.put(year, shipped("/calendars/cn-" + year + ".csv"));
        }
        return new HolidayCalendar(years);
    }

    /**
     * This calendar with the years an office keeps itself, which take the place of the shipped ones.
     *
     * @param folder its files {@code *.csv}, in the form of the shipped ones
     * @throws BadCalendarException if a file is no calendar, or two are of one year
     * @throws UncheckedIOException if the folder or a file cannot be read; names it
     */
    public HolidayCalendar with(Path folder) {
        Map<Integer, CalendarYear> own = new TreeMap<>();
        for (Path file : files(folder)) {
            CalendarYear year = CalendarYear.parse(file.toString(), read(file));
            if (own.put(year.year(), year) != null) {
                throw new BadCalendarException(
                        file.toString(), 1, "another file of this folder is of " + year.year() + " too; keep one");
            }
        }
        Map<Integer, CalendarYear> merged = new TreeMap<>(years);
        merged.putAll(own);
        return new HolidayCalendar(merged);
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(path -> path.toString().endsWith(".csv"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the folder of calendars " + folder, e);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the calendar " + file, e);
        }
    }

    /** The last day that can be counted. */
    public LocalDate last() {
        return LocalDate.of(Collections.max(years.keySet()), 12, 31);
    }

    /** @throws NoCalendarException if the year has no file */
    public boolean isWorkingDay(LocalDate day) {
        return switch (year(day).exceptions().get(day)) {
            case HOLIDAY -> false;
            case WORKDAY -> true;
            case null -> day.getDayOfWeek() != DayOfWeek.SATURDAY && day.getDayOfWeek() != DayOfWeek.SUNDAY;
        };
    }

    /**
     * Whether the year of this day rests on the law alone, the notice of the State Council being still to come.
     *
     * @throws NoCalendarException if the year has no file
     */
    public boolean isProvisional(LocalDate day) {
        return year(day).provisional();
    }

    private CalendarYear year(LocalDate day) {
        CalendarYear year = years.get(day.getYear());
        if (year == null) {
            throw new NoCalendarException(day.getYear());
        }
        return year;
    }

    private static CalendarYear shipped(String resource) {
        try (InputStream in = HolidayCalendar.class.getResourceAsStream(resource)) {
            return CalendarYear.parse(resource, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
