package org.chancery.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.chancery.engine.LicenceNode.agrees;
import static org.chancery.engine.LicenceNode.apply;
import static org.chancery.engine.LicenceNode.await;
import static org.chancery.engine.LicenceNode.task;
import static org.chancery.engine.casework.Workbench.AMR_LI;
import static org.chancery.engine.casework.Workbench.AMR_WANG;
import static org.chancery.engine.casework.Workbench.FOUNDER;

import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.chancery.engine.casework.LicenceParts;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.PersonKeys;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.operaton.bpm.engine.ProcessEngines;

/** The whole node over a ledger in memory: restart, clerks at once, no quorum. */
class EngineNodeTest {

    @TempDir
    private Path folder;

    private LicenceNode node;
    private boolean noKeys;

    @BeforeEach
    void overALedgerInMemory() {
        node = new LicenceNode(folder);
    }

    @Test
    void aRestartGoesOnWhereItWas() {
        String number;
        try (Engine engine = node.start()) {
            number = apply(engine, "a");
            assertThat(engine.availability()).isEqualTo(Availability.OPEN);
            agrees(engine);
        }
        try (Engine engine = node.start()) {
            engine.tasks().complete(AMR_LI, task(engine, number), Map.of("verdict", "grant"));
            assertThat(engine.cases().trail(FOUNDER, number))
                    .extracting(Cases.Step::transition)
                    .contains("started", "completed", "passed", "variable", "entered", "deadlines", "status");
            assertThat(engine.cases().trail(FOUNDER, number))
                    .filteredOn(step -> step.transition().equals("entered"))
                    .singleElement()
                    .satisfies(step -> assertThat(step.details()).containsEntry("set", List.of("citizen", "holders")));
            assertThat(engine.cases().trail(FOUNDER, number))
                    .extracting(Cases.Step::actor)
                    .contains(FOUNDER.personId(), AMR_LI.personId());
            agrees(engine);
        }
    }

    @Test
    void withoutAQuorumReadsWorkAndWritesFailSayingSoThenWorkAgain() throws Exception {
        try (Engine engine = node.start()) {
            String number = apply(engine, "a");
            String task = task(engine, number);
            long head = node.ledger.head().size();
            node.ledger.quorum(false);
            try (MachineTime time = new MachineTime()) {
                assertThatThrownBy(() -> engine.tasks().complete(AMR_LI, task, Map.of("verdict", "grant")))
                        .isInstanceOf(EngineException.NoQuorum.class);
                assertThat(time.elapsed()).isLessThan(Duration.ofSeconds(5));
            }
            assertThat(engine.availability()).isEqualTo(Availability.NO_QUORUM);
            assertThat(engine.tasks().open(AMR_LI, task).task().caseNumber()).isEqualTo(number);
            assertThat(node.ledger.head().size()).isEqualTo(head);
            node.ledger.quorum(true);
            await(engine, Availability.OPEN);
            engine.tasks().complete(AMR_LI, task, Map.of("verdict", "grant"));
            agrees(engine);
        }
    }

    @Test
    void anApplicationWithoutAQuorumIsRefusedAsSuchWhicheverStoreNoticesFirst() throws Exception {
        PersonKeys silent = (PersonKeys) Proxy.newProxyInstance(
                PersonKeys.class.getClassLoader(), new Class<?>[] {PersonKeys.class}, (proxy, method, args) -> {
                    if (method.getName().equals("createAll") && noKeys) {
                        throw new LedgerException.NoQuorum("switched off");
                    }
                    return method.invoke(node.keys, args);
                });
        try (Engine engine = node.start(silent, LicenceParts.bundle())) {
            apply(engine, "a");
            noKeys = true;
            assertThatThrownBy(() -> apply(engine, "b")).isInstanceOf(EngineException.NoQuorum.class);
            noKeys = false;
            node.ledger.quorum(false);
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> apply(engine, "b")).isInstanceOf(EngineException.NoQuorum.class);
            }
            node.ledger.quorum(true);
            await(engine, Availability.OPEN);
            apply(engine, "b");
            agrees(engine);
        }
    }

    @Test
    void keysOfPersonsWithoutAMajorityAreNotShownAsRecording() throws Exception {
        try (Engine engine = node.start()) {
            assertThat(engine.availability()).isEqualTo(Availability.OPEN);
            node.ledger.personKeys(false);
            await(engine, Availability.NO_PERSON_KEYS);
            apply(engine, "a"); // the gate itself stays open
            node.ledger.quorum(false);
            await(engine, Availability.NO_QUORUM);
            node.ledger.quorum(true);
            node.ledger.personKeys(true);
            await(engine, Availability.OPEN);
        }
    }

    @Test
    void twoClerksCompletingAtOnceOneWinsAndTheOtherIsToldWho() throws Exception {
        try (Engine engine = node.start()) {
            for (int round = 0; round < 5; round++) {
                String task = task(engine, apply(engine, "race " + round));
                CyclicBarrier both = new CyclicBarrier(2);
                List<String> outcomes = new ArrayList<>();
                try (var threads = Executors.newFixedThreadPool(2)) {
                    for (var outcome : threads.invokeAll(List.<Callable<String>>of(
                            () -> complete(engine, AMR_LI, task, both),
                            () -> complete(engine, AMR_WANG, task, both)))) {
                        outcomes.add(outcome.get());
                    }
                }
                assertThat(outcomes)
                        .containsAnyOf("p-li won", "p-wang won")
                        .containsAnyOf("p-li lost to p-wang", "p-wang lost to p-li")
                        .hasSize(2);
            }
            agrees(engine);
        }
    }

    private static String complete(Engine engine, Actor clerk, String task, CyclicBarrier both) throws Exception {
        both.await();
        try {
            engine.tasks().complete(clerk, task, Map.of("verdict", "grant"));
            return clerk.personId() + " won";
        } catch (EngineException.AlreadyDone e) {
            return clerk.personId() + " lost to " + e.details().get("by");
        }
    }

    /** An engine that was built and cannot be used would go on with its threads. */
    @Test
    void aStartThatIsRefusedLeavesNoEngineBehind() {
        Set<String> before = Set.copyOf(ProcessEngines.getProcessEngines().keySet());
        ServiceBundle hostile =
                new ServiceBundle("hostile", Map.of("evil.groovy", "1".getBytes(StandardCharsets.UTF_8)), Map.of());
        assertThatThrownBy(() -> node.start(node.keys, hostile)).isInstanceOf(EngineException.ModelRefused.class);
        assertThat(ProcessEngines.getProcessEngines().keySet()).isEqualTo(before);
    }
}
