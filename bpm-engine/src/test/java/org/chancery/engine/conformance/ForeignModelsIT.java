package org.chancery.engine.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * {@code ./chancery bench conformance FOLDER}: every BPMN file below a folder, as far as our rules let it run, walked at
 * random on the real engine and judged.
 */
@EnabledIfSystemProperty(named = "chancery.models", matches = ".+", disabledReason = "is given no folder of models")
class ForeignModelsIT {

    private static final int WALKS = 3;

    @Test
    void theJudgeAgreesWithTheEngineOnEveryModelThatRuns() throws Exception {
        long seed = Long.getLong("chancery.seed", 20261123L);
        long began = System.nanoTime();
        Tally tally = new Tally();
        ForeignModels models = new ForeignModels(Path.of(System.getProperty("chancery.models")));
        try (Wanderer wanderer = new Wanderer()) {
            for (Path file : models.files()) {
                // every file has dice of its own, so that one that changes moves no other
                Random random = new Random(seed ^ models.name(file).hashCode());
                new ForeignRun(models, wanderer, tally).run(file, WALKS, random);
            }
            tally.records = wanderer.records();
            System.out.println(
                    "in " + Duration.ofNanos(System.nanoTime() - began).toSeconds() + " s");
        }
        tally.print(seed);
        assertThat(tally.disagreements).isEmpty();
        assertThat(tally.ended).isPositive();
    }
}
