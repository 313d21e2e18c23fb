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
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A case that has ended and the log that tells of its erasure, entry by entry, before a judge. */
abstract class ErasingCase {

    static final ObjectMapper JSON = new ObjectMapper();
    static final String CITIZEN = "key-of-a-citizen";

    static List<byte[]> told;
    static List<byte[]> files;
    static String caseName;
    static String applicant;
    static Instant end;

    final List<byte[]> records = new ArrayList<>();
    Conformance judge;
    List<Finding> found;
    Instant at;

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

    void begin(ModelTexts texts, List<byte[]> entries) {
        judge = new Conformance(texts);
        records.clear();
        found = new ArrayList<>();
        entries.forEach(this::append);
        found.clear();
    }

    void stillOpen() {
        begin(
                hash -> files.stream().filter(one -> hashOf(one).equals(hash)).findFirst(),
                told.subList(0, told.size() - 1));
        assertThat(judge.of(caseName).orElseThrow().ended()).isEmpty();
    }

    static String hashOf(byte[] text) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    void append(byte[] record) {
        records.add(record);
        found.addAll(judge.read(records.size() - 1, record));
    }

    /** A record of one step by this person, as the engine writes it, with changes. */
    void tell(String type, String person, Consumer<ObjectNode> change) {
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

    static void keys(ObjectNode step, String... keys) {
        ArrayNode all = step.putArray("keys");
        List.of(keys).forEach(all::add);
    }

    void request(Consumer<ObjectNode> change) {
        tell("erasure-requested", "officer-1", step -> {
            step.put("role", "DATA_OFFICER").put("person", CITIZEN);
            keys(step, CITIZEN);
            change.accept(step);
        });
    }

    void confirm(String by, Consumer<ObjectNode> change) {
        tell("erasure-confirmed", by, step -> {
            step.put("role", "DATA_OFFICER").put("confirmedBy", by);
            keys(step, CITIZEN);
            change.accept(step);
        });
    }

    void erased(Consumer<ObjectNode> change) {
        tell("erased", "", step -> {
            step.put("confirmedBy", "officer-2");
            keys(step, CITIZEN);
            change.accept(step);
        });
    }

    /** A decision that stands in another case, as the applicant's other cases tell it. */
    void elsewhere(Consumer<ObjectNode> change) {
        tell("erasure-confirmed", "", step -> {
            step.put("role", "DATA_OFFICER").put("confirmedBy", "officer-2");
            keys(step, applicant);
            change.accept(step);
        });
    }

    void declined(String by, Consumer<ObjectNode> change) {
        tell("erasure-declined", by, step -> {
            step.put("role", "DATA_OFFICER");
            change.accept(step);
        });
    }

    static Consumer<ObjectNode> asItWas() {
        return step -> {};
    }

    void found(String... codes) {
        assertThat(found).extracting(Finding::code).containsExactly(codes);
        assertThat(found).allMatch(one -> one.kind() == Finding.Kind.DEVIATION);
        assertThat(found).allMatch(one -> one.leaf() == records.size() - 1);
    }

    static void own(ObjectNode step) {
        step.put("requestedBy", applicant);
        if (step.path("type").asText().equals("erasure-requested")) {
            step.put("role", "APPLICANT").put("person", applicant);
        }
        keys(step, applicant);
    }
}
