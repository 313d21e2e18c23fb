package org.chancery.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.chancery.engine.casework.Workbench.OFFICER;
import static org.chancery.engine.casework.Workbench.SECOND_OFFICER;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.chancery.engine.Erasures.Erasure;
import org.chancery.engine.Erasures.Ground;
import org.chancery.engine.Erasures.State;
import org.chancery.engine.casework.LicenceParts;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.PersonKeys;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node that ends at each step of an erasure, its database lost each time: after the restart the person is either not
 * erased and the request still waits, or erased, and exactly one record says so.
 */
class ErasureCrashTest {

    @TempDir
    private Path folder;

    private LicenceNode node;
    private String number;
    private String person;
    private String id;

    /** The keys, and what happens around their destruction. */
    private record Around(PersonKeys keys, Runnable before, Runnable after) implements PersonKeys {

        @Override
        public Map<String, byte[]> createAll(Collection<String> personIds) {
            return keys.createAll(personIds);
        }

        @Override
        public Optional<byte[]> find(String personId) {
            return keys.find(personId);
        }

        @Override
        public boolean erased(String personId) {
            return keys.erased(personId);
        }

        @Override
        public Purge eraseAll(Collection<String> personIds) {
            before.run();
            Purge purge = keys.eraseAll(personIds);
            after.run();
            return purge;
        }
    }

    @BeforeEach
    void aRequestWaits() {
        node = new LicenceNode(folder);
        try (Engine engine = node.start(node.keys, LicenceParts.withPersons())) {
            number = LicenceNode.apply(engine, "a");
            person = engine.erasures().persons(OFFICER, number).stream()
                    .filter(one ->
                            one.fields().stream().anyMatch(field -> field.name().equals("citizen")))
                    .findFirst()
                    .orElseThrow()
                    .id();
            id = engine.erasures().request(OFFICER, number, person, Ground.COURT_ORDER, true);
        }
    }

    private void confirm(PersonKeys keys, Consumer<Engine> act) throws Exception {
        try (Engine engine = node.start(keys, LicenceParts.withPersons())) {
            act.accept(engine);
        }
        Files.delete(node.database());
    }

    private void endsErased() {
        try (Engine engine = node.start(node.keys, LicenceParts.withPersons())) {
            long end = System.nanoTime() + LicenceNode.PATIENCE.toNanos();
            while (erasure(engine).state() != State.ERASED) {
                assertThat(System.nanoTime()).as("time until it is carried out").isLessThan(end);
                LockSupport.parkNanos(20_000_000);
            }
            assertThat(node.keys.find(person)).isEmpty();
            assertThat(erased()).as("records that say so").isEqualTo(1);
            LicenceNode.agrees(engine);
            assertThat(engine.erasures().certificate(OFFICER, id).text()).contains(id);
        }
    }

    private Erasure erasure(Engine engine) {
        return engine.erasures().list(OFFICER).stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private long erased() {
        return node.ledger.leaves(0, node.ledger.head().size()).stream()
                .map(leaf -> new String(leaf.publicPart(), StandardCharsets.UTF_8))
                .filter(record -> record.contains("\"type\":\"erased\""))
                .count();
    }

    @Test
    void beforeTheDecisionStandsNothingIsErasedAndItStillWaits() throws Exception {
        confirm(node.keys, engine -> {
            node.ledger.fail(InMemoryLedger.Fault.NO_QUORUM, 1);
            assertThatThrownBy(() -> engine.erasures().confirm(SECOND_OFFICER, id))
                    .isInstanceOf(EngineException.NoQuorum.class);
        });
        try (Engine engine = node.start(node.keys, LicenceParts.withPersons())) {
            assertThat(erasure(engine).state()).isEqualTo(State.REQUESTED);
            assertThat(node.keys.find(person)).isPresent();
            LicenceNode.agrees(engine);
        }
    }

    @Test
    void betweenTheDecisionAndTheKeysItIsCarriedOutAfterTheRestart() throws Exception {
        Runnable end = () -> {
            throw new LedgerException.NoQuorum("the node ends here");
        };
        confirm(
                new Around(node.keys, end, () -> {}),
                engine -> assertThat(
                                engine.erasures().confirm(SECOND_OFFICER, id).state())
                        .isEqualTo(State.CONFIRMED));
        assertThat(node.keys.find(person)).isPresent();
        endsErased();
    }

    @Test
    void betweenTheKeysAndTheRecordItIsToldAfterTheRestart() throws Exception {
        confirm(
                new Around(node.keys, () -> {}, () -> node.ledger.quorum(false)),
                engine -> assertThat(
                                engine.erasures().confirm(SECOND_OFFICER, id).state())
                        .isEqualTo(State.CONFIRMED));
        assertThat(node.keys.find(person)).isEmpty();
        assertThat(erased()).isZero();
        node.ledger.quorum(true);
        endsErased();
    }

    @Test
    void whenTheAnswerToTheRecordIsLostItIsToldOnce() throws Exception {
        confirm(
                new Around(node.keys, () -> {}, () -> node.ledger.fail(InMemoryLedger.Fault.LOST_ANSWER, 1)),
                engine -> assertThat(
                                engine.erasures().confirm(SECOND_OFFICER, id).state())
                        .isIn(State.CONFIRMED, State.ERASED));
        assertThat(erased()).isEqualTo(1);
        endsErased();
    }
}
