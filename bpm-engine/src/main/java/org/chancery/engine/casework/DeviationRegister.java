package org.chancery.engine.casework;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chancery.engine.Actor;
import org.chancery.engine.Seals.Person;
import org.chancery.engine.Seals.Place;
import org.chancery.engine.register.RegisterTables;

/**
 * Who gave which ground for a deviation and who confirmed it, in the gated registers: in rebuild and audit like every
 * row of the engine. Grounds are numbered from 0; the entry that holds one is found by the record's own numbering.
 */
final class DeviationRegister {

    /** More than this many grounds for one deviation are a quarrel, not a record. */
    static final int MOST_GROUNDS = 10;

    private static final String GROUNDS = "chancery.deviation-grounds";
    private static final String CONFIRMED = "chancery.deviations-recorded";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

    private final RegisterTables registers;
    private final String caseNumber;

    DeviationRegister(Connection connection, String caseNumber) {
        this.registers = new RegisterTables(connection);
        this.caseNumber = caseNumber;
    }

    /** A ground as it was given. */
    record Given(Person by, String ground) {}

    /** @param ground number of the ground that was confirmed */
    record Confirmed(Person by, int ground) {}

    /** Oldest first. */
    List<Given> grounds(Place deviation) {
        List<Given> grounds = new ArrayList<>();
        for (Optional<String> next = ground(deviation, 0); next.isPresent(); next = ground(deviation, grounds.size())) {
            Map<String, String> value = read(next.get());
            grounds.add(new Given(person(value), value.get("ground")));
        }
        return grounds;
    }

    private Optional<String> ground(Place deviation, int number) {
        return registers.find(GROUNDS, key(deviation) + " " + number);
    }

    Optional<Confirmed> confirmed(Place deviation) {
        return registers
                .find(CONFIRMED, shared(deviation))
                .or(() -> registers.find(CONFIRMED, marked(deviation)))
                .map(DeviationRegister::read)
                .map(value -> new Confirmed(person(value), Integer.parseInt(value.get("number"))));
    }

    /** @return false, with nothing changed, if somebody gave one at the same moment */
    boolean give(Place deviation, int number, Person by, String ground) {
        return registers.enter(GROUNDS, key(deviation) + " " + number, write(by, "ground", ground));
    }

    /** @return false, with nothing changed, if it was confirmed before */
    boolean confirm(Place deviation, int number, Person by) {
        return confirmed(deviation).isEmpty()
                && registers.enter(CONFIRMED, marked(deviation), write(by, "number", String.valueOf(number)));
    }

    /** Grounds that were given before places had marks stay where they were, for all that share the place. */
    private String key(Place deviation) {
        String shared = shared(deviation);
        return registers.find(GROUNDS, shared + " 0").isPresent() ? shared : marked(deviation);
    }

    /** Where what was confirmed before places had marks stands, which holds for all that share the place. */
    private String shared(Place deviation) {
        return key(deviation, deviation.element() + "\n" + deviation.code());
    }

    private String marked(Place deviation) {
        return key(deviation, deviation.element() + "\n" + deviation.code() + "\n" + deviation.mark());
    }

    private String key(Place deviation, String name) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return caseNumber + " " + deviation.leaf() + " "
                    + Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static String write(Person by, String name, String value) {
        try {
            return JSON.writeValueAsString(Map.of(
                    "by",
                    by.id(),
                    "org",
                    by.organisation(),
                    "role",
                    by.role().name(),
                    "at",
                    by.at().toString(),
                    name,
                    value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts can be written", e);
        }
    }

    private static Map<String, String> read(String value) {
        try {
            return JSON.readValue(value, TEXTS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a register of ours can be read", e);
        }
    }

    private static Person person(Map<String, String> value) {
        return new Person(
                value.get("by"),
                value.get("org"),
                Actor.Role.valueOf(value.get("role")),
                Instant.parse(value.get("at")));
    }
}
