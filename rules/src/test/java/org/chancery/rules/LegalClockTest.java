package org.chancery.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import org.chancery.rules.LegalClock.Roll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LegalClockTest {

    private final LegalClock clock = LegalClock.china();

    private static Instant shanghai(String local) {
        return LocalDateTime.parse(local).atZone(LegalClock.SHANGHAI).toInstant();
    }

    @ParameterizedTest(name = "{0} + {1} working days = {2}: {3}")
    @CsvSource({
        "2026-11-23T09:00, 1, 2026-11-24, P01 promised",
        "2026-11-23T09:00, 3, 2026-11-26, P01 statutory",
        "2026-11-23T09:00, 20, 2026-12-21, P02 disclosure",
        "2026-11-23T23:59, 1, 2026-11-24, late on the day is still that day",
        "2026-11-27T09:00, 1, 2026-11-30, a weekend is not counted",
        "2026-11-28T09:00, 1, 2026-11-30, filed on a Saturday",
        "2026-09-30T09:00, 1, 2026-10-08, National Day",
        "2026-10-09T09:00, 1, 2026-10-10, a Saturday made a working day",
        "2026-09-18T09:00, 1, 2026-09-20, a Sunday made a working day",
        "2026-02-13T09:00, 3, 2026-02-25, Spring Festival with a working Saturday before it",
        "2026-01-01T09:00, 1, 2026-01-04, New Year with a working Sunday after it",
        "2025-12-31T09:00, 1, 2026-01-04, across the years",
        "2025-09-30T09:00, 2, 2025-10-10, National Day and Mid-Autumn 2025",
        "2025-01-25T09:00, 1, 2025-01-26, a Sunday made a working day in 2025"
    })
    void countsWorkingDays(String from, int days, LocalDate due, String why) {
        assertThat(clock.workingDays(shanghai(from), days).day()).as(why).isEqualTo(due);
    }

    @Test
    void aPeriodEndsWhenTheOfficeCloses() {
        Deadline due = clock.workingDays(shanghai("2026-11-23T09:00"), 1);
        assertThat(due.at()).isEqualTo(Instant.parse("2026-11-24T10:00:00Z"));
        assertThat(due.provisional()).isFalse();
        LegalClock urumqi = new LegalClock(HolidayCalendar.china(), ZoneId.of("Asia/Urumqi"), LocalTime.of(17, 30));
        assertThat(urumqi.workingDays(shanghai("2026-11-23T09:00"), 1).at())
                .isEqualTo(Instant.parse("2026-11-24T11:30:00Z"));
    }

    @Test
    void theZoneDecidesWhichDayItIs() {
        Instant lateSundayInUtc = Instant.parse("2026-11-22T16:30:00Z");
        assertThat(clock.workingDays(lateSundayInUtc, 1).day()).isEqualTo(LocalDate.of(2026, 11, 24));
        LegalClock utc = new LegalClock(HolidayCalendar.china(), ZoneId.of("UTC"), LegalClock.CLOSING);
        assertThat(utc.workingDays(lateSundayInUtc, 1).day()).isEqualTo(LocalDate.of(2026, 11, 23));
    }

    /** Vectors of the provident fund (P06). */
    @ParameterizedTest
    @CsvSource({
        "2026-11-27T09:00, 3, NEXT_WORKING_DAY, 2026-11-30",
        "2026-11-27T09:00, 3, NONE, 2026-11-30",
        "2026-11-27T09:00, 15, NONE, 2026-12-12",
        "2026-11-27T09:00, 15, NEXT_WORKING_DAY, 2026-12-14",
        "2026-09-28T09:00, 3, NEXT_WORKING_DAY, 2026-10-08",
        "2026-10-07T09:00, 3, NEXT_WORKING_DAY, 2026-10-10"
    })
    void countsCalendarDays(String from, int days, Roll roll, LocalDate due) {
        assertThat(clock.calendarDays(shanghai(from), days, roll).day()).isEqualTo(due);
    }

    @Test
    void failsClosedBeyondTheCalendars() {
        assertThatThrownBy(() -> clock.workingDays(shanghai("2027-12-31T09:00"), 1))
                .isInstanceOf(NoCalendarException.class)
                .hasMessage("no calendar for 2028");
        assertThatThrownBy(() -> clock.workingDays(shanghai("2024-12-30T09:00"), 1))
                .hasMessage("no calendar for 2024");
        assertThatThrownBy(() -> clock.calendarDays(shanghai("2027-12-30T09:00"), 15, Roll.NONE))
                .hasMessage("no calendar for 2028");
        assertThatThrownBy(() -> clock.workingDays(shanghai("2026-11-23T09:00"), 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void saysWhenItRestsOnAProvisionalCalendar() {
        assertThat(clock.workingDays(shanghai("2026-12-31T09:00"), 1))
                .isEqualTo(new Deadline(LocalDate.of(2027, 1, 4), Instant.parse("2027-01-04T10:00:00Z"), true));
        assertThat(clock.calendarDays(shanghai("2026-12-30T09:00"), 1, Roll.NONE)
                        .provisional())
                .isFalse();
    }

    /** The notice's own weekday for each make-up day: all are weekend days, all holidays of a block are consecutive. */
    @Test
    void makeUpDaysAreWeekendDays() {
        HolidayCalendar calendar = HolidayCalendar.china();
        for (String day : new String[] {
            "2026-01-04",
            "2026-02-14",
            "2026-02-28",
            "2026-05-09",
            "2026-09-20",
            "2026-10-10",
            "2025-01-26",
            "2025-02-08",
            "2025-04-27",
            "2025-09-28",
            "2025-10-11"
        }) {
            assertThat(LocalDate.parse(day).getDayOfWeek().getValue()).isGreaterThan(5);
            assertThat(calendar.isWorkingDay(LocalDate.parse(day))).isTrue();
        }
        assertThat(workingDaysOf(calendar, 2025)).isEqualTo(248);
        assertThat(workingDaysOf(calendar, 2026)).isEqualTo(248);
    }

    private static long workingDaysOf(HolidayCalendar calendar, int year) {
        return LocalDate.of(year, 1, 1)
                .datesUntil(LocalDate.of(year + 1, 1, 1))
                .filter(calendar::isWorkingDay)
                .count();
    }
}
