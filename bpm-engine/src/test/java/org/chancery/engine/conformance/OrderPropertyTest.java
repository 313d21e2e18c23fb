package org.chancery.engine.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.chancery.ledger.Leaf;
import org.junit.jupiter.api.Test;

/**
 * In a case whose every step needs the one before it, no other order of its records, and no other order of its
 * transitions, is ever said to be lawful. Prints its seed.
 */
class OrderPropertyTest {

    private static final String CHAIN = """
            start s
            user a groups=amr
            sub p {
            start ps
            user b groups=amr
            parallel f
            task c
            end pe
            ps -> b
            b -> f
            f -> c
            c -> pe
            }
            user d groups=tax
            end e
            s -> a
            a -> p
            p -> d
            d -> e
            """;

    private static final int RUNS = 400;

    @Test
    void noOtherOrderIsLawful() throws Exception {
        long seed = Long.getLong("chancery.seed", System.nanoTime());
        System.out.println("OrderPropertyTest seed " + seed);
        Random random = new Random(seed);
        try (Office office = new Office()) {
            office.deploy("chain.bpmn", Sketch.of("chain", "", CHAIN));
            List<Leaf> before = office.all();
            List<Leaf> made = office.run("chain", Map.of(), "complete a", "complete b", "complete d as=tax");
            List<byte[]> honest = new Forger(made).written();
            assertThat(ConstructsTest.judge(office, before, honest).verdict()).isEqualTo(CaseJudgement.Verdict.LAWFUL);
            for (int run = 0; run < RUNS; run++) {
                List<byte[]> other = run % 2 == 0 ? shuffled(honest, random) : exchanged(made, random);
                if (!same(other, honest)) {
                    assertThat(ConstructsTest.judge(office, before, other).verdict())
                            .as("seed %d run %d: %s", seed, run, text(other))
                            .isNotEqualTo(CaseJudgement.Verdict.LAWFUL);
                }
            }
        }
    }

    private static List<byte[]> shuffled(List<byte[]> records, Random random) {
        List<byte[]> shuffled = new ArrayList<>(records);
        if (random.nextBoolean()) {
            Collections.shuffle(shuffled, random);
        } else {
            Collections.swap(shuffled, random.nextInt(shuffled.size()), random.nextInt(shuffled.size()));
        }
        return shuffled;
    }

    /** Two transitions change places, within a record or across records. */
    private static List<byte[]> exchanged(List<Leaf> made, Random random) throws IOException {
        Forger forger = new Forger(made);
        ArrayNode one = transitions(forger, random);
        ArrayNode other = transitions(forger, random);
        int i = random.nextInt(one.size());
        int j = random.nextInt(other.size());
        JsonNode moved = one.get(i);
        one.set(i, other.get(j));
        other.set(j, moved);
        return forger.written();
    }

    private static ArrayNode transitions(Forger forger, Random random) {
        List<ObjectNode> records = forger.records();
        return (ArrayNode) records.get(random.nextInt(records.size())).get("transitions");
    }

    private static boolean same(List<byte[]> some, List<byte[]> others) throws IOException {
        return text(some).equals(text(others));
    }

    private static String text(List<byte[]> records) throws IOException {
        StringBuilder text = new StringBuilder();
        for (byte[] record : records) {
            text.append(new ObjectMapper().readTree(record).get("transitions")).append('\n');
        }
        return text.toString();
    }
}
