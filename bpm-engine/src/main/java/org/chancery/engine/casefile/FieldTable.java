package org.chancery.engine.casefile;

import java.sql.Connection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.chancery.engine.form.FormField;
import org.chancery.ledger.PersonKeys;

/**
 * The table {@code CH_FIELD}: personal fields of cases, each sealed under the key of the person that its form says it is
 * about ({@link FormField#subject}). A field is kept under its key; each entry of a list of persons under the list's key
 * and its place, {@code holders[0]}, sealed for its own person. The row names the person ({@link CasePersons}), so that
 * erasing that person's key makes exactly their rows unreadable.
 */
public final class FieldTable {

    private static final Pattern ENTRY = Pattern.compile("(.+)\\[(\\d+)]");

    private final Connection connection;
    private final PersonKeys keys;

    /**
     * A personal field as it can be read now.
     *
     * @param value empty if it was erased, or cannot be opened; of a list of persons JSON, in which an entry of which
     *     this is so has no members
     * @param erased whether the person's key was erased
     * @param entries of a list of persons each entry by its place
     */
    public record Opened(Optional<String> value, boolean erased, SortedMap<Integer, Opened> entries) {

        private static Opened list(SortedMap<Integer, Opened> entries) {
            String json = entries.values().stream()
                    .map(entry -> entry.value().orElse("{}"))
                    .collect(Collectors.joining(",", "[", "]"));
            return new Opened(Optional.of(json), false, entries);
        }

        private boolean isRemoved() {
            return value.filter(String::isEmpty).isPresent();
        }
    }

    /** A row as it can be read now, and under whose key. */
    public record Kept(String field, String personId, Opened opened) {

        /** Whether it is a place of a list from which somebody was taken off. */
        public boolean isEmptied() {
            return opened.isRemoved() && ENTRY.matcher(field).matches();
        }
    }

    private record Stored(String field, String personId, byte[] ciphertext) {}

    /** @param connection the running transaction's */
    public FieldTable(Connection connection, PersonKeys keys) {
        this.connection = connection;
        this.keys = keys;
    }

    /**
     * Writes or replaces a field.
     *
     * @return the commitment to the value, HMAC-SHA-256 under a salt that only the ciphertext holds, base64url
     * @param key of that person; obtained before the transaction, since creating one waits for a quorum of its own
     */
    public String put(String caseNumber, String field, String personId, byte[] key, String value) {
        FieldSeal.Sealed sealed = FieldSeal.seal(key, caseNumber, field, value);
        int changed = Sql.change(
                connection,
                "update CH_FIELD set PERSON_ID_ = ?, CIPHERTEXT_ = ?, COMMITMENT_ = ? where CASE_NUMBER_ = ? and FIELD_ = ?",
                personId,
                sealed.ciphertext(),
                sealed.commitment(),
                caseNumber,
                field);
        if (changed == 0) {
            Sql.change(
                    connection,
                    "insert into CH_FIELD (CASE_NUMBER_, FIELD_, PERSON_ID_, CIPHERTEXT_, COMMITMENT_) values (?, ?, ?, ?, ?)",
                    caseNumber,
                    field,
                    personId,
                    sealed.ciphertext(),
                    sealed.commitment());
        }
        return sealed.commitment();
    }

    /** Under which name the entry of a list of persons is kept. */
    public static String entry(String list, int place) {
        return list + "[" + place + "]";
    }

    /** Whether a name is that of an entry of a list of persons. */
    public static boolean isEntry(String name) {
        return ENTRY.matcher(name).matches();
    }

    /** The form's field that a name belongs to: itself, or the list that it is an entry of. */
    public static String field(String name) {
        Matcher entry = ENTRY.matcher(name);
        return entry.matches() ? entry.group(1) : name;
    }

    /** Every personal field of a case that has a value, by field key. */
    public Map<String, Opened> of(String caseNumber) {
        Map<String, Opened> opened = new HashMap<>();
        Map<String, SortedMap<Integer, Opened>> lists = new HashMap<>();
        for (Stored row : rows(caseNumber)) {
            Matcher entry = ENTRY.matcher(row.field());
            Opened value = open(caseNumber, row);
            if (value.isRemoved()) {
                continue;
            }
            if (!entry.matches()) {
                opened.put(row.field(), value);
            } else {
                lists.computeIfAbsent(entry.group(1), list -> new TreeMap<>())
                        .put(Integer.valueOf(entry.group(2)), value);
            }
        }
        lists.forEach((list, entries) -> opened.put(list, Opened.list(entries)));
        return opened;
    }

    /** Every row of a case; entries of lists one by one, emptied ones among them. */
    public List<Kept> kept(String caseNumber) {
        return rows(caseNumber).stream()
                .map(row -> new Kept(row.field(), row.personId(), open(caseNumber, row)))
                .toList();
    }

    /** Whether a field has a value that can be read, and so can be taken back. */
    public boolean holds(String caseNumber, String field) {
        return Optional.ofNullable(of(caseNumber).get(field))
                .flatMap(Opened::value)
                .isPresent();
    }

    /**
     * Every place of a list of persons that ever had an entry; one that was removed has an empty text, under the key of
     * whoever it was about.
     */
    public SortedMap<Integer, Opened> places(String caseNumber, String list) {
        SortedMap<Integer, Opened> places = new TreeMap<>();
        for (Stored row : rows(caseNumber)) {
            Matcher entry = ENTRY.matcher(row.field());
            if (entry.matches() && entry.group(1).equals(list)) {
                places.put(Integer.valueOf(entry.group(2)), open(caseNumber, row));
            }
        }
        return places;
    }

    private List<Stored> rows(String caseNumber) {
        return Sql.ask(
                connection,
                "select FIELD_, PERSON_ID_, CIPHERTEXT_ from CH_FIELD where CASE_NUMBER_ = ?",
                row -> new Stored(row.getString(1), row.getString(2), row.getBytes(3)),
                caseNumber);
    }

    private Opened open(String caseNumber, Stored row) {
        Optional<String> value = keys.find(row.personId())
                .flatMap(key -> FieldSeal.open(key, caseNumber, row.field(), row.ciphertext()));
        return new Opened(value, value.isEmpty() && keys.erased(row.personId()), Collections.emptySortedMap());
    }
}
