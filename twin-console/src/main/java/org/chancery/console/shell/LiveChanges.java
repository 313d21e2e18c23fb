package org.chancery.console.shell;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.UIDetachedException;
import com.vaadin.flow.server.VaadinSessionState;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.chancery.engine.Availability;
import org.chancery.engine.Engine;
import org.chancery.ledger.Head;
import org.chancery.ledger.Lawfulness;

/**
 * Tells open screens that something changed. The engine reports each commit on the committing thread; here they are
 * gathered, so that a screen reads again at most a few times a second, however many cases move.
 */
public final class LiveChanges implements AutoCloseable {

    private static final long GATHER_MILLIS = 250;
    private static final long WATCH_MILLIS = 1_000;

    private final Set<Runnable> screens = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean pending = new AtomicBoolean();
    private final Engine engine;
    private final AutoCloseable handle;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "console-live");
        thread.setDaemon(true);
        return thread;
    });
    private Availability last = Availability.OPEN;
    private Set<Head> judged = Set.of();

    public LiveChanges(Engine engine) {
        this.engine = engine;
        this.handle = engine.onChange(this::changed);
        clock.scheduleWithFixedDelay(this::watch, WATCH_MILLIS, WATCH_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Runs {@code refresh} on the component's UI after changes, as long as the component is on a page. */
    public void refresh(Component component, Runnable refresh) {
        component.addAttachListener(attached -> {
            UI ui = attached.getUI();
            Runnable screen = () -> {
                try {
                    ui.access(() -> {
                        if (isOpen(ui)) {
                            refresh.run();
                        }
                    });
                } catch (UIDetachedException gone) {
                    return; // closed between the change and its telling
                }
            };
            screens.add(screen);
            component.addDetachListener(detached -> {
                detached.unregisterListener();
                screens.remove(screen);
            });
        });
    }

    /** A page whose person signed out, or whose server stops, is told nothing more. */
    private static boolean isOpen(UI ui) {
        return !ui.isClosing()
                && ui.getSession() != null
                && ui.getSession().getState() == VaadinSessionState.OPEN
                && ui.getSession().getSession() != null;
    }

    private void changed() {
        if (pending.compareAndSet(false, true)) {
            clock.schedule(this::tell, GATHER_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void tell() {
        pending.set(false);
        screens.forEach(Runnable::run);
    }

    /** The loss of a quorum is no change of engine state, nor is a witness's signature, yet the screens must say so. */
    private void watch() {
        Availability now = engine.availability();
        Set<Head> stated = engine.ledger().witnesses().lawfulness().stream()
                .map(Lawfulness::head)
                .collect(Collectors.toSet());
        if (now != last || !stated.equals(judged)) {
            last = now;
            judged = stated;
            tell();
        }
    }

    @Override
    public void close() throws Exception {
        handle.close();
        clock.shutdownNow();
    }
}
