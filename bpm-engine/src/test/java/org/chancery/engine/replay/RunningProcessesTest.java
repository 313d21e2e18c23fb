package org.chancery.engine.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.chancery.engine.InMemoryLedger;
import org.chancery.engine.gate.Gate;
import org.chancery.engine.gate.GateSteps;
import org.chancery.ledger.Leaf;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.operaton.bpm.engine.runtime.Job;
import org.operaton.bpm.engine.runtime.ProcessInstance;
import org.operaton.bpm.engine.task.Task;

/** Real processes on a gated engine: what the ledger holds of them, and that it suffices to rebuild every row. */
class RunningProcessesTest {

    private final InMemoryLedger ledger = new InMemoryLedger();
    private TestNode node;

    @BeforeEach
    void start() throws Exception {
        node = new TestNode(ledger, NodeDatabase.scratch());
        node.engine
                .getRepositoryService()
                .createDeployment()
                .addClasspathResource("org/chancery/engine/branches.bpmn")
                .addClasspathResource("org/chancery/engine/rate.dmn")
                .deploy();
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private void runAll(int capital) {
        ProcessInstance instance =
                node.engine.getRuntimeService().startProcessInstanceByKey("branches", Map.of("capital", capital));
        for (Job job : node.engine.getManagementService().createJobQuery().list()) {
            node.engine.getManagementService().executeJob(job.getId());
        }
        for (Task task : node.engine
                .getTaskService()
                .createTaskQuery()
                .processInstanceId(instance.getId())
                .list()) {
            node.engine.getTaskService().claim(task.getId(), "p-1");
            node.engine.getTaskService().complete(task.getId(), Map.of("note", "done", "size", 2.5, "ok", true));
        }
    }

    private HikariDataSource replica() throws Exception {
        HikariDataSource replica = NodeDatabase.scratch();
        Gate gate =
                new Genesis(new SchemaScripts()).prepare("copy", replica, ledger, Clock.systemUTC(), GateSteps.NONE, 0);
        new LeafReplay(ledger, replica, gate.schema(), gate.held())
                .to(ledger.head().size());
        return replica;
    }

    private void replicaEquals() throws Exception {
        try (HikariDataSource replica = replica()) {
            assertThat(TestNode.rows(replica, node.gate)).isEqualTo(TestNode.rows(node.database, node.gate));
        }
    }

    @Test
    void replicaBuiltFromTheLedgerEqualsTheLiveDatabase() throws Exception {
        runAll(5000);
        runAll(5);
        assertThat(node.engine
                        .getHistoryService()
                        .createHistoricProcessInstanceQuery()
                        .finished()
                        .count())
                .isEqualTo(2);
        replicaEquals();
    }

    @Test
    void deletionsByPredicateAreRecordedByKey() throws Exception {
        runAll(5);
        runAll(5000);
        String running = node.engine
                .getRuntimeService()
                .startProcessInstanceByKey("branches", Map.of("capital", 1))
                .getId();
        node.engine.getRuntimeService().deleteProcessInstance(running, "withdrawn");
        List<String> ended =
                node.engine.getHistoryService().createHistoricProcessInstanceQuery().finished().list().stream()
                        .map(i -> i.getId())
                        .toList();
        node.engine.getHistoryService().deleteHistoricProcessInstances(ended.subList(0, 2));
        replicaEquals();
    }

    @Test
    void recordsTellTransitionsWithFactsDecisionsAndCommitments() throws Exception {
        runAll(5000);
        List<JsonNode> transitions = new ArrayList<>();
        List<String> kinds = new ArrayList<>();
        for (Leaf leaf : ledger.leaves(0, ledger.head().size())) {
            JsonNode record = new ObjectMapper().readTree(leaf.publicPart());
            kinds.add(record.get("kind").asText());
            record.get("transitions").forEach(transition -> {
                for (String common : List.of("case", "process", "version", "model")) {
                    if (record.has(common) && !transition.has(common)) {
                        ((ObjectNode) transition).set(common, record.get(common));
                    }
                }
                transitions.add(transition);
            });
        }
        assertThat(kinds).startsWith("genesis", "barrier").contains("deployment", "business");
        JsonNode decision = transitions.stream()
                .filter(t -> t.get("type").asText().equals("decision"))
                .findFirst()
                .orElseThrow();
        assertThat(decision.at("/decision/rules").toString()).isEqualTo("[\"r1\"]");
        assertThat(decision.at("/decision/inputs/capital").asInt()).isEqualTo(5000);
        assertThat(decision.at("/decision/outputs/fee").asInt()).isEqualTo(20);
        JsonNode taken = transitions.stream()
                .filter(t -> t.path("flows").toString().contains("\"f7\""))
                .findFirst()
                .orElseThrow();
        assertThat(taken.at("/facts/fee").asInt()).isEqualTo(20);
        assertThat(taken.get("process").asText()).isEqualTo("branches");
        assertThat(taken.get("model").asText()).hasSize(43);
        assertThat(transitions.stream().map(t -> t.get("type").asText()).distinct())
                .contains("started", "completed", "passed", "variable", "assigned", "decision", "deployed");
        assertThat(transitions.stream()
                        .filter(t -> t.has("case"))
                        .map(t -> t.get("case").asText())
                        .distinct())
                .hasSize(1);
        String all = transitions.toString();
        // not within a hash, where any three letters may stand
        assertThat(all).doesNotContainPattern("(?<![\\w-])p-1(?![\\w-])").doesNotContain("\"done\"");
    }
}
