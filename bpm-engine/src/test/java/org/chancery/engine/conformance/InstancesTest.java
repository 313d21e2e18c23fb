package org.chancery.engine.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chancery.ledger.Leaf;
import org.junit.jupiter.api.Test;

/** How many instances there are is the model's to say, not the record's. */
class InstancesTest {

    private static final Instant NOW = Instant.parse("2026-11-24T01:00:00Z");
    private static final Step STEP = new Step(
            7,
            0,
            NOW,
            NOW,
            "completed",
            "c1",
            "a",
            "",
            "",
            Optional.empty(),
            List.of(),
            Map.of(),
            Optional.empty(),
            Map.of());

    /** One instance, after which the record says that all are done. */
    private static List<Finding> found(String loop, Map<String, Object> facts) {
        String text = Sketch.of("p", "n", """
                start s
                user a multi=3
                end e
                s -> a
                a -> e
                """)
                .replace("<loopCardinality>3</loopCardinality>", loop.startsWith("<") ? loop : "")
                .replace("isSequential='false'", "isSequential='false' " + (loop.startsWith("<") ? "" : loop));
        ProcessModel model =
                ModelReader.read(text.getBytes(StandardCharsets.UTF_8)).get("p");
        Scope scope = new Scope("", Optional.empty(), model.process(), false, model, new ModelRef("p", 1, "x"), NOW);
        scope.facts.putAll(facts);
        Node node = model.node("a").orElseThrow();
        Visit frame = new Visit("f", node, scope, true, "", NOW);
        Scope inside = new Scope("f", Optional.of(frame), node, true, model, scope.ref, NOW);
        frame.inside = Optional.of(inside);
        inside.facts.put("nrOfInstances", 1);
        Findings findings = new Findings("c1");
        Instances instances = new Instances(new RecordNotes(), new Feel(), findings);
        instances.begins(STEP, inside);
        scope.facts.put("n", 1); // what is told later changes nothing
        inside.instancesDone = 1;
        instances.end(STEP, frame);
        return findings.all();
    }

    @Test
    void aNumberThatTheModelComputesIsHeldAgainstTheRecord() {
        assertThat(found("<loopCardinality>${n}</loopCardinality>", Map.of("n", 1)))
                .isEmpty();
        assertThat(found("<loopCardinality>${n}</loopCardinality>", Map.of("n", 3)))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.code()).isEqualTo("instances-differ");
                    assertThat(finding.details()).isEqualTo(Map.of("told", "1", "expected", "3"));
                });
    }

    @Test
    void howLongAListIsNobodyKnows() {
        assertThat(found("camunda:collection='officers'", Map.of()))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.kind()).isEqualTo(Finding.Kind.NOT_JUDGED);
                    assertThat(finding.details()).containsEntry("facts", "officers");
                });
    }

    /** Between the frame's begin and that of its instances others may change what the number was computed from. */
    @Test
    void theNumberIsComputedWhenTheFrameBegins() throws Exception {
        try (Office office = new Office()) {
            String model = Sketch.of("later", "n", """
                    start s
                    user a multi=${n}
                    end e
                    s -> a
                    a -> e
                    """);
            office.deploy(
                    "later.bpmn",
                    model.replace("isSequential='false'", "isSequential='false' camunda:asyncBefore='true'"));
            List<Leaf> before = office.all();
            Forger made = new Forger(
                    office.run("later", Map.of("n", 2), "set n 3", "job a", "job a", "complete a", "complete a"));
            CaseJudgement judged = ConstructsTest.judge(office, before, made.written());
            assertThat(judged.findings()).isEmpty();
            assertThat(judged.ended()).isPresent();
        }
    }
}
