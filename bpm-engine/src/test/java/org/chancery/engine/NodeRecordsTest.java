package org.chancery.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chancery.engine.LicenceNode.apply;
import static org.chancery.engine.LicenceNode.task;
import static org.chancery.engine.casework.Workbench.AMR_LI;
import static org.chancery.engine.casework.Workbench.AUDITOR;
import static org.chancery.engine.casework.Workbench.FOUNDER;
import static org.chancery.engine.casework.Workbench.TAX_ZHAO;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.chancery.engine.casework.LicenceParts;
import org.chancery.ledger.Leaf;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the records of a whole node tell, and to whom. */
class NodeRecordsTest {

    /** Bytes, public and private part together. */
    private static final int LONGEST_TYPICAL = 1_024;

    @TempDir
    private Path folder;

    private LicenceNode node;

    @BeforeEach
    void overALedgerInMemory() {
        node = new LicenceNode(folder);
    }

    private int lengthOfLast() {
        Leaf last = node.ledger.leaf(node.ledger.head().size() - 1);
        return last.publicPart().length + last.privatePart().length;
    }

    @Test
    void aCompletionNamesTheFormAndATypicalRecordIsShort() {
        try (Engine engine = node.start()) {
            String number = "";
            int claimed = Integer.MAX_VALUE;
            int completed = Integer.MAX_VALUE;
            // what takes more than a second writes its times down: a cold or busy machine is not typical
            for (int turn = 0; turn < 30 && Math.max(claimed, completed) >= LONGEST_TYPICAL; turn++) {
                number = apply(engine, "turn " + turn);
                String task = task(engine, number);
                engine.tasks().claim(AMR_LI, task);
                claimed = Math.min(claimed, lengthOfLast());
                engine.tasks().complete(AMR_LI, task, Map.of("verdict", "grant"));
                completed = Math.min(completed, lengthOfLast());
            }
            assertThat(claimed).isLessThan(LONGEST_TYPICAL);
            assertThat(completed).isLessThan(LONGEST_TYPICAL);
            assertThat(engine.cases().trail(FOUNDER, number))
                    .filteredOn(step -> step.transition().equals("completed")
                            && step.element().equals("register"))
                    .singleElement()
                    .satisfies(step ->
                            assertThat((String) step.details().get("form")).matches("[-_0-9A-Za-z]{43}"));
        }
    }

    @Test
    void aStrangerCannotLinkTwoCasesOfOnePerson() throws Exception {
        try (Engine engine = node.start()) {
            long before = node.ledger.head().size();
            for (String key : List.of("a", "b")) {
                String task = task(engine, apply(engine, key));
                engine.tasks().claim(AMR_LI, task);
                engine.tasks().complete(AMR_LI, task, Map.of("verdict", "grant"));
            }
            Map<String, Set<String>> keys = new HashMap<>();
            for (Leaf leaf : node.ledger.leaves(before, node.ledger.head().size())) {
                JsonNode record = new ObjectMapper().readTree(leaf.publicPart());
                if (record.has("actor")) {
                    keys.computeIfAbsent(record.get("case").asText(), name -> new HashSet<>())
                            .add(record.at("/actor/key").asText());
                }
            }
            assertThat(keys.values())
                    .hasSize(2)
                    .allSatisfy(people ->
                            assertThat(people).as("the founder and one clerk").hasSize(2));
            assertThat(keys.values().stream().flatMap(Set::stream)).doesNotHaveDuplicates();
        }
    }

    @Test
    void aFactThatTheModelDoesNotCallPublicIsKnownToTheCaseOnly() {
        try (Engine engine = node.start(node.keys, LicenceParts.withoutPublicFacts())) {
            String number = apply(engine, "a");
            engine.tasks().complete(AMR_LI, task(engine, number), Map.of("verdict", "grant"));
            String told =
                    new String(node.ledger.leaf(node.ledger.head().size() - 1).publicPart(), StandardCharsets.UTF_8);
            assertThat(told)
                    .containsPattern("\"facts.verdict\":\"[-_0-9A-Za-z]{43}\"")
                    .doesNotContain("\"grant\"");
            assertThat(engine.cases().trail(FOUNDER, number))
                    .filteredOn(step -> step.element().equals("verdict"))
                    .singleElement()
                    .satisfies(step -> assertThat(step.details()).containsEntry("facts", Map.of("verdict", "grant")));
        }
    }

    @Test
    void aDepartmentIsToldOfWithheldFactsOnlyWhatItMayKnow() {
        try (Engine engine = node.start(node.keys, LicenceParts.withoutPublicFactsOrResults())) {
            String number = apply(engine, "a");
            engine.tasks().complete(AMR_LI, task(engine, number), Map.of("verdict", "grant"));
            // in this order: what one of them is told is not kept for the next
            for (Actor actor : List.of(TAX_ZHAO, FOUNDER, TAX_ZHAO, AMR_LI, TAX_ZHAO, AUDITOR, TAX_ZHAO)) {
                assertThat(engine.cases().trail(actor, number))
                        .filteredOn(step -> step.element().equals("verdict"))
                        .singleElement()
                        .satisfies(step -> assertThat(step.details().getOrDefault("facts", Map.of()))
                                .as(actor.personId())
                                .isEqualTo(actor.equals(TAX_ZHAO) ? Map.of() : Map.of("verdict", "grant")));
            }
        }
    }
}
