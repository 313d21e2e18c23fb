package org.chancery.engine.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.chancery.engine.conformance.CaseJudgement.Verdict;
import org.chancery.ledger.Judgement;
import org.chancery.ledger.Leaf;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A judge that fails says so of the case at which it failed; of no case does it say what it does not know. */
class JudgeFailureTest {

    private static final String RATES = DecisionLiesTest.dmn("rates", "hitPolicy='FIRST'");

    private static Office office;
    private static List<Leaf> log;
    private static List<Leaf> failing;
    private static List<Leaf> idle;

    /** The case of the decision, and after its first record one that does without. */
    @BeforeAll
    static void open() throws Exception {
        office = new Office();
        office.deploy("rates.dmn", RATES);
        office.deploy("rated.bpmn", Sketch.of("rated", "x, y, fee", """
                start s
                user a
                rule d decision=rates into=fee
                user b
                end e
                s -> a
                a -> d
                d -> b
                b -> e
                """));
        office.deploy("plain.bpmn", Sketch.of("plain", "", """
                start s
                user c
                end e
                s -> c
                c -> e
                """));
        failing = new ArrayList<>(office.run("rated", Map.of("x", 7, "y", true), "complete a"));
        idle = office.run("plain", Map.of());
        failing.addAll(office.run("rated", Map.of("x", 7, "y", true), "complete a", "complete b"));
        office.run("plain", Map.of(), "complete c");
        log = office.all();
    }

    @AfterAll
    static void close() {
        office.close();
    }

    private static ModelTexts texts(Supplier<RuntimeException> atTheDecision) {
        Map<String, byte[]> texts = new HashMap<>();
        office.files().forEach(file -> texts.put(Library.hash(file), file));
        String rates = Library.hash(RATES.getBytes(StandardCharsets.UTF_8));
        return hash -> {
            if (hash.equals(rates)) {
                throw atTheDecision.get();
            }
            return Optional.ofNullable(texts.get(hash));
        };
    }

    private static List<byte[]> honest() {
        return new ArrayList<>(log.stream().map(Leaf::publicPart).toList());
    }

    private static Conformance read(ModelTexts texts, List<byte[]> records) {
        Conformance judge = new Conformance(texts);
        for (int leaf = 0; leaf < records.size(); leaf++) {
            judge.read(leaf, records.get(leaf));
        }
        return judge;
    }

    private static List<CaseJudgement> of(Conformance judge, String process) {
        return judge.all().stream()
                .filter(one -> one.model().orElseThrow().key().equals(process))
                .toList();
    }

    @Test
    void theCaseIsNotJudgedFromThereOnAndOthersAre() {
        Conformance judge = read(texts(() -> new IllegalStateException("a citizen's name")), honest());
        assertThat(of(judge, "rated")).hasSize(2).allSatisfy(judged -> {
            assertThat(judged.verdict()).isEqualTo(Verdict.NOT_JUDGED);
            assertThat(judged.findings()).singleElement().satisfies(finding -> {
                assertThat(finding.code()).isEqualTo("judge-failed");
                assertThat(finding.element()).isEqualTo("d");
                assertThat(finding.details()).containsEntry("failure", "IllegalStateException");
                for (Locale locale : List.of(Locale.ENGLISH, Locale.SIMPLIFIED_CHINESE)) {
                    assertThat(new FindingWords(locale).of(finding))
                            .contains("IllegalStateException")
                            .doesNotContain("{", "citizen");
                }
            });
        });
        assertThat(of(judge, "plain")).hasSize(2).allSatisfy(judged -> {
            assertThat(judged.verdict()).isEqualTo(Verdict.LAWFUL);
        });
    }

    @Test
    void itsCertificateIsDueAtItsEndAndSaysNotJudged() {
        Conformance judge = read(texts(() -> new IllegalStateException("out")), honest());
        CaseJudgement ended = of(judge, "rated").getLast();
        CaseCertificate certificate =
                CaseCertificate.of("log.example", log.size(), "root", ended).orElseThrow();
        assertThat(new String(certificate.statement(), StandardCharsets.UTF_8))
                .contains("\"verdict\":\"not-judged\"", "\"code\":\"judge-failed\"", "\"deviations\":[]");
    }

