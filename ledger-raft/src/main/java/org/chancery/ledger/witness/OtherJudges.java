package org.chancery.ledger.witness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
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
 * What witnesses that others run state of this log's lawfulness and certify of its cases, asked for again and again on a
 * thread of its own. Their judges' keys are read anew each time, so that one that is added counts from then on.
 */
final class OtherJudges implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OtherJudges.class);

    static final Duration PACE = Duration.ofSeconds(15);

    private static final long STOP_MILLIS = 2_000;

    private final List<RemoteWitness> witnesses;
    private final Path keys;
    private final Duration pace;
    private final RemoteStatements statements;
    private final Map<String, Lawfulness> newest = new ConcurrentHashMap<>();
    private final Map<String, JudgeSilence> silences = new ConcurrentHashMap<>();
    private final Thread thread;
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
        this.witnesses = witnesses;
        this.keys = keys;
        this.pace = pace;
        this.statements = new RemoteStatements(origin);
        this.certificates = witnesses.stream()
                .collect(Collectors.toUnmodifiableMap(
                        one -> one.key().name(),
                        one -> new OtherCertificates(origin, one, new CertificateFiles(folder(kept, one))),
                        (first, again) -> first));
        this.thread = Thread.ofPlatform().daemon().name("other-judges").start(this::run);
    }

    /** Names of witnesses are written as addresses are; those of files are not. */
    private static Path folder(Path kept, RemoteWitness witness) {
        return kept.resolve(Witness.originHash(witness.key().name()).substring(0, 16));
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

    /** What they certified of a case, which somebody looks at. */
    List<CaseCertificateNote> certificates(String caseName, long last) {
        certificates.values().forEach(one -> one.lookedAt(caseName, last));
        return certificates.values().stream()
                .flatMap(one -> one.of(caseName).stream())
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

    private void run() {
        try {
            for (Optional<ShownLog> next = next(); next.isPresent(); next = next()) {
                for (RemoteWitness witness : witnesses) {
                    ask(witness);
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("Other judges are asked no more");
        } catch (Error e) {
            witnesses.forEach(one ->
                    silences.put(one.key().name(), new JudgeSilence(e.getClass().getSimpleName(), true)));
            LOG.error("No other judge is asked any more until the node is started again", e);
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
                statements.newer(witness, trusted, known, shown()).ifPresent(said -> newest.put(name, said));
                certificates.get(name).round(trusted, newest.get(name), shown());
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

    private synchronized Optional<ShownLog> next() throws InterruptedException {
        long due = System.nanoTime() + pace.toNanos();
        boolean waited = shown.isPresent();
        while (!closed && (shown.isEmpty() || waited && System.nanoTime() < due)) {
            if (shown.isEmpty()) {
                wait();
            } else {
                TimeUnit.NANOSECONDS.timedWait(this, Math.max(1_000_000, due - System.nanoTime()));
            }
        }
        return closed ? Optional.empty() : shown;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        thread.interrupt();
        try {
            thread.join(STOP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
