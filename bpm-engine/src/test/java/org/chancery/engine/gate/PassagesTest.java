package org.chancery.engine.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PassagesTest {

    private static Transition visit(String type, String element, String instance) {
        return new Transition(type, Instant.EPOCH).of("root").at(element).visit(instance);
    }

    private static Transition later(String type, String element, String instance, long millis) {
        return new Transition(type, Instant.EPOCH.plusMillis(millis))
                .of("root")
                .at(element)
                .visit(instance);
    }

    private static Transition flow(String id, String from) {
        return new Transition("taken", Instant.EPOCH)
                .of("root")
                .at(id)
                .with("from", from)
                .with("facts", Map.of("ok", true));
    }

    private static List<String> told(Transition... transitions) {
        return Passages.of(List.of(transitions)).stream()
                .map(t -> t.type() + " " + t.element().orElse("") + " "
                        + t.members().getOrDefault("flows", List.of()))
                .toList();
    }

    @Test
    void aChainIsToldByItsVisits() {
        assertThat(told(
                        visit("completed", "task", "1"),
                        flow("f1", "task"),
                        visit("started", "fork", "2"),
                        visit("completed", "fork", "2"),
                        flow("f2", "fork"),
                        visit("started", "left", "3"),
                        flow("f3", "fork"),
                        visit("started", "right", "4")))
                .containsExactly("completed task [f1]", "passed fork [f2, f3]", "started left []", "started right []");
    }

    @Test
    void factsStandWithTheVisitThatTheFlowLeaves() {
        List<Transition> told = Passages.of(List.of(visit("completed", "gateway", "1"), flow("f1", "gateway")));
        assertThat(told)
                .singleElement()
                .satisfies(t -> assertThat(t.members())
                        .containsEntry("facts", Map.of("ok", true))
                        .containsEntry("flows", List.of("f1")));
    }

    @Test
    void whatEnclosesOthersTellsItsBeginAndItsEnd() {
        assertThat(told(
                        visit("started", "sub", "1"),
                        visit("started", "inner", "2"),
                        visit("completed", "inner", "2"),
                        visit("completed", "sub", "1")))
                .containsExactly("started sub []", "passed inner []", "completed sub []");
    }

    @Test
    void whatTookASecondTellsItsBeginAndItsEnd() {
        assertThat(told(visit("started", "work", "1"), later("completed", "work", "1", 999)))
                .containsExactly("passed work []");
        assertThat(told(visit("started", "work", "1"), later("completed", "work", "1", 1_000)))
                .containsExactly("started work []", "completed work []");
    }

    @Test
    void aFlowThatWasTakenLaterStandsAlone() {
        assertThat(told(
                        visit("completed", "fork", "1"),
                        flow("f1", "fork"),
                        later("started", "left", "2", 0),
                        later("completed", "left", "2", 5_000),
                        new Transition("taken", Instant.EPOCH.plusMillis(5_000))
                                .of("root")
                                .at("f2")
                                .with("from", "fork")))
                .containsExactly("completed fork [f1]", "started left []", "completed left []", "taken f2 []");
    }

    @Test
    void aFlowWithoutAnIdStandsAlone() {
        assertThat(told(visit("completed", "task", "1"), flow(null, "task")))
                .containsExactly("completed task []", "taken  []");
    }

    @Test
    void otherVisitsToTheSameElementAreKeptApart() {
        assertThat(told(visit("started", "join", "1"), visit("completed", "join", "2")))
                .containsExactly("started join []", "completed join []");
        assertThat(told(visit("cancelled", "task", "1"), flow("f1", "task")))
                .containsExactly("cancelled task []", "taken f1 []");
    }
}
