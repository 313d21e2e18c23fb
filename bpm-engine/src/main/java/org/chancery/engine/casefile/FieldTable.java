package org.chancery.engine.casefile;

import java.sql.Connection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chancery.ledger.PersonKeys;

/** The table {@code CH_FIELD}: personal fields of cases, each sealed under the key of the person it is about. */
public final class FieldTable {

    private final Connection connection;
    private final PersonKeys keys;

    /**
     * A personal field as it can be read now.
     *
     * @param value empty if it was erased, or cannot be opened
     * @param erased whether the person's key was erased
     */
    public record Opened(Optional<String> value, boolean erased) {}

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

    /** Every personal field of a case that has a value, by field key. */
    public Map<String, Opened> of(String caseNumber) {
        List<Stored> rows = Sql.ask(
                connection,
                "select FIELD_, PERSON_ID_, CIPHERTEXT_ from CH_FIELD where CASE_NUMBER_ = ?",
                row -> new Stored(row.getString(1), row.getString(2), row.getBytes(3)),
                caseNumber);
        Map<String, Opened> opened = new HashMap<>();
        rows.forEach(row -> opened.put(row.field(), open(caseNumber, row)));
        return opened;
    }

    private Opened open(String caseNumber, Stored row) {
        Optional<String> value = keys.find(row.personId())
                .flatMap(key -> FieldSeal.open(key, caseNumber, row.field(), row.ciphertext()));
        return new Opened(value, value.isEmpty() && keys.erased(row.personId()));
    }
}
