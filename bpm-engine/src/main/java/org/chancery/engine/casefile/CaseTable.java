package org.chancery.engine.casefile;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.chancery.engine.Cases;

/** The table {@code CH_CASE}. Every write names its row by primary key, so that its row image follows from it. */
public final class CaseTable {

    private final Connection connection;

    /** @param connection the running transaction's */
    public CaseTable(Connection connection) {
        this.connection = connection;
    }

    public void insert(CaseFile file) {
        Sql.change(
                connection,
                "insert into CH_CASE (NUMBER_, ROOT_ID_, SERVICE_, DEFINITION_ID_, TITLE_, APPLICANT_, ORG_, STATUS_, STARTED_AT_,"
                        + " ENDED_AT_, PROMISED_AT_, STATUTORY_AT_, IDEMPOTENCY_KEY_, FILED_CONTENT_)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                file.number(),
                file.rootId(),
                file.service(),
                file.definitionId(),
                file.title(),
                file.applicant(),
                file.org(),
                file.status(),
                file.startedAt(),
                file.endedAt(),
                file.promisedAt(),
                file.statutoryAt(),
                file.idempotencyKey(),
                file.filedContent());
    }

    public void root(String number, String rootId) {
        Sql.change(connection, "update CH_CASE set ROOT_ID_ = ? where NUMBER_ = ?", rootId, number);
    }

    public void title(String number, String title) {
        Sql.change(connection, "update CH_CASE set TITLE_ = ? where NUMBER_ = ?", title, number);
    }

    public void status(String number, Cases.Status status) {
        Sql.change(connection, "update CH_CASE set STATUS_ = ? where NUMBER_ = ?", status, number);
    }

    public void deadlines(String number, Instant promised, Instant statutory) {
        Sql.change(
                connection,
                "update CH_CASE set PROMISED_AT_ = ?, STATUTORY_AT_ = ? where NUMBER_ = ?",
                promised,
                statutory,
                number);
    }

    public void ended(String number, Cases.Status status, Instant at) {
        Sql.change(connection, "update CH_CASE set STATUS_ = ?, ENDED_AT_ = ? where NUMBER_ = ?", status, at, number);
    }

    public Optional<CaseFile> byNumber(String number) {
        return one("NUMBER_ = ?", number);
    }

    public Optional<CaseFile> byRoot(String rootId) {
        return one("ROOT_ID_ = ?", rootId);
    }

    public Optional<CaseFile> byIdempotencyKey(String hash) {
        return one("IDEMPOTENCY_KEY_ = ?", hash);
    }

    public List<CaseFile> byRoots(Collection<String> rootIds) {
        return rootIds.isEmpty()
                ? List.of()
                : Sql.ask(
                        connection,
                        "select * from CH_CASE where ROOT_ID_ in (" + marks(rootIds.size()) + ")",
                        CaseTable::read,
                        rootIds.toArray());
    }

    /**
     * Cases of one applicant or in which one of these groups has or had a task, newest first.
     *
     * @param query part of the number or title, in any case; empty for all
     */
    public List<CaseFile> visibleTo(String applicant, Collection<String> groups, String query, int offset, int limit) {
        List<Object> values = new ArrayList<>(List.of(applicant));
        String worked = "";
        if (!groups.isEmpty()) {
            worked = " or exists (select 1 from ACT_HI_IDENTITYLINK l where l.ROOT_PROC_INST_ID_ = c.ROOT_ID_"
                    + " and l.TYPE_ = 'candidate' and l.GROUP_ID_ in (" + marks(groups.size()) + "))";
            values.addAll(groups);
        }
        return page("(c.APPLICANT_ = ?" + worked + ")", values, query, offset, limit);
    }

    /** Every case of one applicant, in no order. */
    public List<CaseFile> ofApplicant(String applicant) {
        return Sql.ask(connection, "select * from CH_CASE where APPLICANT_ = ?", CaseTable::read, applicant);
    }

    /** All cases, newest first; see {@link #visibleTo}. */
    public List<CaseFile> all(String query, int offset, int limit) {
        return page("1 = 1", new ArrayList<>(), query, offset, limit);
    }

    /** Whether one of these groups has or had a task in the case. */
    public boolean worked(String rootId, Collection<String> groups) {
        if (groups.isEmpty()) {
            return false;
        }
        List<Object> values = new ArrayList<>(List.of(rootId));
        values.addAll(groups);
        return !Sql.ask(
                        connection,
                        "select l.ID_ from ACT_HI_IDENTITYLINK l where l.ROOT_PROC_INST_ID_ = ?"
                                + " and l.TYPE_ = 'candidate' and l.GROUP_ID_ in (" + marks(groups.size()) + ")",
                        row -> row.getString(1),
                        values.toArray())
                .isEmpty();
    }

    private List<CaseFile> page(String condition, List<Object> values, String query, int offset, int limit) {
        String filter = "";
        if (!query.isBlank()) {
            filter = " and (lower(c.NUMBER_) like ? escape '!' or lower(c.TITLE_) like ? escape '!')";
            String pattern = "%" + query.strip().toLowerCase(Locale.ROOT).replaceAll("([!%_])", "!$1") + "%";
            values.addAll(List.of(pattern, pattern));
        }
        values.addAll(List.of(Math.max(offset, 0), Math.clamp(limit, 0, 500)));
        return Sql.ask(
                connection,
                "select c.* from CH_CASE c where " + condition + filter
                        + " order by c.STARTED_AT_ desc, c.NUMBER_ desc offset ? rows fetch next ? rows only",
                CaseTable::read,
                values.toArray());
    }

    private Optional<CaseFile> one(String condition, String value) {
        return Sql.ask(connection, "select * from CH_CASE where " + condition, CaseTable::read, value).stream()
                .findFirst();
    }

    private static String marks(int count) {
        return String.join(", ", Collections.nCopies(count, "?"));
    }

    private static CaseFile read(ResultSet row) throws SQLException {
        return new CaseFile(
                row.getString("NUMBER_"),
                row.getString("ROOT_ID_"),
                row.getString("SERVICE_"),
                row.getString("DEFINITION_ID_"),
                row.getString("TITLE_"),
                row.getString("APPLICANT_"),
                row.getString("ORG_"),
                Cases.Status.valueOf(row.getString("STATUS_")),
                Instant.ofEpochMilli(row.getLong("STARTED_AT_")),
                Sql.instant(row, "ENDED_AT_"),
                Sql.instant(row, "PROMISED_AT_"),
                Sql.instant(row, "STATUTORY_AT_"),
                row.getString("IDEMPOTENCY_KEY_"),
                row.getString("FILED_CONTENT_"));
    }
}
