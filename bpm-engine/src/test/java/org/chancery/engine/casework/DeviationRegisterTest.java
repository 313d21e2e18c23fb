package org.chancery.engine.casework;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.util.Base64;
import org.chancery.engine.Actor.Role;
import org.chancery.engine.Seals.Person;
import org.chancery.engine.Seals.Place;
import org.chancery.engine.register.RegisterTables;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two deviations of one place, of which grounds were given before places had marks. */
class DeviationRegisterTest {

    private static final Place ONE = new Place(3, "Decide", "input-differs", "mark-1");
    private static final Place OTHER = new Place(3, "Decide", "input-differs", "mark-2");
    private static final Person AUDITOR = new Person("anna", "audit", Role.AUDITOR, Instant.EPOCH);
    private static final String GIVEN =
            "{\"by\":\"ben\",\"org\":\"it\",\"role\":\"ADMINISTRATOR\",\"at\":\"2030-01-01T00:00:00Z\",";

    private Connection connection;
    private RegisterTables tables;
    private DeviationRegister register;

    @BeforeEach
    void givenBefore() throws Exception {
        connection = DriverManager.getConnection("jdbc:h2:mem:" + System.nanoTime());
        try (Statement statement = connection.createStatement()) {
            for (String ddl : RegisterTables.DDL) {
                statement.execute(ddl);
            }
        }
        tables = new RegisterTables(connection);
        tables.enter("chancery.deviation-grounds", shared() + " 0", GIVEN + "\"ground\":\"on paper\"}");
        register = new DeviationRegister(connection, "A-1");
    }

    @AfterEach
    void close() throws Exception {
        connection.close();
    }

    private static String shared() throws Exception {
        byte[] hash =
                MessageDigest.getInstance("SHA-256").digest("Decide\ninput-differs".getBytes(StandardCharsets.UTF_8));
        return "A-1 3 " + Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    }

    @Test
    void eachIsConfirmedByItself() {
        assertThat(register.grounds(OTHER)).isEqualTo(register.grounds(ONE)).hasSize(1);
        assertThat(register.confirm(ONE, 0, AUDITOR)).isTrue();
        assertThat(register.confirm(ONE, 0, AUDITOR)).isFalse();
        assertThat(register.confirmed(OTHER)).isEmpty();
        assertThat(register.confirm(OTHER, 0, AUDITOR)).isTrue();
        assertThat(register.confirmed(OTHER)).isPresent();
    }

    @Test
    void whatWasConfirmedBeforeHoldsForBoth() throws Exception {
        tables.enter("chancery.deviations-recorded", shared(), GIVEN + "\"number\":\"0\"}");
        assertThat(register.confirmed(ONE)).isEqualTo(register.confirmed(OTHER)).isPresent();
        assertThat(register.confirm(OTHER, 0, AUDITOR)).isFalse();
    }
}
