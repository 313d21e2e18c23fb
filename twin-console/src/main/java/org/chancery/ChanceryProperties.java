package org.chancery;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.chancery.ledger.Signing;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What an operator may set, all under {@code chancery.*}.
 *
 * @param data folder of everything this node keeps: the voters' logs, the engine's database, accounts; default
 *     {@code data} in the working folder
 * @param origin name of the log, first line of every checkpoint; must never change once the log has an entry; default
 *     {@code chancery.local/main}
 * @param zone the office's time zone, in which screens show times and legal days are counted; default
 *     {@code Asia/Shanghai}
 * @param calendars folder of the office's own holiday calendars, one file per year, which take the place of the shipped
 *     ones; default {@code calendars} in the data folder, if there is one
 * @param voters the voters of this process
 * @param database where the engine keeps its rows
 * @param strangers how fast one address may ask for receipts without signing in
 * @param signatures with what the log signs besides Ed25519
 */
@ConfigurationProperties("chancery")
public record ChanceryProperties(
        @DefaultValue("data") Path data,
        @DefaultValue("chancery.local/main") String origin,
        @DefaultValue("Asia/Shanghai") ZoneId zone,
        @DefaultValue("") Path calendars,
        @DefaultValue Voters voters,
        @DefaultValue Database database,
        @DefaultValue Strangers strangers,
        @DefaultValue Signatures signatures) {

    public ChanceryProperties {
        data = data.toAbsolutePath().normalize();
        calendars = calendars == null ? Path.of("") : calendars; // an empty text binds to nothing
    }

    /**
     * The voters of this process.
     *
     * @param ports one loopback port per voter; 0 lets the system choose a free one, which is then kept; default three
     *     free ports
     */
    public record Voters(@DefaultValue({"0", "0", "0"}) List<Integer> ports) {}

    /**
     * How fast one client address may ask for receipts without signing in.
     *
     * @param burst requests at once; default 120
     * @param perMinute requests that come back in a minute; default 120
     */
    public record Strangers(
            @DefaultValue("120") int burst,
            @DefaultValue("120") int perMinute) {

        public Strangers {
            if (burst < 1 || perMinute < 1) {
                throw new IllegalArgumentException(
                        "chancery.strangers.burst and chancery.strangers.per-minute must be 1 or more");
            }
        }
    }

    /**
     * With what the log signs its checkpoints, and so all receipts, besides Ed25519, which it always does.
     *
     * @param further {@code p-256}, {@code sm2} or both; each has a key of its own and adds a line; default none
     * @param token where a P-256 key lies that never leaves its token (PKCS#11); default none
     */
    public record Signatures(
            @DefaultValue Set<Signing.Algorithm> further,
            @DefaultValue Token token) {}

    /**
     * A token, such as an HSM.
     *
     * @param library its maker's PKCS#11 library; there is no token if it is empty, which is the default
     * @param slot number of its slot; default 0
     * @param key label of the key and its certificate; default {@code log}
     * @param pinFile file whose first line is the user PIN, readable by its owner alone
     */
    public record Token(
            @DefaultValue("") Path library,
            @DefaultValue("0") long slot,
            @DefaultValue("log") String key,
            @DefaultValue("") Path pinFile) {

        public Token {
            library = library == null ? Path.of("") : library; // an empty text binds to nothing
            pinFile = pinFile == null ? Path.of("") : pinFile;
        }
    }

    /**
     * The engine's database. It can be lost: the ledger rebuilds it.
     *
     * @param kind {@code h2} (in the data folder, needs no server) or {@code postgres}; default {@code h2}
     * @param url JDBC address of PostgreSQL 15 or newer; only for {@code postgres}
     * @param user its user; only for {@code postgres}
     * @param passwordFile file whose first line is the password; only for {@code postgres}
     */
    public record Database(
            @DefaultValue("h2") Kind kind,
            @DefaultValue("") String url,
            @DefaultValue("") String user,
            @DefaultValue("") Path passwordFile) {

        public Database {
            passwordFile = passwordFile == null ? Path.of("") : passwordFile; // an empty text binds to nothing
        }

        /** Which database product. */
        public enum Kind {
            H2,
            POSTGRES
        }
    }
}
