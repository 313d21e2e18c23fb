package org.chancery.engine.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.chancery.ledger.Leaf;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which version of what an element asks for is meant by its binding. */
class BindingsTest {

    private static Office office;

    @BeforeAll
    static void open() throws Exception {
        office = new Office();
    }

    @AfterAll
    static void close() {
        office.close();
    }

    @Test
    void anOldVersionOfWhatIsCalledIsNamed() throws IOException {
        String called = Sketch.of("inner", "", """
                start is
                end ie
                is -> ie
                """);
        office.deploy("inner.bpmn", called);
        office.deploy("outer.bpmn", Sketch.of("outer", "", """
                start s
                call c of=inner
                end e
                s -> c
                c -> e
                """));
        List<Leaf> made = office.run("outer", Map.of());
        office.deploy("inner.bpmn", called.replace("targetNamespace='t'", "targetNamespace='t2'") + " ");
        List<Leaf> before = new ArrayList<>(office.all());
        before.removeAll(made);
        for (int seconds : new int[] {30, 3_600}) {
            Forger forger = new Forger(made);
            forger.records().forEach(record -> Forger.at(record, Instant.now().plusSeconds(seconds)));
            assertThat(ConstructsTest.judge(office, before, forger.written()).deviations())
                    .extracting(finding -> finding.code() + " " + finding.element())
                    .isEqualTo(seconds == 30 ? List.of() : List.of("other-process c"));
        }
    }

    @Test
    void aTableThatWasReplacedLongBeforeIsNamed() throws IOException {
        String table = DecisionLiesTest.dmn("fees", "hitPolicy='FIRST'");
        office.deploy("fees.dmn", table);
        office.deploy("feed.bpmn", Sketch.of("feed", "x, y, fee", """
                start s
                rule d decision=fees into=fee
                end e
                s -> d
                d -> e
                """));
        List<Leaf> made = office.run("feed", Map.of("x", 7, "y", true));
        office.deploy("fees.dmn", table.replace("<text>30</text>", "<text>31</text>"));
        List<Leaf> before = new ArrayList<>(office.all());
        before.removeAll(made);
        for (int seconds : new int[] {30, 3_600}) {
            Forger forger = new Forger(made);
            forger.records().forEach(record -> Forger.at(record, Instant.now().plusSeconds(seconds)));
            assertThat(ConstructsTest.judge(office, before, forger.written()).deviations())
                    .extracting(finding -> finding.code() + " " + finding.element())
                    .isEqualTo(seconds == 30 ? List.of() : List.of("other-decision d"));
        }
    }

    /** Its time would keep the new table from ever being the newest; after nine entries the log itself tells better. */
    @Test
    void aTableThatWasReplacedByOneDatedAheadIsNamed() throws IOException {
        String table = DecisionLiesTest.dmn("tariff", "hitPolicy='FIRST'");
        office.deploy("tariff.dmn", table);
        office.deploy("priced.bpmn", asking("priced", "tariff"));
        List<Leaf> made = office.run("priced", Map.of("x", 7, "y", true));
        office.deploy("tariff.dmn", table.replace("<text>30</text>", "<text>31</text>"));
        List<Leaf> before = new ArrayList<>(office.all());
        before.removeAll(made);
        Instant now = Instant.now();
        Forger deployed = new Forger(List.of(before.removeLast()));
        deployed.records().forEach(record -> Forger.at(record, now.plus(Duration.ofDays(365))));
        Forger later = new Forger(made);
        later.records().forEach(record -> Forger.at(record, now.plus(Duration.ofHours(2))));
        byte[] between = Forger.atTime(before.getFirst().publicPart(), now.plus(Duration.ofHours(1)));
        for (int entries : new int[] {LedgerTimes.LAST - made.size() - 1, LedgerTimes.LAST}) {
            List<byte[]> records = new ArrayList<>(deployed.written());
            records.addAll(Collections.nCopies(entries, between));
            records.addAll(later.written());
            assertThat(ConstructsTest.judge(office, before, records).deviations())
                    .as("after " + entries)
                    .extracting(finding -> finding.code() + " " + finding.element())
                    .isEqualTo(entries < LedgerTimes.LAST ? List.of() : List.of("other-decision d"));
        }
    }

    @Test
    void aVersionThatNobodyCanTellIsNotJudged() throws IOException {
        office.deploy(
                "tagged.dmn",
                DecisionLiesTest.dmn("tagged", "hitPolicy='FIRST'")
                        .replace("<decision id='tagged'", "<decision id='tagged' camunda:versionTag='one'"));
        String model = asking("tags", "tagged");
        Map<String, String> bindings = Map.of(
                "versionTag one", "camunda:decisionRefBinding='versionTag' camunda:decisionRefVersionTag='one'",
                "version ${v}", "camunda:decisionRefBinding='version' camunda:decisionRefVersion='${v}'");
        bindings.forEach((told, binding) ->
                assertThat(findings(model, binding)).as(told).containsExactly("NOT_JUDGED binding d " + told));
        assertThat(findings(model, "camunda:decisionRefBinding='version' camunda:decisionRefVersion='01'"))
                .isEmpty();
    }

    private static List<String> findings(String model, String binding) {
        try {
            office.deploy("tags.bpmn", model.replace("camunda:decisionRef=", binding + " camunda:decisionRef="));
            List<Leaf> before = office.all();
            Forger made = new Forger(office.run("tags", Map.of("x", 7, "y", true, "v", 1)));
            return ConstructsTest.judge(office, before, made.written()).findings().stream()
                    .map(finding -> finding.kind() + " " + finding.code() + " " + finding.element() + " "
                            + finding.details().get("facts"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String asking(String process, String decision) {
        return Sketch.of(process, "x, y, fee", """
                start s
                rule d decision=%s into=fee
                end e
                s -> d
                d -> e
                """.formatted(decision));
    }
}
