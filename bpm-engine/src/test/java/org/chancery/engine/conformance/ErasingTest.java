package org.chancery.engine.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A leader that lies about erasures: who decided, whose keys were destroyed, what was set aside. */
class ErasingTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CITIZEN = "key-of-a-citizen";

    private static List<byte[]> told;
    private static List<byte[]> files;
    private static String caseName;
    private static String applicant;
    private static Instant end;

    private final List<byte[]> records = new ArrayList<>();
    private Conformance judge;
    private List<Finding> found;
    private Instant at;

    /** A case that has ended, of a model that keeps its data for ten days. */
    @BeforeAll
    static void runOneCase() throws Exception {
        try (Office office = new Office()) {
            String model = Sketch.of("licence", "", """
                    start s
                    user issue groups=amr
                    end e
                    s -> issue
                    issue -> e
                    """);
            office.deploy(
                    "licence.bpmn",
                    model.replace(
                            "</camunda:properties>",
                            "<camunda:property name='retentionDays' value='10'/></camunda:properties>"));
            office.run("licence", Map.of(), "complete issue");
            told = office.all().stream().map(leaf -> leaf.publicPart()).toList();
            files = office.files();
        }
        ObjectNode last = (ObjectNode) JSON.readTree(told.getLast());
        caseName = last.get("case").asText();
        end = Instant.parse(last.get("time").asText());
        for (byte[] one : told.reversed()) {
            ObjectNode record = (ObjectNode) JSON.readTree(one);
            if (record.path("case").asText().equals(caseName)) {
                applicant = record.path("actor").path("key").asText();
            }
        }
        assertThat(applicant).isNotBlank();
    }

    @BeforeEach
    void judgeIt() {
        begin(hash -> files.stream().filter(one -> hashOf(one).equals(hash)).findFirst(), told);
        at = end.plus(Duration.ofDays(11));
    }

    private void begin(ModelTexts texts, List<byte[]> entries) {
        judge = new Conformance(texts);
        records.clear();
        found = new ArrayList<>();
        entries.forEach(this::append);
        found.clear();
    }

    private void stillOpen() {
        begin(
                hash -> files.stream().filter(one -> hashOf(one).equals(hash)).findFirst(),
                told.subList(0, told.size() - 1));
        assertThat(judge.of(caseName).orElseThrow().ended()).isEmpty();
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

    private void append(byte[] record) {
        records.add(record);
        found.addAll(judge.read(records.size() - 1, record));
    }

    /** A record of one step by this person, as the engine writes it, with changes. */
    private void tell(String type, String person, Consumer<ObjectNode> change) {
        ObjectNode record = JSON.createObjectNode();
        record.put("v", 3)
                .put("id", "x")
                .put("kind", "business")
                .put("node", "n")
                .put("term", 1);
        record.put("time", at.toString()).put("case", caseName).put("private", "x");
        if (!person.isEmpty()) {
            record.putObject("actor").put("org", "privacy").put("key", person);
        }
        ObjectNode step = record.putArray("transitions").addObject();
        step.put("type", type).put("erasure", "e1").put("ground", "PERSON_REQUEST");
        step.put("requestedBy", "officer-1");
        change.accept(step);
        append(record.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void keys(ObjectNode step, String... keys) {
        ArrayNode all = step.putArray("keys");
        List.of(keys).forEach(all::add);
    }

    private void request(Consumer<ObjectNode> change) {
        tell("erasure-requested", "officer-1", step -> {
            step.put("role", "DATA_OFFICER").put("person", CITIZEN);
            keys(step, CITIZEN);
            change.accept(step);
        });
    }

    private void confirm(String by, Consumer<ObjectNode> change) {
        tell("erasure-confirmed", by, step -> {
            step.put("role", "DATA_OFFICER").put("confirmedBy", by);
            keys(step, CITIZEN);
            change.accept(step);
        });
    }

    private void erased(Consumer<ObjectNode> change) {
        tell("erased", "", step -> {
            step.put("confirmedBy", "officer-2");
            keys(step, CITIZEN);
            change.accept(step);
        });
    }

    /** A decision that stands in another case, as the applicant's other cases tell it. */
    private void elsewhere(Consumer<ObjectNode> change) {
        tell("erasure-confirmed", "", step -> {
            step.put("role", "DATA_OFFICER").put("confirmedBy", "officer-2");
            keys(step, applicant);
            change.accept(step);
        });
    }

    private void declined(String by, Consumer<ObjectNode> change) {
        tell("erasure-declined", by, step -> {
            step.put("role", "DATA_OFFICER");
            change.accept(step);
        });
    }

    private static Consumer<ObjectNode> asItWas() {
        return step -> {};
    }

    private void found(String... codes) {
        assertThat(found).extracting(Finding::code).containsExactly(codes);
        assertThat(found).allMatch(one -> one.kind() == Finding.Kind.DEVIATION);
        assertThat(found).allMatch(one -> one.leaf() == records.size() - 1);
    }

    @Test
    void twoOfficersAndTheKeysThatWereRequestedAreLawful() {
        request(asItWas());
        confirm("officer-2", asItWas());
        erased(asItWas());
        erased(asItWas()); // a voter that was away
        assertThat(found).isEmpty();
        assertThat(judge.of(caseName).orElseThrow().verdict()).isEqualTo(CaseJudgement.Verdict.LAWFUL);
    }

    private static void own(ObjectNode step) {
        step.put("requestedBy", applicant);
        if (step.path("type").asText().equals("erasure-requested")) {
            step.put("role", "APPLICANT").put("person", applicant);
        }
        keys(step, applicant);
    }

    @Test
    void anApplicantsRequestAndOneOfficerAreLawful() {
        tell("erasure-requested", applicant, ErasingTest::own);
        confirm("officer-2", ErasingTest::own);
        erased(ErasingTest::own);
        assertThat(found).isEmpty();
    }

    /** In the applicant's other cases the decision is told without its request, of their own key alone. */
    @Test
    void aDecisionOfAnotherCaseReachesTheApplicantsKeyAlone() {
        elsewhere(asItWas());
        assertThat(found).isEmpty();
        tell("erasure-confirmed", "", step -> {
            step.put("erasure", "e2").put("confirmedBy", "officer-2");
            keys(step, CITIZEN);
        });
        found("erasure-unrequested");
        found.clear();
        tell("erasure-confirmed", "", step -> {
            step.put("erasure", "e3").put("confirmedBy", "officer-1");
            keys(step, applicant);
        });
        found("erasure-same-person");
    }

    /** What the first of two persons may not do. */
    @ParameterizedTest
    @CsvSource({
        "role,        CLERK,     erasure-role",
        "requestedBy, somebody,  erasure-other-name",
        "requestedBy, '',        erasure-nobody",
        "role,        APPLICANT, erasure-not-own"
    })
    void whatARequestMayNotSay(String member, String value, String code) {
        request(step -> step.put(member, value));
        found(code);
    }

    @Test
    void anApplicantDecidesOnNobodyElseAndSetsNothingAside() {
        tell("erasure-requested", applicant, step -> {
            own(step);
            step.put("role", "DATA_OFFICER").put("person", CITIZEN);
        });
        found("erasure-own-case");
        found.clear();
        tell("erasure-requested", applicant, step -> {
            own(step);
            step.put("erasure", "e2").putArray("despite").add("OPEN_CASE");
        });
        found("erasure-despite");
        found.clear();
        request(step -> step.put("erasure", "e3"));
        confirm(applicant, step -> step.put("erasure", "e3"));
        found("erasure-own-case");
    }

    /** What the second of two persons may not do. */
    @ParameterizedTest
    @CsvSource({
        "officer-1, confirmedBy, officer-1,       erasure-same-person",
        "clerk,     confirmedBy, officer-2,       erasure-other-name",
        "clerk,     role,        CLERK,           erasure-role",
        "officer-2, ground,      COURT_ORDER,     erasure-differs",
        "officer-2, requestedBy, officer-3,       erasure-differs"
    })
    void whatAConfirmationMayNotSay(String by, String member, String value, String code) {
        request(asItWas());
        confirm(by, step -> step.put(member, value));
        found(code);
    }

    @Test
    void nobodyConfirmsOrCarriesOutWhatWasNotAskedFor() {
        confirm("officer-2", asItWas());
        found("erasure-unrequested");
        found.clear();
        tell("erasure-declined", "officer-2", step -> step.put("erasure", "e2"));
        found("erasure-unrequested");
        found.clear();
        erased(step -> step.put("erasure", "e3"));
        found("erasure-unconfirmed");
    }

    @Test
    void whatIsDecidedIsDecidedOnce() {
        request(asItWas());
        declined("officer-2", asItWas());
        assertThat(found).isEmpty();
        confirm("officer-2", asItWas());
        found("erasure-again");
    }

    @Test
    void onlyTheKeysThatWereRequestedAreDestroyed() {
        request(asItWas());
        confirm("officer-2", step -> keys(step, CITIZEN, "key-of-another"));
        found("erasure-other-keys");
        found.clear();
        request(step -> step.put("erasure", "e2"));
        confirm("officer-2", step -> keys(step.put("erasure", "e2"), "key-of-another"));
        found("erasure-other-keys");
        found.clear();
        request(step -> step.put("erasure", "e3"));
        confirm("officer-2", step -> step.put("erasure", "e3"));
        erased(step -> keys(step.put("erasure", "e3"), CITIZEN, "key-of-another"));
        found("erasure-other-keys");
        found.clear();
        erased(step -> step.put("erasure", "e3").put("confirmedBy", "officer-3"));
        found("erasure-differs");
    }

    /** The emptied places of a list go with whoever stands in it; they may be emptied until it is decided. */
    @Test
    void placesThatWereEmptiedMeanwhileGoWithIt() {
        request(asItWas());
        tell(
                "entered",
                "officer-1",
                step -> step.putObject("set").put("holders[0]", "x").put("plans", "y"));
        confirm("officer-2", step -> keys(step, CITIZEN, "key-of-an-emptied-place"));
        assertThat(found).isEmpty();
        request(step -> keys(step.put("erasure", "e2"), CITIZEN, "key-of-an-emptied-place"));
        tell("entered", "officer-1", step -> step.putObject("set").put("holders[0]", "z"));
        confirm("officer-2", step -> step.put("erasure", "e2"));
        assertThat(found).as("the place is taken again").isEmpty();
    }

    @Test
    void whatIsEnteredOutsideListsEmptiesNone() {
        request(asItWas());
        tell("entered", "officer-1", step -> step.putObject("set").put("plans", "y"));
        confirm("officer-2", step -> keys(step, CITIZEN, "key-of-another"));
        found("erasure-other-keys");
    }

    @Test
    void theApplicantsKeyGoesWithNobodyElse() {
        request(asItWas());
        tell("entered", "officer-1", step -> step.putObject("set").put("holders[0]", "x"));
        confirm("officer-2", step -> keys(step, CITIZEN, applicant));
        found("erasure-other-keys");
        found.clear();
        request(step -> keys(step.put("erasure", "e2"), CITIZEN, applicant));
        found("erasure-other-keys");
        found.clear();
        request(step -> keys(step.put("erasure", "e3"), "key-of-another"));
        found("erasure-other-keys");
    }

    @Test
    void noKeyThatWasRequestedIsLeftOut() {
        request(step -> keys(step, CITIZEN, "key-of-an-emptied-place"));
        confirm("officer-2", asItWas());
        found("erasure-other-keys");
    }

    /** Nobody sees here that there is another case: what holds in this one holds. */
    @Test
    void aDecisionOfAnotherCaseIsAnOfficersAndSetsAsideWhatHoldsHere() {
        elsewhere(step -> step.put("role", "CLERK"));
        found("erasure-role");
        found.clear();
        elsewhere(step -> step.put("erasure", "e2").remove("role"));
        assertThat(found).extracting(Finding::code).containsExactly("erasure-unstated");
        found.clear();
        at = end.plus(Duration.ofDays(9));
        elsewhere(step -> step.put("erasure", "e3"));
        found("erasure-held");
        found.clear();
        elsewhere(step -> step.put("erasure", "e4").putArray("despite").add("RETENTION"));
        elsewhere(step -> step.put("erasure", "e5").putArray("despite").add("OPEN_CASE")); // ended since
        assertThat(found).isEmpty();
        stillOpen();
        elsewhere(asItWas());
        found("erasure-held");
    }

    @Test
    void whoDeclinesIsAnOfficerOrWhoeverRequestedIt() {
        for (String id : List.of("e1", "e2", "e3", "e4", "e5", "e6")) {
            request(step -> step.put("erasure", id));
        }
        declined("officer-1", asItWas());
        declined("officer-2", step -> step.put("erasure", "e2"));
        assertThat(found).isEmpty();
        declined("clerk", step -> step.put("erasure", "e3").put("role", "CLERK"));
        found("erasure-role");
        found.clear();
        declined(applicant, step -> step.put("erasure", "e4"));
        found("erasure-own-case");
        found.clear();
        declined("", step -> step.put("erasure", "e5"));
        found("erasure-nobody");
        found.clear();
        declined("officer-2", step -> step.put("erasure", "e6").remove("role"));
        assertThat(found).extracting(Finding::code).containsExactly("erasure-unstated");
        found.clear();
        tell("erasure-requested", applicant, step -> own(step.put("erasure", "e7")));
        declined(applicant, step -> {
            own(step.put("erasure", "e7"));
            step.put("role", "APPLICANT");
        });
        assertThat(found).isEmpty();
    }

    /** Whoever writes a record can write any time into its steps. */
    @ParameterizedTest
    @ValueSource(strings = {"9999-01-01T00:00:00Z", "+1000000000-12-31T23:59:59.999999999Z"})
    void noTimeIsOverBecauseAStepSaysThatItHappensLater(String later) {
        at = end.plus(Duration.ofDays(9));
        request(asItWas());
        confirm("officer-2", step -> step.put("at", later));
        found("erasure-held");
        found.clear();
        Consumer<ObjectNode> over = step -> step.put("erasure", "e2").put("ground", "RETENTION_ENDED");
        request(over);
        confirm("officer-2", over.andThen(step -> step.put("at", later)));
        found("erasure-retention");
    }

    @Test
    void theLastTimeThereIsIsOneOfMany() {
        at = Instant.MAX;
        request(asItWas());
        confirm("officer-2", asItWas());
        assertThat(found).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2000-01-01T00:00:00Z", "-1000000000-01-01T00:00:00Z"})
    void noTimeIsOverBecauseTheEndIsToldToBeLongAgo(String before) throws Exception {
        ObjectNode last = (ObjectNode) JSON.readTree(told.getLast());
        last.path("transitions").forEach(step -> ((ObjectNode) step).put("at", before));
        stillOpen();
        append(last.toString().getBytes(StandardCharsets.UTF_8));
        found.clear();
        at = end.plus(Duration.ofDays(9));
        request(asItWas());
        confirm("officer-2", asItWas());
        found("erasure-held");
    }

    @Test
    void aRecordOfNoVersionIsNotJudged() {
        append("{\"v\":null}".getBytes(StandardCharsets.UTF_8));
        assertThat(found).extracting(Finding::code).containsExactly("unreadable");
    }

    @Test
    void aCaseThatIsOpenIsSetAsideByName() {
        stillOpen();
        request(asItWas());
        confirm("officer-2", asItWas());
        found("erasure-held");
        found.clear();
        Consumer<ObjectNode> byName =
                step -> step.put("erasure", "e2").putArray("despite").add("OPEN_CASE");
        request(byName);
        confirm("officer-2", byName);
        assertThat(found).isEmpty();
        request(step -> step.put("erasure", "e3"));
        confirm(
                "officer-2",
                step -> step.put("erasure", "e3").putArray("despite").add("OPEN_CASE"));
        found("erasure-differs");
    }

    @Test
    void aCaseThatIsKeptIsSetAsideByName() {
        at = end.plus(Duration.ofDays(9));
        request(asItWas());
        confirm("officer-2", asItWas());
        found("erasure-held");
        found.clear();
        Consumer<ObjectNode> byName =
                step -> step.put("erasure", "e2").putArray("despite").add("RETENTION");
        request(byName);
        confirm("officer-2", byName);
        assertThat(found).isEmpty();
    }

    @Test
    void thatTheTimeOfKeepingIsOverIsNotSaidBefore() {
        Consumer<ObjectNode> over = step -> step.put("ground", "RETENTION_ENDED");
        at = end.plus(Duration.ofDays(9));
        request(over.andThen(step -> step.putArray("despite").add("RETENTION")));
        confirm("officer-2", over.andThen(step -> step.putArray("despite").add("RETENTION")));
        found("erasure-retention");
        found.clear();
        at = end.plus(Duration.ofDays(11));
        request(over.andThen(step -> step.put("erasure", "e2")));
        confirm("officer-2", over.andThen(step -> step.put("erasure", "e2")));
        assertThat(found).isEmpty();
    }

    /** A record of before this was told, or one that hides it: neither lawful nor a deviation. */
    @Test
    void whatARecordDoesNotSayIsNotJudged() {
        request(step -> step.remove(Set.of("role", "person", "keys")));
        confirm("officer-2", asItWas());
        assertThat(found).extracting(Finding::code).containsExactly("erasure-unstated", "erasure-unstated");
        assertThat(found).allMatch(one -> one.kind() == Finding.Kind.NOT_JUDGED);
    }

    @Test
    void whoDidNotSeeTheCaseAccusesNobody() {
        begin(hash -> Optional.empty(), told);
        confirm("officer-2", asItWas());
        erased(asItWas());
        assertThat(found).extracting(Finding::code).containsOnly("erasure-unseen");
        assertThat(found).allMatch(one -> one.kind() == Finding.Kind.NOT_JUDGED);
    }
}
