package org.chancery.engine.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Wherever the real engine goes on a construct's model, also where nobody thought of, the judge goes along. */
class RandomWalksPropertyTest {

    private static final int WALKS = 1;

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
        }
        System.out.println("RandomWalksPropertyTest: " + all + " cases, " + ended + " to their end");
        assertThat(ended).isGreaterThan(all / 2);
    }

    private static Map<String, byte[]> file(String name, String text) {
        return Map.of(name + ".bpmn", text.getBytes(StandardCharsets.UTF_8));
    }

    private static Set<String> codes(ForeignModel model, String kind) {
        return model.codes(kind, kind + "Code");
    }
}
