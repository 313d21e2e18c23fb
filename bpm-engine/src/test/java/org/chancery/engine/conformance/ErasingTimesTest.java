package org.chancery.engine.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A leader that lies about the times of an erasure: a case that is open, one whose time of keeping is not over. */
class ErasingTimesTest extends ErasingCase {
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
}
