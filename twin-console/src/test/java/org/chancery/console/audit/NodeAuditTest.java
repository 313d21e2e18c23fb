package org.chancery.console.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.chancery.engine.Actor;
import org.chancery.engine.AuditReport;
import org.chancery.engine.Engine;
import org.chancery.engine.EngineException;
import org.junit.jupiter.api.Test;

class NodeAuditTest {

    private static final Actor AUDITOR = new Actor("p-1", "audit", Set.of(Actor.Role.AUDITOR), Set.of());
    private static final Instant NOW = Instant.parse("2026-11-23T01:00:00Z");

    private final BlockingQueue<NodeAudit.Outcome> told = new LinkedBlockingQueue<>();
    private Supplier<AuditReport> audit;

    private final Engine engine = (Engine) Proxy.newProxyInstance(
            Engine.class.getClassLoader(), new Class<?>[] {Engine.class}, (proxy, called, args) -> audit.get());
    private final NodeAudit node = new NodeAudit(engine, Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void theSecondIsToldThatOneRunsAndMayBeginWhenItHasEnded() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        audit = () -> {
            try {
                end.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            throw new EngineException.NoQuorum(null);
        };
        assertThat(node.begin(AUDITOR, told::add)).isEmpty();
        assertThat(node.begin(AUDITOR, told::add)).contains(NOW);
        end.countDown();
        assertThat(told.poll(60, TimeUnit.SECONDS))
                .isInstanceOfSatisfying(
                        NodeAudit.Outcome.Refused.class,
                        outcome -> assertThat(outcome.why()).isInstanceOf(EngineException.NoQuorum.class));
        assertThat(node.begin(AUDITOR, told::add)).isEmpty();
        assertThat(told.poll(60, TimeUnit.SECONDS)).isNotNull();
        assertThat(told).isEmpty();
    }

    @Test
    void anErrorEndsTheAuditAndIsTold() throws Exception {
        audit = () -> {
            throw new StackOverflowError();
        };
        for (int i = 0; i < 2; i++) {
            assertThat(node.begin(AUDITOR, told::add)).isEmpty();
            assertThat(told.poll(60, TimeUnit.SECONDS))
                    .isInstanceOfSatisfying(
                            NodeAudit.Outcome.Refused.class,
                            outcome -> assertThat(outcome.why()).hasCauseInstanceOf(StackOverflowError.class));
        }
    }
}
