package org.chancery.console;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.chancery.engine.Engine;
import org.chancery.engine.EngineConfig;
import org.chancery.engine.EngineNode;
import org.chancery.ledger.Entry;
import org.chancery.ledger.Ledger;
import org.chancery.ledger.Quorum;
import org.springframework.context.annotation.Bean;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A node whose leader lies: between engine and quorum it changes what a record tells before anybody holds it. There is
 * nothing like it in the product; it stands in for the product's engine in tests alone.
 */
final class LyingLeader {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final AtomicReference<Optional<Lie>> next = new AtomicReference<>(Optional.empty());

    /** A change to the next record that is meant. */
    private record Lie(Predicate<ObjectNode> meant, Consumer<ObjectNode> change) {}

    @Bean
    Engine engine(Quorum quorum, EngineConfig config) {
        Engine engine = EngineNode.start(config, lying(quorum.ledger()), quorum.personKeys());
        quorum.ledger().witnesses().judge(engine::judge);
        return engine;
    }

    private Ledger lying(Ledger ledger) {
        return (Ledger) Proxy.newProxyInstance(
                Ledger.class.getClassLoader(), new Class<?>[] {Ledger.class}, (proxy, method, arguments) -> {
                    try {
                        return method.getName().equals("append")
                                ? method.invoke(ledger, told((Entry) arguments[0]), arguments[1])
                                : method.invoke(ledger, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private Entry told(Entry entry) {
        ObjectNode record = (ObjectNode) JSON.readTree(entry.publicPart());
        Optional<Lie> lie = next.get().filter(one -> one.meant().test(record));
        if (lie.isEmpty()) {
            return entry;
        }
        next.set(Optional.empty());
        lie.get().change().accept(record);
        return new Entry(entry.id(), JSON.writeValueAsBytes(record), entry.privatePart());
    }

    /** From now on waits for a record with such a step at an element, and changes that record. */
    void lieAbout(String type, String element, Consumer<ObjectNode> change) {
        next.set(Optional.of(new Lie(record -> step(record, type, element).isPresent(), change)));
    }

    /** Whether the lie was told. */
    boolean isTold() {
        return next.get().isEmpty();
    }

    static Optional<ObjectNode> step(ObjectNode record, String type, String element) {
        for (JsonNode step : record.path("transitions")) {
            if (step.path("type").asString("").equals(type)
                    && step.path("element").asString("").equals(element)) {
                return Optional.of((ObjectNode) step);
            }
        }
        return Optional.empty();
    }
}
