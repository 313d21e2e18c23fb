package org.chancery.engine.casefile;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.chancery.engine.Erasures.Erasure;
import org.chancery.engine.Erasures.Ground;
import org.chancery.engine.Erasures.HoldKind;
import org.chancery.engine.Erasures.State;

/**
 * The tables {@code CH_ERASURE} and {@code CH_ERASURE_KEY}. Every write names its row by primary key, so that its row
 * image follows from it.
 */
public final class ErasureTable {

    /** What a screen can show; whoever carries erasures out gets all of them. */
    private static final int MOST_LISTED = 500;

    private final Connection connection;

    /** @param connection the running transaction's */
    public ErasureTable(Connection connection) {
        this.connection = connection;
    }

    /** Keeps others from deciding on this case until the transaction ends. */
    public void lock(String caseNumber) {
        Sql.ask(
                connection,
                "select NUMBER_ from CH_CASE where NUMBER_ = ? for update",
                row -> row.getString(1),
                caseNumber);
    }

    /** Keeps others from deciding on this erasure until the transaction ends. */
    public void lockDecision(String id) {
        Sql.ask(connection, "select ID_ from CH_ERASURE where ID_ = ? for update", row -> row.getString(1), id);
    }

    /** Those of this person's key that are not carried out; nobody decides on them until the transaction ends. */
    public List<Erasure> lockOpen(String person) {
        return Sql.ask(
                connection,
                "select * from CH_ERASURE where PERSON_ID_ = ? and STATE_ in ('REQUESTED', 'CONFIRMED')"
                        + " order by ID_ for update",
                this::read,
                person);
    }

    public void insert(Erasure erasure) {
        Sql.change(
                connection,
                "insert into CH_ERASURE (ID_, CASE_NUMBER_, PERSON_ID_, GROUND_, DESPITE_, STATE_, REQUESTED_BY_,"
                        + " REQUESTED_AT_, DECIDED_BY_, DECIDED_AT_, ERASED_AT_, PURGED_, PENDING_)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                erasure.id(),
                erasure.caseNumber(),
                erasure.person(),
                erasure.ground(),
                words(erasure.despite()),
                erasure.state(),
                erasure.requestedBy(),
                erasure.requestedAt(),
                erasure.decidedBy(),
                erasure.decidedAt(),
                erasure.erasedAt(),
                words(erasure.purged()),
                words(erasure.pending()));
        keys(erasure.id(), erasure.keys());
    }

    public void decided(String id, State state, String by, Instant at, Set<String> keys) {
        Sql.change(
                connection,
                "update CH_ERASURE set STATE_ = ?, DECIDED_BY_ = ?, DECIDED_AT_ = ? where ID_ = ?",
                state,
                by,
                at,
                id);
        keys(id, keys);
    }

    public void erased(String id, Instant at, List<String> purged, List<String> pending) {
        Sql.change(
                connection,
                "update CH_ERASURE set STATE_ = ?, ERASED_AT_ = ?, PURGED_ = ?, PENDING_ = ? where ID_ = ?",
                State.ERASED,
                at,
                words(purged),
                words(pending),
                id);
    }

    private void keys(String id, Collection<String> keys) {
        new TreeSet<>(keys)
                .forEach(key -> Sql.change(
                        connection, "insert into CH_ERASURE_KEY (ERASURE_ID_, PERSON_ID_) values (?, ?)", id, key));
    }

    public Optional<Erasure> byId(String id) {
        return some("ID_ = ?", id).stream().findFirst();
    }

    /** Erasures of this person in this case that were neither declined. */
    public List<Erasure> standing(String caseNumber, String person) {
        return some("CASE_NUMBER_ = ? and PERSON_ID_ = ? and STATE_ <> 'DECLINED'", caseNumber, person);
    }

    /** Confirmed and not carried out, or not yet on every voter. */
    public List<Erasure> unfinished() {
        return some("STATE_ = 'CONFIRMED' or STATE_ = 'ERASED' and PENDING_ <> ''");
    }

    /** Those of this person's key in all cases that are confirmed or carried out. */
    public List<Erasure> decidedOf(String person) {
        return some("PERSON_ID_ = ? and STATE_ in ('CONFIRMED', 'ERASED')", person);
    }

    /** For a screen: those that wait for a decision first, then newest first. */
    public List<Erasure> all() {
        return listed("1 = 1");
    }

    /** Those that this person requested, or in cases of which they are the applicant; like {@link #all}. */
    public List<Erasure> concerning(String person) {
        return listed(
                "REQUESTED_BY_ = ? or CASE_NUMBER_ in (select NUMBER_ from CH_CASE where APPLICANT_ = ?)",
                person,
                person);
    }

    private List<Erasure> some(String condition, Object... values) {
        return Sql.ask(
                connection,
                "select * from CH_ERASURE where " + condition + " order by REQUESTED_AT_ desc, ID_",
                this::read,
                values);
    }

    private List<Erasure> listed(String condition, Object... values) {
        return Sql.ask(
                connection,
                "select * from CH_ERASURE where " + condition
                        + " order by case when STATE_ = 'REQUESTED' then 0 else 1 end,"
                        + " REQUESTED_AT_ desc, ID_ fetch next " + MOST_LISTED + " rows only",
                this::read,
                values);
    }

    private Erasure read(ResultSet row) throws SQLException {
        String id = row.getString("ID_");
        return new Erasure(
                id,
                row.getString("CASE_NUMBER_"),
                row.getString("PERSON_ID_"),
                Set.copyOf(Sql.ask(
                        connection,
                        "select PERSON_ID_ from CH_ERASURE_KEY where ERASURE_ID_ = ?",
                        key -> key.getString(1),
                        id)),
                Ground.valueOf(row.getString("GROUND_")),
                words(row.getString("DESPITE_")).map(HoldKind::valueOf).collect(Collectors.toSet()),
                State.valueOf(row.getString("STATE_")),
                row.getString("REQUESTED_BY_"),
                Instant.ofEpochMilli(row.getLong("REQUESTED_AT_")),
                row.getString("DECIDED_BY_"),
                Sql.instant(row, "DECIDED_AT_"),
                Sql.instant(row, "ERASED_AT_"),
                words(row.getString("PURGED_")).toList(),
                words(row.getString("PENDING_")).toList());
    }

    private static String words(Collection<?> words) {
        return words.stream().map(Object::toString).collect(Collectors.joining(" "));
    }

    private static Stream<String> words(String text) {
        return Stream.of(text.split(" ")).filter(word -> !word.isEmpty());
    }
}
