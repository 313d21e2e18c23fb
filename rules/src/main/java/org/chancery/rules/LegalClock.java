package org.chancery.rules;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;

/**
 * Counts periods of days as the law does: the day of the event is not counted (民法典 Art 201), and a period ends when
 * the office closes on its last day (Art 203). It reads no clock of its own.
 */
public final class LegalClock {

    /** The office's zone unless told otherwise. */
    public static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

    /** The office's closing time unless told otherwise. */
    public static final LocalTime CLOSING = LocalTime.of(18, 0);

    /** What happens when a period of calendar days ends on a day off. */
    public enum Roll {
        /** It ends there all the same. */
        NONE,
        /** It ends on the next working day (民法典 Art 203). */
        NEXT_WORKING_DAY
    }

    private final HolidayCalendar calendar;
    private final ZoneId zone;
    private final LocalTime closing;

    public LegalClock(HolidayCalendar calendar, ZoneId zone, LocalTime closing) {
        this.calendar = calendar;
        this.zone = zone;
        this.closing = closing;
    }

    /** The shipped calendars of China, Asia/Shanghai, closing at 18:00. */
    public static LegalClock china() {
        return new LegalClock(HolidayCalendar.china(), SHANGHAI, CLOSING);
    }

    /** The day of an instant in the office's zone. */
    public LocalDate day(Instant instant) {
        return LocalDate.ofInstant(instant, zone);
    }

    /**
     * The end of a period of working days (工作日).
     *
     * @param from the event that starts it; its own day is not counted
     * @param days 1 or more
     * @throws NoCalendarException if the period reaches a year without a calendar
     */
    public Deadline workingDays(Instant from, int days) {
        requirePositive(days);
        LocalDate start = day(from);
        boolean provisional = false;
        LocalDate day = start;
        for (int counted = 0; counted < days; ) {
            day = day.plusDays(1);
            if (calendar.isWorkingDay(day)) {
                counted++;
            }
            provisional |= calendar.isProvisional(day);
        }
        return end(day, provisional);
    }

    /**
     * The end of a period of calendar days (日).
     *
     * @param from the event that starts it; its own day is not counted
     * @param days 1 or more
     * @throws NoCalendarException if its last day lies in a year without a calendar
     */
    public Deadline calendarDays(Instant from, int days, Roll roll) {
        requirePositive(days);
        LocalDate day = day(from).plusDays(days);
        boolean provisional = calendar.isProvisional(day);
        while (roll == Roll.NEXT_WORKING_DAY && !calendar.isWorkingDay(day)) {
            day = day.plusDays(1);
            provisional |= calendar.isProvisional(day);
        }
        return end(day, provisional);
    }

    private Deadline end(LocalDate day, boolean provisional) {
        return new Deadline(day, day.atTime(closing).atZone(zone).toInstant(), provisional);
    }

    private static void requirePositive(int days) {
        if (days < 1) {
            throw new IllegalArgumentException("a period has at least one day: " + days);
        }
    }
}
