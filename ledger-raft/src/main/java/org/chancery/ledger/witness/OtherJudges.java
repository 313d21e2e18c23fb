package org.chancery.ledger.witness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.chancery.ledger.Head;
import org.chancery.ledger.JudgeSilence;
import org.chancery.ledger.Lawfulness;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.verify.CaseCertificateNote;
import org.chancery.ledger.verify.JudgeKeys;
import org.chancery.ledger.verify.MalformedTextException;
import org.chancery.ledger.verify.VerifierKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What witnesses that others run state of this log's lawfulness and certify of its cases, asked for again and again,
 * each on a thread of its own: one that is slow keeps no other waiting. Their judges' keys are read anew each time, so
 * that one that is added counts from then on.
 */
final class OtherJudges implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OtherJudges.class);

    static final Duration PACE = Duration.ofSeconds(15);

    private static final long STOP_MILLIS = 2_000;

    /** In rounds: a judge that reads what is new states something newer within minutes. */
    private static final int PATIENCE = 40;

    private final List<RemoteWitness> witnesses;
    private final Path keys;
    private final Duration pace;
    private final RemoteStatements statements;
    private final Map<String, Lawfulness> newest = new ConcurrentHashMap<>();
    private final Map<String, JudgeSilence> silences = new ConcurrentHashMap<>();
    private final List<Thread> threads;
    /** In how many rounds one has stated nothing newer, although there was more to be stated. */
    private final Map<String, Integer> behind = new ConcurrentHashMap<>();

    private final Map<String, OtherCertificates> certificates;
    private Optional<ShownLog> shown = Optional.empty();
    private boolean closed;

    /**
     * Begins at once.
     *
     * @param keys file with the keys of judges that are trusted, {@link JudgeKeys}; each is named as its witness, with
     *     {@code /lawfulness} behind
     * @param kept folder for their certificates of cases
     * @param pace how often they are asked
     */
    OtherJudges(String origin, List<RemoteWitness> witnesses, Path keys, Path kept, Duration pace) {
        this.witnesses = List.copyOf(witnesses.stream()
                .collect(Collectors.toMap(
                        one -> one.key().name(), one -> one, (first, again) -> first, LinkedHashMap::new))
                .values());
        this.keys = keys;
        this.pace = pace;
        this.statements = new RemoteStatements(origin);
        this.certificates = this.witnesses.stream()
                .collect(Collectors.toUnmodifiableMap(
                        one -> one.key().name(),
                        one -> new OtherCertificates(origin, one, new CertificateFiles(folder(kept, one)))));
        this.witnesses.forEach(this::awaited);
        this.threads = this.witnesses.stream()
                .map(one -> Thread.ofPlatform()
                        .daemon()
                        .name("other-judge " + one.key().name())
                        .start(() -> run(one)))
                .toList();
    }

    /** Names of witnesses are written as addresses are; those of files are not. */
    private static Path folder(Path kept, RemoteWitness witness) {
        return kept.resolve(Witness.originHash(witness.key().name()).substring(0, 16));
    }

    /** Whose judge is trusted must not look as if it had nothing to say until it is asked. */
    private void awaited(RemoteWitness witness) {
        String name = witness.key().name();
        try {
            if (!trusted(name).isEmpty()) {
                silent(name, "it has not answered yet");
            }
        } catch (Trouble e) {
            silent(name, e.getMessage());
        }
    }

    /** This log has shown this much. */
    synchronized void cosigned(Head head, LogView log) {
        boolean first = shown.isEmpty();
        shown = Optional.of(new ShownLog(head, log));
        if (first) {
            notifyAll();
        }
    }

    List<Lawfulness> newest() {
        return witnesses.stream()
                .flatMap(one -> Optional.ofNullable(newest.get(one.key().name())).stream())
                .toList();
    }

    /** A witness of this process certifies this: the others are asked for theirs. */
    void ended(CaseCertificateNote own) {
        certificates.values().forEach(one -> one.ended(own));
    }

    /** What a witness of this process certified before: the others are asked for what of it they were not. */
    void catchUpWith(Certificates own) {
        certificates.values().forEach(one -> one.catchUpWith(own));
    }

    /** What they certified of a case, which somebody looks at. */
    List<CaseCertificateNote> certificates(String caseName, long last) {
        certificates.values().forEach(one -> one.lookedAt(caseName, last));
        return certificates.values().stream()
                .flatMap(one -> one.of(caseName).stream())
                .toList();
    }

    /** What they signed of it that does not count. */
    List<CaseCertificateNote> refused(String caseName) {
        return certificates.values().stream()
                .flatMap(one -> one.refused(caseName).stream())
                .toList();
    }

    /** By the names of their judges' keys: why there is nothing that counts of a case, as far as that is known. */
    Map<String, String> reasons(String caseName) {
        Map<String, String> reasons = new HashMap<>();
        certificates.forEach((name, one) -> one.refusal(caseName)
                .or(() -> silence(name).map(JudgeSilence::why))
                .ifPresent(why -> reasons.put(judge(name), why)));
        return reasons;
    }

    private static String judge(String witness) {
        return witness + "/" + Witness.LAWFULNESS;
    }

    /** Why nothing newer of this witness is shown. */
    Optional<JudgeSilence> silence(String witness) {
        return Optional.ofNullable(silences.get(witness));
    }

    private void run(RemoteWitness witness) {
        String name = witness.key().name();
        try {
            while (awaitTurn()) {
                ask(witness);
            }
        } catch (InterruptedException e) {
            LOG.debug("{} is asked no more", name);
        } catch (Error e) {
            silences.put(name, new JudgeSilence(e.getClass().getSimpleName(), true));
            LOG.error("{} is not asked any more until the node is started again", name, e);
            throw e;
        }
    }

    /** One that is slow must not make what the next one says look as if it were ahead of this log. */
    private synchronized ShownLog shown() {
        return shown.orElseThrow();
    }

    private void ask(RemoteWitness witness) {
        String name = witness.key().name();
        try {
            List<VerifierKey> trusted = trusted(name);
            newest.computeIfPresent(name, (n, said) -> isBy(trusted, said) ? said : null);
            if (!trusted.isEmpty()) {
                Optional<Lawfulness> known = Optional.ofNullable(newest.get(name));
                Optional<Trouble> unusable = state(witness, trusted);
                certificates.get(name).round(trusted, newest.get(name), shown());
                if (unusable.isPresent()) {
                    throw unusable.get();
                }
                requireProgress(name, known, newest.get(name));
            } else if (statements.anyBy(witness)) {
                throw new Trouble(
                        "add the key of its judge to " + keys.getFileName() + ", as it shows it at /lawfulness.vkey");
            }
            silences.remove(name);
        } catch (Trouble e) {
            silent(name, e.getMessage());
        } catch (LedgerException e) {
            silent(name, "this log cannot be read: " + e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("What {} states could not be asked for", name, e);
            silent(name, e.getClass().getSimpleName());
        }
    }

    /**
     * Asks for its newest statement. One that cannot be used leaves the one before, against which certificates are held:
     * whose judge reads all entries anew has certified cases long ago.
     */
    private Optional<Trouble> state(RemoteWitness witness, List<VerifierKey> trusted) throws Trouble {
        String name = witness.key().name();
        Optional<Lawfulness> known = Optional.ofNullable(newest.get(name));
        try {
            statements.newer(witness, trusted, known, shown()).ifPresent(said -> newest.put(name, said));
            return Optional.empty();
        } catch (Trouble.Unreachable e) {
            throw e;
        } catch (Trouble e) {
            if (known.isEmpty()) {
                throw e;
            }
            return Optional.of(e);
        }
    }

    /** What it stated before counts on; that it states no more must not look as if there were nothing to say. */
    private void requireProgress(String name, Optional<Lawfulness> before, Lawfulness now) throws Trouble {
        boolean same = before.filter(said -> said.equals(now)).isPresent();
        boolean waits = same && now.head().size() < shown().head().size();
        int rounds = waits ? behind.merge(name, 1, Integer::sum) : 0;
        if (!waits) {
            behind.remove(name);
        } else if (rounds > PATIENCE) {
            throw new Trouble("it has stated nothing since " + now.at() + ", of more than the first "
                    + now.head().size() + " entries");
        }
    }

    private void silent(String name, String why) {
        silences.put(name, new JudgeSilence(why, false));
    }

    private static boolean isBy(List<VerifierKey> trusted, Lawfulness said) {
        return trusted.stream().anyMatch(key -> key.text().equals(said.verifierKey()));
    }

    private List<VerifierKey> trusted(String witness) throws Trouble {
        try {
            List<VerifierKey> all = Files.exists(keys) ? JudgeKeys.parse(Files.readString(keys)) : List.of();
            return all.stream().filter(key -> key.name().equals(judge(witness))).toList();
        } catch (IOException e) {
            throw new Trouble(keys.getFileName() + " cannot be read: " + e.getMessage());
        } catch (MalformedTextException e) {
            throw new Trouble(keys.getFileName() + " cannot be read, see its line " + e.line());
        }
    }

    /** @return false once this is closed */
    private synchronized boolean awaitTurn() throws InterruptedException {
        long due = System.nanoTime() + pace.toNanos();
        boolean waited = shown.isPresent();
        while (!closed && (shown.isEmpty() || waited && System.nanoTime() < due)) {
            if (shown.isEmpty()) {
                wait();
            } else {
                TimeUnit.NANOSECONDS.timedWait(this, Math.max(1_000_000, due - System.nanoTime()));
            }
        }
        return !closed;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        threads.forEach(Thread::interrupt);
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(STOP_MILLIS);
        try {
            for (Thread thread : threads) {
                thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
