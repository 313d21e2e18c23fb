package org.chancery.engine.casework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.chancery.engine.casework.Workbench.ADMIN;
import static org.chancery.engine.casework.Workbench.AMR_LI;
import static org.chancery.engine.casework.Workbench.AMR_WANG;
import static org.chancery.engine.casework.Workbench.FOUNDER;
import static org.chancery.engine.casework.Workbench.STRANGER;
import static org.chancery.engine.casework.Workbench.TAX_ZHAO;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.chancery.engine.Actor;
import org.chancery.engine.Actor.Role;
import org.chancery.engine.EngineException.AlreadyDone;
import org.chancery.engine.EngineException.InvalidInput;
import org.chancery.engine.EngineException.NotFound;
import org.chancery.engine.EngineException.NotPermitted;
import org.chancery.engine.identity.Acting;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tasks: who may take, hold and complete them, by every way in. */
class TasksTest {

    private static Workbench bench;

    @BeforeAll
    static void open() {
        bench = Licence.open();
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    @Test
    void anUnknownVariableIsRefusedAtATask() {
        String number = bench.file("unknown");
        String task = bench.task(AMR_LI, number);
        assertThatThrownBy(() -> bench.tasks().complete(AMR_LI, task, Map.of("verdict", "grant", "approvedBy", "me")))
                .isInstanceOfSatisfying(
                        InvalidInput.class,
                        refused -> assertThat(refused.problems())
                                .containsExactly(new InvalidInput.Problem("approvedBy", "field.unknown", Map.of())));
        assertThatThrownBy(() -> bench.tasks().complete(AMR_LI, task, Map.of("verdict", "burn")))
                .isInstanceOf(InvalidInput.class);
        assertThat(bench.cases().view(FOUNDER, number).tokens()).containsExactly("register");
        assertThat(bench.tasks().open(AMR_LI, task).task().assignee()).isEmpty();
    }

    @Test
    void twoClerksCompletingAtOnceOneWinsAndTheOtherIsToldWho() throws Exception {
        for (int round = 0; round < 8; round++) {
            String number = bench.file("race " + round);
            String task = bench.task(AMR_LI, number);
            CyclicBarrier start = new CyclicBarrier(2);
            List<Actor> won = new ArrayList<>();
            List<AlreadyDone> lost = new ArrayList<>();
            try (var threads = Executors.newFixedThreadPool(2)) {
                for (var done : threads.invokeAll(List.of(AMR_LI, AMR_WANG).stream()
                        .map(clerk -> (Callable<Void>) () -> {
                            start.await();
                            try {
                                bench.tasks().complete(clerk, task, Map.of("verdict", "grant"));
                                synchronized (won) {
                                    won.add(clerk);
                                }
                            } catch (AlreadyDone e) {
                                synchronized (won) {
                                    lost.add(e);
                                }
                            }
                            return null;
                        })
                        .toList())) {
                    done.get();
                }
            }
            assertThat(won).hasSize(1);
            assertThat(lost)
                    .singleElement()
                    .satisfies(refusal -> assertThat(refusal.details())
                            .containsEntry("by", won.get(0).personId())
                            .containsKey("at"));
            assertThat(bench.cases().view(FOUNDER, number).tokens()).containsExactly("tax");
        }
    }

    @Test
    void aClerkOfAnotherDepartmentIsToldWhoseTaskItIs() {
        String number = bench.file("department");
        String task = bench.task(AMR_LI, number);
        for (ThrowingAct act : List.<ThrowingAct>of(
                () -> bench.tasks().open(TAX_ZHAO, task),
                () -> bench.tasks().claim(TAX_ZHAO, task),
                () -> bench.tasks().complete(TAX_ZHAO, task, Map.of("verdict", "grant")))) {
            assertThatThrownBy(act::run).isInstanceOfSatisfying(NotPermitted.class, refused -> {
                assertThat(refused.code()).isEqualTo("task.other-department");
                assertThat(refused.details()).containsEntry("group", "amr");
            });
        }
        assertThat(bench.tasks().inbox(TAX_ZHAO))
                .noneMatch(found -> found.caseNumber().equals(number));
        Actor lent = new Actor("p-lent", "tax", Set.of(Role.CLERK), Set.of("amr"));
        assertThatThrownBy(() -> bench.tasks().claim(lent, task)).isInstanceOf(NotPermitted.class);
    }

    @Test
    void whoDidWhatIsToldToThoseAloneWhoseTaskItWas() {
        String number = bench.file("past");
        String task = bench.task(AMR_LI, number);
        bench.tasks().complete(AMR_LI, task, Map.of("verdict", "supplement"));
        String supplement = bench.task(FOUNDER, number);
        bench.tasks().complete(FOUNDER, supplement, Map.of("plans", "x"));
        for (Actor other : List.of(TAX_ZHAO, STRANGER, FOUNDER)) {
            for (ThrowingAct act : acts(other, task)) {
                assertThatThrownBy(act::run).isInstanceOfSatisfying(NotPermitted.class, refused -> {
                    assertThat(refused.code()).isEqualTo("task.other-department");
                    assertThat(refused.details()).containsOnlyKeys("group");
                });
            }
        }
        for (ThrowingAct act : acts(STRANGER, supplement)) {
            assertThatThrownBy(act::run)
                    .isInstanceOfSatisfying(
                            NotPermitted.class, e -> assertThat(e.code()).isEqualTo("task.other-person"));
        }
        for (ThrowingAct act : acts(AMR_WANG, task)) {
            assertThatThrownBy(act::run)
                    .isInstanceOfSatisfying(
                            AlreadyDone.class, e -> assertThat(e.details()).containsEntry("by", "p-li"));
        }
        for (ThrowingAct act : acts(FOUNDER, supplement)) {
            assertThatThrownBy(act::run).isInstanceOf(AlreadyDone.class);
        }
    }

    private static List<ThrowingAct> acts(Actor actor, String task) {
        return List.of(
                () -> bench.tasks().open(actor, task),
                () -> bench.tasks().claim(actor, task),
                () -> bench.tasks().release(actor, task),
                () -> bench.tasks().complete(actor, task, Map.of("verdict", "grant")));
    }

    @Test
    void aTaskIsHeldByOnePersonUntilItIsGivenBack() {
        String number = bench.file("hold");
        String task = bench.task(AMR_LI, number);
        bench.tasks().claim(AMR_LI, task);
        assertThatThrownBy(() -> bench.tasks().claim(AMR_WANG, task))
                .isInstanceOfSatisfying(
                        AlreadyDone.class, e -> assertThat(e.details()).containsEntry("by", "p-li"));
        assertThatThrownBy(() -> bench.tasks().complete(AMR_WANG, task, Map.of("verdict", "grant")))
                .isInstanceOf(AlreadyDone.class);
        assertThatThrownBy(() -> bench.tasks().release(AMR_WANG, task)).isInstanceOf(AlreadyDone.class);
        bench.tasks().release(AMR_LI, task);
        bench.tasks().claim(AMR_WANG, task);
        bench.tasks().complete(AMR_WANG, task, Map.of("verdict", "grant"));
        assertThatThrownBy(() -> bench.tasks().claim(AMR_LI, task))
                .isInstanceOfSatisfying(
                        AlreadyDone.class, e -> assertThat(e.details()).containsEntry("by", "p-wang"));
        assertThatThrownBy(() -> bench.tasks().open(AMR_LI, "no such task")).isInstanceOf(NotFound.class);
    }

    @Test
    void nobodyDecidesOnAnApplicationOfTheirOwn() {
        Actor both = new Actor("p-both", "amr", Set.of(Role.APPLICANT, Role.CLERK), Set.of("amr"));
        String number = bench.cases().start(both, "licence", Licence.application(), "own");
        String task = bench.task(AMR_LI, number);
        assertThatThrownBy(() -> bench.tasks().complete(both, task, Map.of("verdict", "grant")))
                .isInstanceOfSatisfying(
                        NotPermitted.class, e -> assertThat(e.code()).isEqualTo("task.own-case"));
        assertThat(bench.tasks().inbox(both))
                .noneMatch(found -> found.caseNumber().equals(number));
    }

    @Test
    void aSupplementFallsToTheApplicantOfThisCaseAlone() {
        String number = bench.file("supplement");
        bench.tasks().complete(AMR_LI, bench.task(AMR_LI, number), Map.of("verdict", "supplement"));
        String task = bench.task(FOUNDER, number);
        for (Actor other : List.of(STRANGER, AMR_LI, ADMIN)) {
            assertThatThrownBy(() -> bench.tasks().complete(other, task, Map.of("plans", "x")))
                    .isInstanceOfSatisfying(
                            NotPermitted.class, e -> assertThat(e.code()).isEqualTo("task.other-person"));
        }
        assertThatThrownBy(() -> bench.tasks().release(FOUNDER, task)).isInstanceOf(NotPermitted.class);
    }

    @Test
    void whoAppliedSaysTheCasesFileAndNoVariable() {
        String number = bench.file("forged");
        var runtime = bench.engine.getRuntimeService();
        String instance = runtime.createProcessInstanceQuery()
                .processInstanceBusinessKey(number)
                .singleResult()
                .getId();
        runtime.setVariable(instance, "applicant", STRANGER.personId());
        bench.tasks().complete(AMR_LI, bench.task(AMR_LI, number), Map.of("verdict", "supplement"));
        var tasks = bench.engine.getTaskService();
        var task = tasks.createTaskQuery().processInstanceBusinessKey(number).singleResult();
        assertThat(task.getAssignee()).as("the forgery worked").isEqualTo(STRANGER.personId());
        assertThat(bench.tasks().inbox(STRANGER))
                .noneMatch(found -> found.caseNumber().equals(number));
        for (ThrowingAct act : List.<ThrowingAct>of(
                () -> bench.tasks().open(STRANGER, task.getId()),
                () -> bench.tasks().complete(STRANGER, task.getId(), Map.of("plans", "x")),
                () -> Acting.as(STRANGER, () -> tasks.complete(task.getId())))) {
            assertThatThrownBy(act::run)
                    .satisfiesAnyOf(
                            thrown -> assertThat(thrown).isInstanceOf(NotPermitted.class),
                            thrown -> assertThat(thrown).hasRootCauseInstanceOf(NotPermitted.class))
                    .hasMessageContaining("task.other-person");
        }
        Acting.as(ADMIN, () -> tasks.setAssignee(task.getId(), FOUNDER.personId()));
        bench.tasks().complete(FOUNDER, task.getId(), Map.of("plans", "x"));
        assertThat(bench.cases().view(FOUNDER, number).tokens()).containsExactly("register");
    }

    @Test
    void theDutiesHoldBelowTheFacesToo() {
        String number = bench.file("below");
        String task = bench.task(AMR_LI, number);
        var tasks = bench.engine.getTaskService();
        assertThatThrownBy(() -> tasks.complete(task)).hasRootCauseInstanceOf(NotPermitted.class);
        for (Actor actor : List.of(TAX_ZHAO, FOUNDER, ADMIN)) {
            assertThatThrownBy(() -> Acting.as(actor, () -> tasks.complete(task)))
                    .hasRootCauseInstanceOf(NotPermitted.class);
        }
        assertThatThrownBy(() -> Acting.as(AMR_LI, () -> tasks.complete(task)))
                .hasRootCauseInstanceOf(NotPermitted.class);
        assertThatThrownBy(() -> Acting.as(TAX_ZHAO, () -> tasks.setAssignee(task, "p-zhao")))
                .hasRootCauseInstanceOf(NotPermitted.class);
        assertThatThrownBy(() -> Acting.as(AMR_LI, () -> tasks.setAssignee(task, "p-wang")))
                .hasRootCauseInstanceOf(NotPermitted.class);
        Acting.as(ADMIN, () -> tasks.setAssignee(task, "p-wang"));
        assertThatThrownBy(() -> Acting.as(AMR_LI, () -> tasks.setAssignee(task, "p-li")))
                .hasRootCauseInstanceOf(AlreadyDone.class);
        assertThatThrownBy(() ->
                        Acting.as(ADMIN, () -> bench.engine.getRuntimeService().startProcessInstanceByKey("licence")))
                .isInstanceOf(NotPermitted.class);
        assertThatThrownBy(() -> Acting.as(
                        ADMIN, () -> bench.engine.getRuntimeService().startProcessInstanceByKey("licence", number)))
                .isInstanceOf(NotPermitted.class);
    }

    @FunctionalInterface
    private interface ThrowingAct {
        void run();
    }
}
