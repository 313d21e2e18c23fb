package org.chancery.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chancery.engine.casework.Workbench.AMR_LI;
import static org.chancery.engine.casework.Workbench.FOUNDER;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.chancery.ledger.Leaf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.operaton.bpm.engine.ManagementService;

/** What the public part of a record tells of a task that was taken, given back, and cut short (I7). */
class RecordedTransitionsTest {

    @TempDir
    private Path folder;

    private final InMemoryLedger ledger = new InMemoryLedger();

    @Test
    void aTaskTakenGivenBackAndCutShortIsToldAsSuch() throws Exception {
        try (EngineNode engine = Errand.start(folder, ledger)) {
            JsonNode filed = recorded(() -> Errand.file(engine, "PT0S"));
            String visit =
                    transition(filed, "started", "decide").path("instance").asText();
            assertThat(visit).isNotBlank();
            String task = engine.tasks().inbox(AMR_LI).getFirst().id();

            JsonNode claim = recorded(() -> engine.tasks().claim(AMR_LI, task));
            assertThat(types(claim)).containsExactly("claimed");
            assertThat(transition(claim, "claimed", "decide").path("instance").asText())
                    .isEqualTo(visit);
            namesTheClerk(claim, filed);

            JsonNode release = recorded(() -> engine.tasks().release(AMR_LI, task));
            assertThat(types(release)).containsExactly("released");
            assertThat(transition(release, "released", "decide")
                            .path("instance")
                            .asText())
                    .isEqualTo(visit);
            namesTheClerk(release, filed);
            assertThat(release.at("/actor/key")).isEqualTo(claim.at("/actor/key"));

            engine.tasks().claim(AMR_LI, task);
            ManagementService jobs = engine.processEngine().getManagementService();
            JsonNode late = recorded(
                    () -> jobs.executeJob(jobs.createJobQuery().singleResult().getId()));
            assertThat(types(late)).contains("cancelled", "status").doesNotContain("claimed", "released");
            assertThat(transition(late, "cancelled", "decide").path("instance").asText())
                    .isEqualTo(visit);
            assertThat(transition(late, "cancelled", "decide").has("form"))
                    .as("nobody sent the form")
                    .isFalse();
            assertThat(transition(late, "status", "").at("/facts/status").asText())
                    .isEqualTo("WITHDRAWN");
            assertThat(late.has("actor")).as("the engine itself, by a timer").isFalse();
            samePlace(late, filed);
            namesNobody();
        }
    }

    private static void namesTheClerk(JsonNode record, JsonNode filed) {
        assertThat(record.at("/actor/org").asText()).isEqualTo("amr");
        assertThat(record.at("/actor/key").asText())
                .isNotBlank()
                .isNotEqualTo(filed.at("/actor/key").asText());
        samePlace(record, filed);
    }

    private static void samePlace(JsonNode record, JsonNode filed) {
        assertThat(record.path("node").asText()).isEqualTo("engine-1");
        for (String told : List.of("case", "process", "version", "model")) {
            assertThat(record.path(told)).as(told).isEqualTo(filed.path(told));
            assertThat(record.path(told).asText()).as(told).isNotBlank();
        }
    }

    private void namesNobody() {
        String all = ledger.leaves(0, ledger.head().size()).stream()
                .map(Leaf::publicPart)
                .map(part -> new String(part, StandardCharsets.UTF_8))
                .reduce("", String::concat);
        assertThat(all).doesNotContain(AMR_LI.personId(), FOUNDER.personId(), "天山乳业", "650102199003074516");
    }

    /** The one record that an act leaves. */
    private JsonNode recorded(Runnable act) throws IOException {
        long before = ledger.head().size();
        act.run();
        assertThat(ledger.head().size()).isEqualTo(before + 1);
        return new ObjectMapper().readTree(ledger.leaf(before).publicPart());
    }

    private static List<String> types(JsonNode record) {
        return StreamSupport.stream(record.path("transitions").spliterator(), false)
                .map(transition -> transition.path("type").asText())
                .toList();
    }

    private static JsonNode transition(JsonNode record, String type, String element) {
        List<JsonNode> found = StreamSupport.stream(record.path("transitions").spliterator(), false)
                .filter(one -> one.path("type").asText().equals(type)
                        && one.path("element").asText().equals(element))
                .toList();
        assertThat(found).as(type + " " + element + " in " + record).hasSize(1);
        return found.getFirst();
    }
}
