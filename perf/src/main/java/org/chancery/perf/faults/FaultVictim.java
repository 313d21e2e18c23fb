package org.chancery.perf.faults;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.chancery.engine.Actor;
import org.chancery.engine.Engine;
import org.chancery.engine.EngineConfig;
import org.chancery.engine.EngineNode;
import org.chancery.engine.ServiceBundle;
import org.chancery.engine.Tasks;
import org.chancery.engine.gate.GateSteps;
import org.chancery.engine.trial.Insistence;
import org.chancery.ledger.Quorum;
import org.chancery.ledger.QuorumConfig;

/**
 * The process that is killed: three voters and an engine, without Spring. It starts on the folder of its predecessor,
 * reckons up, then works until it dies at the step and occurrence it was told; without a step it only reckons up.
 */
public final class FaultVictim {

    static final Actor APPLICANT = new Actor("p-applicant", "public", Set.of(Actor.Role.APPLICANT), Set.of());
    static final Actor CLERK = new Actor("p-clerk", "amr", Set.of(Actor.Role.CLERK), Set.of("amr"));
    static final Actor AUDITOR = new Actor("p-auditor", "audit", Set.of(Actor.Role.AUDITOR), Set.of());

    /** Exit status of a death that was meant. */
    static final int KILLED = 86;

    /** Exit status if something was lost or done twice. */
    static final int WRONG = 1;

    private static final Insistence PATIENT = new Insistence(Duration.ofSeconds(60));
    private static final int CLIENTS = 3;
    private static final int CALLS_PER_CLIENT = 60;
    private static final int MAX_DELAY_MICROS = 4_000;

    private FaultVictim() {}

    /** @param args data folder, name of this round, and optionally step and occurrence */
    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        AtomicBoolean armed = new AtomicBoolean();
        GateSteps steps = args.length > 2
                ? new Assassin(GateSteps.Step.valueOf(args[2]), Integer.parseInt(args[3]), armed)
                : GateSteps.NONE;
        Notebook notebook = new Notebook(folder.resolve("notebook"));
        try (Quorum quorum = Quorum.start(QuorumConfig.singleMachine("chancery.test/faults", folder));
                Engine engine = EngineNode.start(config(folder), quorum.ledger(), quorum.personKeys(), steps)) {
            List<String> faults = new Reckoning(engine, notebook.read()).faults();
            faults.forEach(System.out::println);
            if (!faults.isEmpty()) {
                Runtime.getRuntime().halt(WRONG);
            }
            System.out.println("leaves " + engine.ledger().head().size());
            if (args.length > 2) {
                armed.set(true);
                work(engine, notebook, args[1]);
            }
        }
        Runtime.getRuntime().halt(0);
    }

    private static void work(Engine engine, Notebook notebook, String round) throws InterruptedException {
        Thread[] clients = new Thread[CLIENTS];
        for (int i = 0; i < CLIENTS; i++) {
            String client = round + "-" + i;
            clients[i] = Thread.ofPlatform().start(() -> {
                for (int call = 0; call < CALLS_PER_CLIENT; call++) {
                    String key = client + "-" + call;
                    notebook.asked(key);
                    String number = start(engine, key);
                    notebook.started(key, number);
                    complete(engine, number, call);
                    notebook.completed(number);
                }
            });
        }
        for (Thread client : clients) {
            client.join();
        }
    }

    /** Under a key a repeated start acts once, so a client that was refused or is in doubt simply asks again. */
    static String start(Engine engine, String key) {
        return PATIENT.on(() -> engine.cases().start(APPLICANT, "round", Reckoning.form(key), key));
    }

    private static void complete(Engine engine, String number, int mark) {
        String task = PATIENT.on(() -> task(engine, number));
        PATIENT.complete(engine.tasks(), CLERK, task, Map.of("mark", mark));
    }

    private static String task(Engine engine, String number) {
        return engine.tasks().inbox(CLERK).stream()
                .filter(task -> task.caseNumber().equals(number))
                .map(Tasks.Task::id)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the task of " + number + " is not there"));
    }

    private static EngineConfig config(Path folder) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        for (String name : List.of("round.bpmn", "apply.form", "check.form")) {
            try (InputStream in = FaultVictim.class.getResourceAsStream(name)) {
                files.put(name, in.readAllBytes());
            }
        }
        return new EngineConfig(
                "engine-1",
                new EngineConfig.Database.H2(folder.resolve("engine/h2")),
                Clock.systemUTC(),
                List.of(new ServiceBundle("round", files, Map.of())),
                Map.of(),
                false);
    }

    /** Halts the JVM as {@code kill -9} would: no shutdown hooks, no flushing. */
    private record Assassin(GateSteps.Step step, AtomicInteger left, AtomicBoolean armed) implements GateSteps {

        Assassin(GateSteps.Step step, int occurrence, AtomicBoolean armed) {
            this(step, new AtomicInteger(occurrence), armed);
        }

        @Override
        public void at(Step reached, UUID record) {
            if (!armed.get() || reached != step || left.decrementAndGet() != 0) {
                return;
            }
            if (step != Step.PROPOSING) {
                Runtime.getRuntime().halt(KILLED);
            }
            // between proposing and the quorum's answer: somewhere within the few milliseconds that it takes
            long delay = Math.floorMod(record.getLeastSignificantBits(), MAX_DELAY_MICROS) * 1000L;
            Thread.ofPlatform().start(() -> {
                LockSupport.parkNanos(delay);
                Runtime.getRuntime().halt(KILLED);
            });
        }
    }
}
