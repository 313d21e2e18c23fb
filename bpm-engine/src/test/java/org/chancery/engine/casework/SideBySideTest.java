package org.chancery.engine.casework;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.chancery.engine.Actor;
import org.chancery.engine.Actor.Role;
import org.chancery.engine.Tasks;
import org.junit.jupiter.api.Test;

/** Departments that decide side by side do not get into each other's way. */
class SideBySideTest {

    private static final List<String> DEPARTMENTS = List.of("tax", "seal", "bank", "hrss");

    @Test
    void branchesCompletedAtTheSameMomentAreAllRecorded() throws Exception {
        try (Workbench bench = new Workbench(
                        Workbench.files("side.bpmn", bpmn(DEPARTMENTS), "ask.form", FORM), Map.of(), Map.of());
                var clerks = Executors.newFixedThreadPool(DEPARTMENTS.size())) {
            for (int round = 0; round < 6; round++) {
                String number = bench.cases().start(Workbench.FOUNDER, "side", Map.of(), "round " + round);
                CyclicBarrier together = new CyclicBarrier(DEPARTMENTS.size());
                List<Future<?>> all = new ArrayList<>();
                for (String department : DEPARTMENTS) {
                    Actor clerk = Workbench.person("p-" + department, department, Role.CLERK, department);
                    String task = bench.tasks().inbox(clerk).get(0).id();
                    all.add(clerks.submit(() -> {
                        together.await();
                        bench.tasks().complete(clerk, task, Map.of());
                        return task;
                    }));
                }
                for (Future<?> each : all) {
                    each.get();
                }
                assertThat(bench.cases().view(Workbench.FOUNDER, number).tokens())
                        .isEmpty();
            }
        }
    }

    @Test
    void anInboxCanBeOpenedWhileItsTasksAreBeingCompleted() throws Exception {
        try (Workbench bench = new Workbench(
                        Workbench.files("side.bpmn", bpmn(List.of("tax")), "ask.form", FORM), Map.of(), Map.of());
                var worker = Executors.newSingleThreadExecutor()) {
            Actor clerk = Workbench.person("p-tax", "tax", Role.CLERK, "tax");
            for (int number = 0; number < 40; number++) {
                bench.cases().start(Workbench.FOUNDER, "side", Map.of(), "case " + number);
            }
            List<String> tasks =
                    bench.tasks().inbox(clerk).stream().map(Tasks.Task::id).toList();
            Future<?> work =
                    worker.submit(() -> tasks.forEach(task -> bench.tasks().complete(clerk, task, Map.of())));
            while (!work.isDone()) {
                assertThat(bench.tasks().inbox(clerk)).hasSizeLessThanOrEqualTo(tasks.size());
            }
            work.get();
            assertThat(bench.tasks().inbox(clerk)).isEmpty();
        }
    }

    private static final String FORM = "{\"id\":\"ask\",\"components\":[]}";

    private static String bpmn(List<String> departments) {
        StringBuilder branches = new StringBuilder();
        for (String department : departments) {
            branches.append("""
                    <sequenceFlow id="to-%1$s" sourceRef="fork" targetRef="%1$s"/>
                    <userTask id="%1$s" camunda:candidateGroups="%1$s" camunda:formRef="ask"
                      camunda:formRefBinding="deployment"/>
                    <sequenceFlow id="from-%1$s" sourceRef="%1$s" targetRef="join"/>
                    """.formatted(department));
        }
        return """
                <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
                  xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="t" id="d">
                  <process id="side" isExecutable="true">
                    <startEvent id="begun" camunda:formRef="ask" camunda:formRefBinding="deployment"/>
                    <sequenceFlow id="in" sourceRef="begun" targetRef="fork"/>
                    <parallelGateway id="fork"/>
                    %s
                    <parallelGateway id="join"/>
                    <sequenceFlow id="out" sourceRef="join" targetRef="done"/>
                    <endEvent id="done"/>
                  </process>
                </definitions>
                """.formatted(branches);
    }
}
