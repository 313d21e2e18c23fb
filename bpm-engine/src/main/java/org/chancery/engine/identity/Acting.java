package org.chancery.engine.identity;

import java.util.Optional;
import java.util.function.Supplier;
import org.chancery.engine.Actor;

/**
 * Who acts on the current thread. Every way into the engine enters through {@link #as}; the duty guard and the gate
 * read {@link #current()}. Absent means the engine itself acts: a timer, a job, its own start.
 */
public final class Acting {

    private static final ThreadLocal<Actor> CURRENT = new ThreadLocal<>();

    private Acting() {}

    public static <T> T as(Actor actor, Supplier<T> act) {
        Actor before = CURRENT.get();
        CURRENT.set(actor);
        try {
            return act.get();
        } finally {
            if (before == null) {
                CURRENT.remove();
            } else {
                CURRENT.set(before);
            }
        }
    }

    public static void as(Actor actor, Runnable act) {
        as(actor, () -> {
            act.run();
            return null;
        });
    }

    public static Optional<Actor> current() {
        return Optional.ofNullable(CURRENT.get());
    }
}
