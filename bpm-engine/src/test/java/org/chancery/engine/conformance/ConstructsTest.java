package org.chancery.engine.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.chancery.ledger.Leaf;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every construct of BPMN that may be deployed: what the real engine did is lawful, each lie about it is named. */
class ConstructsTest {

    private static Office office;

    @BeforeAll
    static void open() throws Exception {
        office = new Office();
    }

    @AfterAll
    static void close() {
        office.close();
    }

    @TestFactory
    List<DynamicTest> whatTheEngineDidIsLawfulAndLiesAreNamed() throws IOException {
        return Construct.all().stream()
                .map(construct -> DynamicTest.dynamicTest(construct.name(), () -> check(construct)))
                .toList();
    }

    private static void check(Construct construct) throws IOException {
        construct.calls().ifPresent(called -> office.deploy("called.bpmn", Sketch.of("called", "", called)));
        office.deploy(construct.name() + ".bpmn", Sketch.of(construct.name(), construct.facts(), construct.sketch()));
        List<Leaf> before = office.all();
        List<Leaf> made =
                office.run(construct.name(), construct.given(), construct.does().toArray(String[]::new));
        CaseJudgement honest = judge(office, before, new Forger(made).written());
        assertThat(honest.findings()).isEmpty();
        assertThat(honest.verdict()).isEqualTo(CaseJudgement.Verdict.LAWFUL);
        assertThat(honest.ended()).isPresent();
        for (Map.Entry<String, List<String>> lie : construct.lies().entrySet()) {
            Forger forger = new Forger(made);
            forger.change(lie.getKey());
            CaseJudgement found = judge(office, before, forger.written());
            FindingWords words = new FindingWords(Locale.SIMPLIFIED_CHINESE);
            assertThat(found.findings())
                    .allSatisfy(finding -> assertThat(words.of(finding)).doesNotContain("{"));
            assertThat(found.deviations())
                    .as(lie.getKey() + " gave " + found.findings())
                    .extracting(finding -> finding.code() + " " + finding.element())
                    .containsExactlyInAnyOrderElementsOf(lie.getValue());
        }
    }

    /** The case whose records come last. */
    static CaseJudgement judge(Office office, List<Leaf> before, List<byte[]> records, byte[]... forged) {
        return read(office, before, records, () -> Instant.MAX, forged).all().getLast();
    }

    private static Conformance read(
            Office office, List<Leaf> before, List<byte[]> records, InstantSource clock, byte[]... forged) {
        Map<String, byte[]> texts = new HashMap<>();
        office.files().forEach(file -> texts.put(Library.hash(file), file));
        List.of(forged).forEach(file -> texts.put(Library.hash(file), file));
        Conformance judge = new Conformance(hash -> Optional.ofNullable(texts.get(hash)), clock);
        List<byte[]> log = new ArrayList<>(before.stream().map(Leaf::publicPart).toList());
        log.addAll(records);
        for (int leaf = 0; leaf < log.size(); leaf++) {
            judge.read(leaf, log.get(leaf));
        }
        return judge;
    }

    @Test
    void whatAnAdministratorDoesToACaseIsNamed() throws IOException {
        office.deploy("jumped.bpmn", Sketch.of("jumped", "", """
                start s
                user a
                user b
                end e
                s -> a
                a -> b
                b -> e
                """));
        List<Leaf> before = office.all();
        CaseJudgement jumped =
                judge(office, before, new Forger(office.run("jumped", Map.of(), "jump a b", "complete b")).written());
        assertThat(jumped.deviations())
                .extracting(finding -> finding.code() + " " + finding.element())
                .containsExactlyInAnyOrder("stopped-without-cause a", "not-reached b");
        before = office.all();
        CaseJudgement deleted = judge(office, before, new Forger(office.run("jumped", Map.of(), "delete")).written());
        assertThat(deleted.deviations())
                .extracting(finding -> finding.code() + " " + finding.element())
                .containsExactly("stopped-from-outside jumped");
        assertThat(deleted.ended()).isPresent();
    }

    @Test
    void whatIsWithheldIsNeverSaidToBeLawful() throws IOException {
        office.deploy("sealed.bpmn", Sketch.of("sealed", "", """
                start s
                exclusive g
                end e1
                end e2
                s -> g
                g -> e1 : x > 3
                g => e2
                """));
        List<Leaf> before = office.all();
        CaseJudgement judged = judge(office, before, new Forger(office.run("sealed", Map.of("x", 3))).written());
        assertThat(judged.verdict()).isEqualTo(CaseJudgement.Verdict.NOT_JUDGED);
        assertThat(judged.notJudged()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("withheld");
            assertThat(finding.element()).isEqualTo("g");
            assertThat(finding.details()).containsEntry("facts", "x");
        });
    }

    @Test
    void aCaseThatHasNeitherEndedNorAClockIsNamed() throws IOException {
        office.deploy("idle.bpmn", Sketch.of("idle", "", """
                start s
                user a
                end e
                s -> a
                a -> e
                """));
        office.deploy("clocked.bpmn", Sketch.of("clocked", "", """
                start s
                user a
                boundary t on=a timer=PT1H
                end e
                s -> a
                a -> e
                t -> e
                """));
        List<Leaf> before = office.all();
        CaseJudgement idle = judge(office, before, new Forger(office.run("idle", Map.of())).written());
        assertThat(idle.omissions()).extracting(Finding::code).containsExactly("no-clock");
        assertThat(idle.deviations()).isEmpty();
        before = office.all();
        Forger clocked = new Forger(office.run("clocked", Map.of()));
        assertThat(judge(office, before, clocked.written()).omissions()).isEmpty();
        List<byte[]> later = new ArrayList<>(clocked.written());
        later.add(Forger.atTime(before.getFirst().publicPart(), Instant.now().plus(Duration.ofHours(2))));
        CaseJudgement overdue = judge(office, before, later);
        assertThat(overdue.omissions()).singleElement().satisfies(omission -> {
            assertThat(omission.code()).isEqualTo("overdue");
            assertThat(omission.element()).isEqualTo("t");
        });
        Conformance today = read(office, before, later, InstantSource.system());
        assertThat(today.all().getLast().omissions())
                .as("an entry from the future")
                .isEmpty();
        clocked.change("begunEarlier a");
        CaseJudgement antedated = judge(office, before, clocked.written());
        assertThat(antedated.omissions())
                .as("who antedates a begin does not bring its timer forward")
                .isEmpty();
    }

    @Test
    void aTableThatNobodyDeployedIsNamedWhateverItSays() throws IOException {
        String table = DecisionLiesTest.dmn("rates", "hitPolicy='FIRST'");
        office.deploy("rates.dmn", table);
        office.deploy("rated.bpmn", Sketch.of("rated", "x, y, fee", """
                start s
                rule d decision=rates into=fee
                end e
                s -> d
                d -> e
                """));
        List<Leaf> before = office.all();
        List<Leaf> made = office.run("rated", Map.of("x", 7, "y", true));
        assertThat(judge(office, before, new Forger(made).written()).findings()).isEmpty();

        byte[] forged = table.replace("<text>30</text>", "<text>31</text>").getBytes(StandardCharsets.UTF_8);
        Forger forger = new Forger(made);
        forger.change("decided d outputs points 31; told fee 31");
        forger.decisions().forEach(told -> told.put("model", Library.hash(forged)));
        assertThat(judge(office, before, forger.written(), forged).deviations())
                .extracting(finding -> finding.code() + " " + finding.element())
                .containsExactly("other-decision d");
    }
}
