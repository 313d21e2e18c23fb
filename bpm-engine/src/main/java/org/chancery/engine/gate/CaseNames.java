package org.chancery.engine.gate;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chancery.engine.image.RowImage;
import org.chancery.engine.image.Schema;
import org.chancery.engine.image.Table;

/**
 * The names a case goes by: its number, which stays in the private part, and its pseudonym in the public part, which
 * is the number under a random salt of the case. Number and salt stand in a gated row, written at the case's first
 * transition. A process that belongs to no case goes by its root instance's id.
 */
public final class CaseNames {

    /** Creates the table of salts; run at genesis. */
    public static final List<String> DDL = List.of(
            "create table CH_CASE_SALT (ROOT_ varchar(64) not null, NUMBER_ varchar(64) not null, SALT_ bytea not null,"
                    + " primary key (ROOT_))");

    private static final int SALT_LENGTH = 16;
    private static final int MAX_CACHED = 10_000;

    /** What one case is called, and the salt under which its record names whatever belongs to it. */
    record Name(String number, String pseudonym, byte[] salt) {}

    private final Table salts;
    private final boolean hasCases;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Name> cache = new LinkedHashMap<>(256, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Name> eldest) {
            return size() > MAX_CACHED;
        }
    };

    CaseNames(Schema schema) {
        salts = schema.find("CH_CASE_SALT").orElseThrow();
        hasCases = schema.find("CH_CASE").isPresent();
    }

    /** The case's name; a first use adds its row to the transaction. */
    Name of(String root, Connection real, List<RowImage> images) throws SQLException {
        Optional<Name> known = cached(root);
        if (known.isPresent()) {
            return known.get();
        }
        Optional<Name> stored = stored(root, real);
        return stored.isPresent() ? stored.get() : create(root, real, images);
    }

    private Optional<Name> cached(String root) {
        synchronized (cache) {
            return Optional.ofNullable(cache.get(root));
        }
    }

    /** Remembers names once the transaction that used them stands. */
    void committed(Map<String, Name> names) {
        synchronized (cache) {
            cache.putAll(names);
        }
    }

    private static Optional<Name> stored(String root, Connection real) throws SQLException {
        try (PreparedStatement query =
                real.prepareStatement("select NUMBER_, SALT_ from CH_CASE_SALT where ROOT_ = ?")) {
            query.setString(1, root);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? Optional.of(name(row.getString(1), row.getBytes(2))) : Optional.empty();
            }
        }
    }

    private Name create(String root, Connection real, List<RowImage> images) throws SQLException {
        byte[] salt = new byte[SALT_LENGTH];
        random.nextBytes(salt);
        String number = number(root, real);
        Object[] key = {root};
        int[] columns = {salts.indexOf("ROOT_"), salts.indexOf("NUMBER_"), salts.indexOf("SALT_")};
        try (PreparedStatement insert =
                real.prepareStatement("insert into CH_CASE_SALT (ROOT_, NUMBER_, SALT_) values (?, ?, ?)")) {
            insert.setString(1, root);
            insert.setString(2, number);
            insert.setBytes(3, salt);
            insert.executeUpdate();
        }
        images.add(
                new RowImage(salts, RowImage.Change.INSERT, key, columns, new Object[] {root, number, salt.clone()}));
        return name(number, salt);
    }

    private String number(String root, Connection real) throws SQLException {
        if (!hasCases) {
            return root;
        }
        try (PreparedStatement query = real.prepareStatement("select NUMBER_ from CH_CASE where ROOT_ID_ = ?")) {
            query.setString(1, root);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? row.getString(1) : root;
            }
        }
    }

    private static Name name(String number, byte[] salt) {
        return new Name(number, Digests.pseudonym(salt, number), salt);
    }
}
