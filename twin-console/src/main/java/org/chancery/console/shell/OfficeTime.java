package org.chancery.console.shell;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Instants as the office's clock shows them. */
public final class OfficeTime {

    private final ZoneId zone;

    public OfficeTime(ZoneId zone) {
        this.zone = zone;
    }

    public ZoneId zone() {
        return zone;
    }

    /** Day and minute. */
    public String minute(Instant at, Locale locale) {
        return format(at, locale, "yyyy年M月d日 HH:mm", "d MMM yyyy, HH:mm");
    }

    /** Day, minute and second, for the trail. */
    public String second(Instant at, Locale locale) {
        return format(at, locale, "yyyy年M月d日 HH:mm:ss", "d MMM yyyy, HH:mm:ss");
    }

    /** Day with its weekday, as deadlines are named. */
    public String day(Instant at, Locale locale) {
        return format(at, locale, "yyyy年M月d日 EEEE", "EEEE d MMMM yyyy");
    }

    public LocalDate date(Instant at) {
        return at.atZone(zone).toLocalDate();
    }

    private String format(Instant at, Locale locale, String zh, String en) {
        boolean english = locale.getLanguage().equals("en");
        return DateTimeFormatter.ofPattern(english ? en : zh, english ? Locale.UK : Locale.SIMPLIFIED_CHINESE)
                .format(at.atZone(zone));
    }
}
