package org.chancery.engine.casefile;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Which leaves of the ledger tell of a case, from the rows that the gate writes beside every transaction. */
public final class CaseLeaves {

    private static final int PSEUDONYM_LENGTH = 16;

    private final Connection connection;

    /** @param connection the running transaction's */
    public CaseLeaves(Connection connection) {
        this.connection = connection;
    }

    /** Leaf indices, ascending. */
    public List<Long> of(String caseNumber) {
        return Sql.ask(
                connection,
                "select LEAF_ from CH_LEAF_CASE where CASE_ = ? order by LEAF_",
                row -> row.getLong(1),
                caseNumber);
    }

    /** The case's salt, from which those of its records' commitments follow; never to be shown. */
    public Optional<byte[]> salt(String rootId) {
        return Sql.ask(connection, "select SALT_ from CH_CASE_SALT where ROOT_ = ?", row -> row.getBytes(1), rootId)
                .stream()
                .findFirst();
    }

    /** Number of the case that a leaf tells of; empty if it tells of none, or of several. */
    public Optional<String> onlyCase(long leaf) {
        List<String> cases =
                Sql.ask(connection, "select CASE_ from CH_LEAF_CASE where LEAF_ = ?", row -> row.getString(1), leaf);
        return cases.size() == 1 ? Optional.of(cases.getFirst()) : Optional.empty();
    }

    /** The name the case goes by in public parts: HMAC-SHA-256 of its number under its salt, 16 bytes, base64url. */
    public Optional<String> pseudonym(String rootId) {
        record Salted(String number, byte[] salt) {}
        return Sql.ask(
                        connection,
                        "select NUMBER_, SALT_ from CH_CASE_SALT where ROOT_ = ?",
                        row -> new Salted(row.getString(1), row.getBytes(2)),
                        rootId)
                .stream()
                .findFirst()
                .map(found -> pseudonym(found.salt(), found.number()));
    }

    private static String pseudonym(byte[] salt, String number) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(salt, "HmacSHA256"));
            byte[] hash = mac.doFinal(number.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, PSEUDONYM_LENGTH));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
        }
    }
}
