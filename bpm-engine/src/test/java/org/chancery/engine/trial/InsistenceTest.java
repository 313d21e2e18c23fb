package org.chancery.engine.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.chancery.engine.casework.Workbench.AMR_LI;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import org.chancery.engine.EngineException;
import org.chancery.engine.EngineException.AlreadyDone;
import org.chancery.engine.EngineException.NoQuorum;
import org.chancery.engine.EngineException.NotCurrent;
import org.chancery.engine.EngineException.UnknownOutcome;
import org.chancery.engine.Tasks;
import org.chancery.ledger.LedgerException;
import org.junit.jupiter.api.Test;

/** Which refusals are taken for an invitation to try again, and which end the matter. */
class InsistenceTest {

    private static final UUID RECORD = new UUID(0, 7);

    private final Insistence patient = new Insistence(Duration.ofMinutes(10));
    private int calls;

    /** Refused with these, one after the other; then it works. */
    private String refused(Queue<RuntimeException> refusals) {
        calls++;
        if (!refusals.isEmpty()) {
            throw refusals.remove();
        }
        return "done";
    }

    private static Queue<RuntimeException> each(RuntimeException... refusals) {
        return new ArrayDeque<>(List.of(refusals));
    }

    private Tasks refusing(Queue<RuntimeException> refusals) {
        return (Tasks) Proxy.newProxyInstance(
                Tasks.class.getClassLoader(), new Class<?>[] {Tasks.class}, (proxy, method, args) -> {
                    refused(refusals);
                    return null;
                });
    }

    private void complete(RuntimeException... refusals) {
        patient.complete(refusing(each(refusals)), AMR_LI, "task", Map.of());
    }

    private static AlreadyDone doneBy(String person) {
        return new AlreadyDone("task.done", Map.of("by", person));
    }

    @Test
    void whatMayBeTriedAgainIsTriedAgain() {
        Queue<RuntimeException> refusals = each(
                new NoQuorum(null),
                new NotCurrent(null),
                new UnknownOutcome(RECORD, null),
                new LedgerException.NoQuorum("person keys may be behind"));
        assertThat(patient.on(() -> refused(refusals))).isEqualTo("done");
        assertThat(calls).isEqualTo(5);
    }

    @Test
    void everyOtherRefusalEndsTheMatter() {
        Queue<RuntimeException> refusals = each(new EngineException.NotPermitted("no", Map.of()));
        assertThatThrownBy(() -> patient.on(() -> refused(refusals))).isInstanceOf(EngineException.NotPermitted.class);
        assertThat(calls).isEqualTo(1);
    }

    @Test
    void patienceEndsWithTheLastRefusal() {
        Insistence hasty = new Insistence(Duration.ZERO);
        Queue<RuntimeException> refusals = each(new NoQuorum(null), new NotCurrent(null));
        assertThatThrownBy(() -> hasty.on(() -> refused(refusals))).isInstanceOf(NoQuorum.class);
        assertThat(calls).isEqualTo(1);
    }

    @Test
    void aCompletionInDoubtThatThisPersonMadeHadTakenEffect() {
        complete(new UnknownOutcome(RECORD, null), new NotCurrent(null), doneBy(AMR_LI.personId()));
        assertThat(calls).isEqualTo(3);
    }

    @Test
    void aCompletionOfSomebodyElseOrOfEarlierIsTold() {
        assertThatThrownBy(() -> complete(new UnknownOutcome(RECORD, null), doneBy("p-wang")))
                .isInstanceOf(AlreadyDone.class);
        assertThatThrownBy(() -> complete(new NotCurrent(null), doneBy(AMR_LI.personId())))
                .isInstanceOf(AlreadyDone.class);
    }
}
