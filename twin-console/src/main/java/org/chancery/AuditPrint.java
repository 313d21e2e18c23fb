package org.chancery;

import java.io.PrintStream;
import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;
import org.chancery.engine.AuditReport;
import org.chancery.engine.ConformanceReport;

/** What the audit command says, in the reader's language: Chinese, or else English. */
final class AuditPrint {

    /** Characters of a long value that are shown: a model has tens of thousands. */
    private static final int SHOWN = 160;

    /** How many of them stand before the first character in which two values differ. */
    private static final int BEFORE = 40;

    private final ResourceBundle texts;
    private final PrintStream out;

    AuditPrint(Locale locale, PrintStream out) {
        this.out = out;
        this.texts = ResourceBundle.getBundle(
                "org.chancery.audit",
                locale,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    /** A sentence with its values; numbers are written plainly. */
    String say(String key, Object... values) {
        Object[] plain = new Object[values.length];
        for (int i = 0; i < values.length; i++) {
            plain[i] = harmless(values[i].toString());
        }
        return new MessageFormat(texts.getString(key), Locale.ROOT).format(plain);
    }

    void line(String key, Object... values) {
        out.println(say(key, values));
    }

    /** @param entries size of the ledger */
    void report(AuditReport report, long entries) {
        line("compared", entries, report.tables(), report.rows(), report.erasedFields());
        if (report.behind() > 0) {
            line("behind", report.behind());
        }
        if (report.agrees()) {
            line(report.behind() > 0 ? "behind.agrees" : "agrees");
            return;
        }
        line("differs", report.differences().size());
        report.differences().forEach(this::difference);
    }

    void conformance(ConformanceReport report) {
        line("judged", report.entries(), report.cases(), report.ended(), report.lawful());
        line("judged.rate", report.rate() / 10 + "." + report.rate() % 10);
        for (ConformanceReport.Kind kind : ConformanceReport.Kind.values()) {
            line("judged." + kind.name(), report.count(kind));
            report.remarks().stream()
                    .filter(remark -> remark.kind() == kind)
                    .forEach(remark -> line("judged.remark", remark.caseName(), remark.leaf(), remark.words()));
        }
    }

    private void difference(AuditReport.Difference cell) {
        int from = Math.max(0, firstDifference(cell.ledgerValue(), cell.liveValue()) - BEFORE);
        line("difference", cell.table(), cell.key(), cell.column());
        line("difference.ledger", excerpt(cell.ledgerValue(), from));
        line("difference.live", excerpt(cell.liveValue(), from));
    }

    private static int firstDifference(String one, String other) {
        int at = 0;
        while (at < one.length() && at < other.length() && one.charAt(at) == other.charAt(at)) {
            at++;
        }
        return at;
    }

    private String excerpt(String value, int from) {
        if (value.length() <= SHOWN) {
            return value;
        }
        int begin = Math.min(from, value.length() - SHOWN);
        int end = begin + SHOWN;
        return say(
                "excerpt",
                (begin > 0 ? "…" : "") + value.substring(begin, end) + (end < value.length() ? "…" : ""),
                value.length());
    }

    /** Without characters that would move a terminal's cursor or turn the direction of writing: a row may hold them. */
    private static String harmless(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().forEach(c -> {
            int type = Character.getType(c);
            if (type == Character.CONTROL || type == Character.FORMAT) {
                shown.append(String.format("\\u%04x", c));
            } else {
                shown.appendCodePoint(c);
            }
        });
        return shown.toString();
    }
}
