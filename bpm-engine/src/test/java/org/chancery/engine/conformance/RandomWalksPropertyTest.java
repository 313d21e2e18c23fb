package org.chancery.engine.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Wherever the real engine goes on a construct's model, also where nobody thought of, the judge goes along; and restarts
 * of a witness change nothing of what it says of that, or of lies about it. Prints its seed.
 */
class RandomWalksPropertyTest {

    private static final int WALKS = 1;

    @TempDir
    private Path temp;

    @Test
    void whateverTheEngineDoesIsLawful() throws Exception {
        long seed = System.nanoTime();
        System.out.println("RandomWalksPropertyTest: seed " + seed);
        Random random = new Random(seed);
        int ended = 0;
        int all = 0;
        try (Wanderer wanderer = new Wanderer()) {
            for (Construct construct : Construct.all()) {
                construct.calls().ifPresent(called -> wanderer.deploy(file("called", Sketch.of("called", "", called))));
                byte[] text = Sketch.of(construct.name(), construct.facts(), construct.sketch())
                        .getBytes(StandardCharsets.UTF_8);
                String process = wanderer.deploy(Map.of(construct.name() + ".bpmn", text))
                        .getFirst();
                ForeignModel model = new ForeignModel(text);
                for (int i = 0; i < WALKS; i++) {
                    Map<String, Object> values = model.values(random);
                    Wanderer.Walk walk =
                            wanderer.walk(process, values, codes(model, "error"), codes(model, "escalation"), random);
                    assertThat(walk.started()).as(construct + " " + walk).isTrue();
                    assertThat(wanderer.judgements())
                            .as(construct + " with " + values + ", " + walk + ", seed " + seed)
                            .allSatisfy(judged -> {
                                assertThat(judged.deviations()).isEmpty();
                                assertThat(judged.notJudged()).isEmpty();
                                assertThat(judged.ended().isPresent()).isEqualTo(walk.ended());
                            });
                    wanderer.clear();
                    ended += walk.ended() ? 1 : 0;
                    all++;
                }
                wanderer.undeploy();
            }
            restartsChangeNothing(wanderer.told(), wanderer.texts(), random, seed);
        }
        System.out.println("RandomWalksPropertyTest: " + all + " cases, " + ended + " to their end");
        assertThat(ended).isGreaterThan(all / 2);
    }

    /** What was walked, and what a lying leader would have made of it. */
    private void restartsChangeNothing(List<byte[]> told, ModelTexts texts, Random random, long seed)
            throws IOException {
        List<byte[]> log = new ArrayList<>(told);
        Set<String> hidden = Liar.lie(log, random);
        ModelTexts some = hash -> hidden.contains(hash) ? Optional.empty() : texts.byHash(hash);
        Conformance plain = new Conformance(some);
        for (int leaf = 0; leaf < log.size(); leaf++) {
            plain.read(leaf, log.get(leaf));
        }
        List<String> cases = plain.all().stream().map(CaseJudgement::caseName).toList();
        Restarts restarts = new Restarts(temp, log, some, cases, random);
        Restarts.Said expected = restarts.inOneGo();
        assertThat(expected.findings().getLast().lines()).hasSizeGreaterThan(5);
        assertThat(expected.certificates()).hasSizeGreaterThan(20);
        assertThat(expected.cases().values()).containsExactlyInAnyOrderElementsOf(plain.all());
        int before = restarts.beginnings();
        for (Restarts.Stop stop : Restarts.Stop.values()) {
            for (int present : new int[] {1, 20}) {
                assertThat(restarts.stopped(stop + " " + present, stop, present, random))
                        .as("%s, %d cases in memory, seed %d", stop, present, seed)
                        .isEqualTo(expected);
            }
            if (stop == Restarts.Stop.CLOSED) {
                assertThat(restarts.beginnings() - before)
                        .as("the log is read from its first entry on by each of the two once, seed %d", seed)
                        .isEqualTo(2);
            }
        }
        System.out.println("RandomWalksPropertyTest: " + log.size() + " entries judged with restarts, "
                + expected.findings().getLast().lines().count() + " findings, "
                + expected.certificates().size() + " certificates, read from the first on "
                + restarts.beginnings() + " times");
    }

    private static Map<String, byte[]> file(String name, String text) {
        return Map.of(name + ".bpmn", text.getBytes(StandardCharsets.UTF_8));
    }

    private static Set<String> codes(ForeignModel model, String kind) {
        return model.codes(kind, kind + "Code");
    }
}