    @Test
    void aWitnessListsItAsNotJudgedAndNoLaterStepAsUnlawful() {
        LedgerJudge judge = new LedgerJudge(texts(() -> new IllegalStateException("out")));
        assertThat(all(judge))
                .hasSize(2)
                .allSatisfy(judgement -> assertThat(judgement).isInstanceOf(Judgement.NotJudged.class));
    }

    @Test
    void whatAMissingModelLeavesUnjudgedANewJudgeJudgesOnceItIsThere() {
        AtomicBoolean there = new AtomicBoolean();
        Map<String, byte[]> texts = new HashMap<>();
        office.files().forEach(file -> texts.put(Library.hash(file), file));
        String rates = Library.hash(RATES.getBytes(StandardCharsets.UTF_8));
        ModelTexts some =
                hash -> hash.equals(rates) && !there.get() ? Optional.empty() : Optional.ofNullable(texts.get(hash));
        LedgerJudge judge = new LedgerJudge(some);
        assertThat(all(judge))
                .hasSize(2)
                .allSatisfy(found -> assertThat(found).isInstanceOf(Judgement.NotJudged.class));
        assertThat(judge.couldSeeMore()).isFalse();
        there.set(true);
        assertThat(judge.couldSeeMore()).isTrue();
        LedgerJudge anew = new LedgerJudge(some);
        assertThat(all(anew)).isEmpty();
        assertThat(anew.couldSeeMore()).isFalse();
    }

    private static List<Judgement> all(LedgerJudge judge) {
        List<Judgement> found = new ArrayList<>();
        List<byte[]> records = honest();
        for (int leaf = 0; leaf < records.size(); leaf++) {
            found.addAll(judge.judge(leaf, records.get(leaf)));
        }
        return found;
    }

    @Test
    void aMachineThatFailsStopsTheJudge() {
        ModelTexts full = texts(() -> {
            throw new OutOfMemoryError("as a test wants it");
        });
        List<byte[]> records = honest();
        assertThatThrownBy(() -> read(full, records)).isInstanceOf(OutOfMemoryError.class);
    }

    /** Where a case stands after a record that cannot be read, nobody knows, nor what it waits for. */
    @Test
    void aCaseWithARecordThatCannotBeReadIsNotJudgedFromThereOn() throws Exception {
        for (String broken : List.of("actor", "v", "transitions")) {
            List<byte[]> records = honest();
            Forger forger = new Forger(failing);
            ObjectNode record = forger.records().getFirst();
            switch (broken) {
                case "v" -> record.put("v", 99);
                case "actor" -> record.putNull("actor");
                default -> record.withArray("transitions").addNull();
            }
            records.set((int) failing.getFirst().index(), forger.written().getFirst());
            Conformance judge = read(texts(IllegalStateException::new), records);
            String name = record.get("case").asText();
            assertThat(judge.of(name).orElseThrow().findings())
                    .as(broken)
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.code()).isEqualTo("unreadable"));
            assertThat(judge.unreadable()).isEmpty();
        }
    }

    @Test
    void anotherCaseOfTheSameRecordIsJudged() throws Exception {
        List<byte[]> records = honest();
        ObjectNode first = new Forger(failing).records().get(1);
        String failed = first.get("case").asText();
        Forger plain = new Forger(idle);
        ObjectNode second = plain.records().getFirst();
        Set<String> places = second.properties().stream().map(Map.Entry::getKey).collect(Collectors.toSet());
        assertThat(places).contains("case", "process", "version", "model", "time");
        second.get("transitions").forEach(one -> {
            ObjectNode moved = ((ObjectNode) one).deepCopy();
            for (String member : List.of("case", "process", "version", "model")) {
                moved.set(member, second.get(member));
            }
            first.withArray("transitions").add(moved);
        });
        records.set((int) failing.get(1).index(), first.toString().getBytes(StandardCharsets.UTF_8));
        second.putArray("transitions");
        records.set((int) idle.getFirst().index(), second.toString().getBytes(StandardCharsets.UTF_8));
        Conformance judge = read(texts(IllegalStateException::new), records);
        assertThat(judge.of(failed).orElseThrow().deviations()).isEmpty();
        assertThat(judge.of(second.get("case").asText()).orElseThrow().verdict())
                .isEqualTo(Verdict.LAWFUL);
    }
}
