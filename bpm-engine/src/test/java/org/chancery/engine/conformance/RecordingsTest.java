package org.chancery.engine.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.chancery.engine.conformance.CaseJudgement.Verdict;
import org.chancery.ledger.Hash;
import org.chancery.ledger.Head;
import org.chancery.ledger.Judgement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules by which the judge takes a deviation for recorded: two persons, one of them an auditor, one ground. */
class RecordingsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String GROUND = "The approval was given on paper; the file holds it.";

    private static List<byte[]> told;
    private static String caseName;
    private static String founder;
    private static List<byte[]> files;

    private final List<byte[]> records = new ArrayList<>();
    private LedgerJudge judge;
    private Finding deviation;

    /** Somebody of another department approved; then the case went on to its end. */
    @BeforeAll
    static void approveForAnotherDepartment() throws Exception {
        try (Office office = new Office()) {
            office.deploy("licence.bpmn", Sketch.of("licence", "", """
                    start s
                    user approve groups=amr
                    user issue groups=amr
                    end e
                    s -> approve
                    approve -> issue
                    issue -> e
                    """));
            office.run("licence", Map.of(), "complete approve as=tax", "complete issue");
            told = office.all().stream().map(leaf -> leaf.publicPart()).toList();
            files = office.files();
        }
        ObjectNode last = (ObjectNode) JSON.readTree(told.getLast());
        caseName = last.get("case").asText();
        for (byte[] one : told) {
            ObjectNode record = (ObjectNode) JSON.readTree(one);
            if (founder == null && record.path("case").asText().equals(caseName)) {
                founder = record.path("actor").path("key").asText();
            }
        }
    }

    @AfterAll
    static void forget() {
        founder = null;
    }

    @BeforeEach
    void judgeIt() throws Exception {
        judge = new LedgerJudge(RecordingsTest::file);
        for (byte[] record : told) {
            append(record);
        }
        deviation = judged().deviations().getFirst();
        assertThat(judged().deviations()).hasSize(1);
        assertThat(judged().verdict()).isEqualTo(Verdict.DEVIATED);
    }

    private static Optional<byte[]> file(String hash) {
        return files.stream().filter(one -> hashOf(one).equals(hash)).findFirst();
    }

    private static String hashOf(byte[] text) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private CaseJudgement judged() {
        return judge.of(caseName).orElseThrow();
    }

    private List<Judgement> append(byte[] record) {
        records.add(record);
        return judge.judge(records.size() - 1, record);
    }

    /** A record of one step, as the engine writes it, with changes. */
    private List<Judgement> tell(String type, String person, String role, Consumer<ObjectNode> change) {
        ObjectNode record = JSON.createObjectNode();
        record.put("v", 3)
                .put("id", "x")
                .put("kind", "business")
                .put("node", "n")
                .put("term", 1);
        record.put("time", "2030-01-01T00:00:00Z").put("case", caseName).put("private", "x");
        record.putObject("actor").put("org", "audit").put("key", person);
        ArrayNode transitions = record.putArray("transitions");
        ObjectNode step = transitions.addObject();
        step.put("type", type)
                .put("of", deviation.leaf())
                .put("element", deviation.element())
                .put("code", deviation.code())
                .put("mark", deviation.mark())
                .put("role", role)
                .put("ground", GROUND);
        change.accept(step);
        if (step.has("drop")) {
            record.remove(step.remove("drop").asText());
        }
        return append(record.toString().getBytes(StandardCharsets.UTF_8));
    }

    private long propose(String person, String role) {
        assertThat(tell("deviation-proposed", person, role, step -> {})).isEmpty();
        return records.size() - 1;
    }

    private List<Judgement> confirm(String person, String role, long proposal) {
        return tell("deviation-recorded", person, role, step -> step.put("proposal", proposal));
    }

    @Test
    void twoPersonsRecordItAndItStaysFound() throws Exception {
        long proposal = propose("admin", "ADMINISTRATOR");
        assertThat(judged().verdict()).as("one alone records nothing").isEqualTo(Verdict.DEVIATED);
        assertThat(confirm("auditor", "AUDITOR", proposal)).singleElement().satisfies(told -> {
            assertThat(told).isInstanceOf(Judgement.Recorded.class);
            Judgement.Recorded recorded = (Judgement.Recorded) told;
            assertThat(recorded.of()).isEqualTo(deviation.leaf());
            assertThat(recorded.records(new Judgement.Deviation(
                            caseName,
                            deviation.leaf(),
                            deviation.element(),
                            new FindingWords(Locale.ENGLISH).of(deviation))))
                    .isTrue();
        });
        assertThat(judged().verdict()).isEqualTo(Verdict.RECORDED);
        assertThat(judged().deviations()).contains(deviation);
        String certificate = judge.ended("log", new Head(records.size(), new Hash(new byte[32])))
                .getFirst()
                .json();
        assertThat(JSON.readTree(certificate).get("verdict").asText()).isEqualTo("recorded");
        assertThat(JSON.readTree(certificate).at("/recorded/0/details/ground").asText())
                .isEqualTo(GROUND);
        assertThat(JSON.readTree(certificate).at("/deviations/0/code").asText()).isEqualTo(deviation.code());
    }

    /** What a leader may not write: each is a deviation of its own, and records nothing. */
    @ParameterizedTest
    @CsvSource({
        "admin,   ADMINISTRATOR, record-same-person",
        "clerk,   CLERK,         record-role",
        "other,   ADMINISTRATOR, record-no-auditor",
        "founder, AUDITOR,       record-own-case"
    })
    void whoMayNotConfirm(String person, String role, String code) {
        long proposal = propose("admin", "ADMINISTRATOR");
        confirm(person.equals("founder") ? founder : person, role, proposal);
        refused(code);
        assertThat(judged().isOpen(deviation)).isTrue();
    }

    @Test
    void nobodyRecordsWhatWasNotFoundOrNotProposed() {
        tell("deviation-proposed", "admin", "ADMINISTRATOR", step -> step.put("code", "skipped-too"));
        refused("record-unfounded");
        tell("deviation-proposed", "admin", "ADMINISTRATOR", step -> step.put("of", deviation.leaf() - 1));
        refused("record-unfounded");
        tell("deviation-proposed", "admin", "ADMINISTRATOR", step -> step.put("element", "elsewhere"));
        refused("record-unfounded");
        tell("deviation-proposed", "admin", "ADMINISTRATOR", step -> step.put("mark", "AAAAAAAA"));
        refused("record-unfounded");
        tell("deviation-proposed", "admin", "ADMINISTRATOR", step -> step.put("ground", "short"));
        refused("record-ground");
        tell("deviation-proposed", "admin", "ADMINISTRATOR", step -> step.put("drop", "actor"));
        refused("record-nobody");
        confirm("auditor", "AUDITOR", records.size() - 1);
        refused("record-unproposed");
        long proposal = propose("admin", "ADMINISTRATOR");
        tell(
                "deviation-recorded",
                "auditor",
                "AUDITOR",
                step -> step.put("proposal", proposal).put("ground", GROUND + " Or not."));
        refused("record-unproposed");
        assertThat(judged().isOpen(deviation)).isTrue();
    }

    /** A judge that lacks the model has found nothing; that proves nothing against those who record. */
    @Test
    void whoDidNotSeeTheCaseAccusesNobodyOfRecordingIt() throws Exception {
        judge = new LedgerJudge(hash -> Optional.empty());
        records.clear();
        for (byte[] record : told) {
            append(record);
        }
        tell("deviation-proposed", "admin", "ADMINISTRATOR", step -> {});
        unseen();
        confirm("auditor", "AUDITOR", records.size() - 1);
        unseen();
        assertThat(judged().deviations()).isEmpty();
        assertThat(judged().verdict()).isEqualTo(Verdict.NOT_JUDGED);
        tell("deviation-proposed", "admin", "ADMINISTRATOR", step -> step.put("of", records.size() + 9));
        refused("record-unfounded");
    }

    /** What was seen before the case went dark can be told of still. */
    @Test
    void whoSawTheEntryKnowsThatThereWasNothingToRecord() throws Exception {
        ObjectNode hidden = (ObjectNode) JSON.readTree(told.getLast());
        hidden.put("v", 99);
        append(hidden.toString().getBytes(StandardCharsets.UTF_8));
        tell("deviation-proposed", "admin", "ADMINISTRATOR", step -> step.put("code", "skipped-too"));
        refused("record-unfounded");
        tell("deviation-proposed", "admin", "ADMINISTRATOR", step -> step.put("of", told.size()));
        unseen();
        propose("admin", "ADMINISTRATOR");
    }

    private void unseen() {
        assertThat(judged().notJudged().getLast().code()).isEqualTo("record-unseen");
        assertThat(judged().notJudged().getLast().leaf()).isEqualTo(records.size() - 1);
    }

    @Test
    void onceIsEnough() {
        long proposal = propose("admin", "ADMINISTRATOR");
        confirm("auditor", "AUDITOR", proposal);
        confirm("auditor", "AUDITOR", proposal);
        refused("record-again");
        assertThat(judged().verdict()).isEqualTo(Verdict.DEVIATED);
    }

    private void refused(String code) {
        assertThat(judged().deviations().getLast().code()).isEqualTo(code);
        assertThat(judged().deviations().getLast().leaf()).isEqualTo(records.size() - 1);
    }

    @Test
    void casesAreToldOfWhenTheyHaveEndedAndWhenMoreIsRecorded() {
        Head head = new Head(records.size(), new Hash(new byte[32]));
        assertThat(judge.ended("log", head))
                .singleElement()
                .satisfies(one -> assertThat(one.caseName()).isEqualTo(caseName));
        assertThat(judge.ended("log", head)).isEmpty();
        propose("admin", "ADMINISTRATOR");
        assertThat(judge.ended("log", new Head(records.size(), new Hash(new byte[32]))))
                .hasSize(1);
    }
}
