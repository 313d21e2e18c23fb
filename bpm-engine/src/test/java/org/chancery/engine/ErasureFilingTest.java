package org.chancery.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.chancery.engine.casework.Workbench.FOUNDER;
import static org.chancery.engine.casework.Workbench.OFFICER;
import static org.chancery.engine.casework.Workbench.SECOND_OFFICER;

import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.chancery.engine.EngineException.NotPermitted;
import org.chancery.engine.Erasures.Ground;
import org.chancery.engine.Erasures.State;
import org.chancery.engine.casework.LicenceParts;
import org.chancery.engine.casework.Workbench;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.PersonKeys;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An applicant who files a case while it is decided to erase them: nothing is kept that no record of an erasure names. */
class ErasureFilingTest {

    @TempDir
    private Path folder;

    private final Meanwhile keys = new Meanwhile();
    private LicenceNode node;
    private Engine engine;
    private String first;

    /** Keys that let something happen between two steps of a filing. */
    private static final class Meanwhile implements PersonKeys {

        private final PersonKeys kept = new Workbench.Keys();
        private volatile boolean quorum = true;
        private final AtomicReference<Runnable> onceMade = new AtomicReference<>();
        private final AtomicReference<Runnable> onceAsked = new AtomicReference<>();

        @Override
        public Map<String, byte[]> createAll(Collection<String> personIds) {
            Map<String, byte[]> made = kept.createAll(personIds);
            run(onceMade);
            return made;
        }

        @Override
        public Optional<byte[]> find(String personId) {
            return kept.find(personId);
        }

        @Override
        public boolean erased(String personId) {
            run(onceAsked);
            return kept.erased(personId);
        }

        @Override
        public Purge eraseAll(Collection<String> personIds) {
            if (!quorum) {
                throw new LedgerException.NoQuorum("no quorum of the keys");
            }
            return kept.eraseAll(personIds);
        }

        private static void run(AtomicReference<Runnable> once) {
            Runnable step = once.getAndSet(null);
            if (step != null) {
                step.run();
            }
        }
    }

    @BeforeEach
    void aCaseIsFiled() {
        node = new LicenceNode(folder);
        engine = node.start(keys, LicenceParts.withPersons());
        first = file("a");
    }

    @AfterEach
    void end() {
        engine.close();
    }

    /** With a field that the applicant's own key seals. */
    private String file(String key) {
        Map<String, Object> form = new HashMap<>(LicenceParts.application());
        form.put("plans", "奶制品");
        return engine.cases().start(FOUNDER, "licence", form, key);
    }

    private String request() {
        return engine.erasures().request(OFFICER, first, FOUNDER.personId(), Ground.COURT_ORDER, true);
    }

    private void refused(String code) {
        assertThatThrownBy(() -> file("b"))
                .isInstanceOfSatisfying(
                        NotPermitted.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(code));
        assertThat(engine.cases().list(FOUNDER, "", 0, 10)).hasSize(1);
    }

    @Test
    void nothingIsFiledBetweenTheDecisionAndTheDestructionOfTheKey() {
        keys.quorum = false;
        assertThat(engine.erasures().confirm(SECOND_OFFICER, request()).state()).isEqualTo(State.CONFIRMED);
        refused("person.erasing");
    }

    @Test
    void aKeyThatIsDestroyedAfterItWasMadeKeepsNothing() {
        keys.onceMade.set(() -> keys.kept.erase(FOUNDER.personId()));
        refused("person.erased");
    }

    @Test
    void whoConfirmsWaitsForTheCaseThatIsBeingFiled() {
        String id = request();
        AtomicReference<CompletableFuture<State>> confirming = new AtomicReference<>();
        keys.onceMade.set(() -> keys.onceAsked.set(() -> {
            confirming.set(CompletableFuture.supplyAsync(
                    () -> engine.erasures().confirm(SECOND_OFFICER, id).state()));
            await(confirming.get());
        }));
        String later = file("b");
        assertThatThrownBy(confirming.get()::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        NotPermitted.class,
                        refusal -> assertThat(refusal.details()).containsEntry("cases", later));
        assertThat(keys.kept.find(FOUNDER.personId())).isPresent();
    }

    /** Long enough for a confirmation that does not wait. */
    private static void await(CompletableFuture<State> confirming) {
        try {
            confirming.get(500, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // it waits, as it should
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
