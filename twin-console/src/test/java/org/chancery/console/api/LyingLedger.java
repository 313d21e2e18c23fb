package org.chancery.console.api;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.chancery.ledger.Checkpoint;
import org.chancery.ledger.Ledger;

/** A sound ledger, of which a server shows strangers something else. */
final class LyingLedger implements InvocationHandler {

    private final Ledger sound;
    private volatile Lie lie = new Lie() {};

    /** What is shown in the place of the truth; the truth, where a lie does not say otherwise. */
    interface Lie {
        default byte[] tile(int level, long index, int width, byte[] truth) {
            return truth;
        }

        default byte[] entries(long index, int width, byte[] truth) {
            return truth;
        }

        default Checkpoint published(Checkpoint truth) {
            return truth;
        }
    }

    LyingLedger(Ledger sound) {
        this.sound = sound;
    }

    Ledger shown() {
        return (Ledger) Proxy.newProxyInstance(Ledger.class.getClassLoader(), new Class<?>[] {Ledger.class}, this);
    }

    void tell(Lie next) {
        lie = next;
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] asked) throws Throwable {
        try {
            Object truth = method.invoke(sound, asked);
            return switch (method.getName()) {
                case "tile" -> lie.tile((int) asked[0], (long) asked[1], (int) asked[2], (byte[]) truth);
                case "entries" -> lie.entries((long) asked[0], (int) asked[1], (byte[]) truth);
                case "published" -> lie.published((Checkpoint) truth);
                default -> truth;
            };
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
