package org.chancery.ledger.witness;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.chancery.ledger.Checkpoint;
import org.chancery.ledger.Judge;
import org.chancery.ledger.JudgeSilence;
import org.chancery.ledger.Lawfulness;
import org.chancery.ledger.Sealing;
import org.chancery.ledger.WitnessStatus;
import org.chancery.ledger.Witnesses;
import org.chancery.ledger.verify.CaseCertificateNote;
import org.chancery.ledger.verify.MalformedTextException;
import org.chancery.ledger.verify.SignedNote;
import org.chancery.ledger.verify.VerifierKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects cosignatures for a log's checkpoints, on a thread of its own: all witnesses are asked at once for the newest
 * one, then for the one that is newest by then. What comes in between is skipped, so a slow witness never builds up a
 * queue.
 */
public final class Cosigning implements Witnesses, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Cosigning.class);

    /** Under load, a round for each checkpoint would cost an fsync per witness each time. */
    private static final Duration PACE = Duration.ofMillis(100);

    /** Who takes longer is left out of this round. */
    private static final Duration ROUND = Duration.ofSeconds(2);

    /** When those that did not answer are asked again although the log stands still. */
    private static final Duration AGAIN = Duration.ofSeconds(10);

    private final String origin;
    private final List<Correspondent> correspondents;
    private final List<WitnessStatus> absent;
    private final Optional<OtherJudges> others;
    private final ExecutorService asking = Executors.newVirtualThreadPerTaskExecutor();
    private final Thread thread;
    private Optional<Offer> offered = Optional.empty();
    private Optional<Offer> unanswered = Optional.empty();
    private Optional<Checkpoint> cosigned = Optional.empty();
    private Optional<LogView> source = Optional.empty();
    private final Function<List<VerifierKey>, SealingRule> sealing;
    private Optional<Judging> judging = Optional.empty();
    private Optional<SealingRule> rule = Optional.empty();
    private long highest = -1;
    private boolean closed;

    private record Offer(Checkpoint checkpoint, LogView log) {}

    /**
     * @param absent witnesses that should be asked and cannot be
     * @param others what witnesses of others state
     */
    private Cosigning(
            String origin,
            List<WitnessLink> links,
            List<WitnessStatus> absent,
            Function<List<VerifierKey>, SealingRule> sealing,
            Optional<OtherJudges> others) {
        this.origin = origin;
        this.sealing = sealing;
        this.others = others;
        this.correspondents = links.stream().map(Correspondent::new).toList();
        this.absent = absent;
        this.thread = Thread.ofPlatform().daemon().name("cosigning").unstarted(this::run);
    }

    /**
     * Asks these; begins at once.
     *
     * @param sealing makes the rule by which cases are sealed of the keys of those who judge here
     * @param others what those of others state, closed with this
     */
    static Cosigning of(
            String origin,
            List<WitnessLink> links,
            List<WitnessStatus> absent,
            Function<List<VerifierKey>, SealingRule> sealing,
            Optional<OtherJudges> others) {
        Cosigning cosigning = new Cosigning(origin, links, absent, sealing, others);
        if (!links.isEmpty()) {
            cosigning.thread.start();
        }
        return cosigning;
    }

    /**
     * The log has signed this. Returns at once.
     *
     * @param log the log, which has at least what the checkpoint says
     */
    public synchronized void offer(Checkpoint checkpoint, LogView log) {
        if (checkpoint.head().size() > highest) {
            highest = checkpoint.head().size();
            offered = Optional.of(new Offer(checkpoint, log));
            notifyAll();
        }
    }

    @Override
    public synchronized Optional<Checkpoint> cosigned(long size, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!closed
                && cosigned.filter(checkpoint -> checkpoint.head().size() >= size)
                        .isEmpty()) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0 || !pause(left)) {
                break;
            }
        }
        return cosigned.filter(checkpoint -> checkpoint.head().size() >= size);
    }

    @Override
    public List<WitnessStatus> status() {
        Optional<Judging> judges = judging();
        Stream<WitnessStatus> asked = correspondents.stream()
                .map(one -> one.status(origin, silence(judges, one.link().key().name())));
        return Stream.concat(asked, absent.stream()).toList();
    }

    private Optional<JudgeSilence> silence(Optional<Judging> judges, String witness) {
        return judges.flatMap(known -> known.silence(witness))
                .or(() -> others.flatMap(known -> known.silence(witness)));
    }

    private void run() {
        for (Optional<Offer> next = next(); next.isPresent(); next = next()) {
            try {
                round(next.get());
                TimeUnit.NANOSECONDS.sleep(PACE.toNanos());
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException | MalformedTextException e) {
                LOG.error("No cosignatures for {}", next.get().checkpoint().head(), e);
            }
        }
    }

    private synchronized Optional<Offer> next() {
        long again = System.nanoTime() + AGAIN.toNanos();
        while (offered.isEmpty() && !closed) {
            long left = TimeUnit.NANOSECONDS.toMillis(again - System.nanoTime());
            if (unanswered.isPresent() && left <= 0) {
                offered = unanswered;
            } else if (!pause(unanswered.isPresent() ? left : 0)) {
                return Optional.empty();
            }
        }
        Optional<Offer> next = closed ? Optional.empty() : offered;
        offered = Optional.empty();
        unanswered = Optional.empty();
        return next;
    }

    private void round(Offer offer) throws InterruptedException, MalformedTextException {
        SignedNote note = SignedNote.parse(offer.checkpoint().note());
        List<Callable<Optional<SignedNote.Signature>>> questions = correspondents.stream()
                .<Callable<Optional<SignedNote.Signature>>>map(
                        one -> () -> one.cosign(note, offer.checkpoint().head(), offer.log()))
                .toList();
        List<SignedNote.Signature> lines = new ArrayList<>(note.signatures());
        for (Future<Optional<SignedNote.Signature>> answer :
                asking.invokeAll(questions, ROUND.toMillis(), TimeUnit.MILLISECONDS)) {
            line(answer).ifPresent(lines::add);
        }
        int answers = lines.size() - note.signatures().size();
        if (answers < questions.size()) {
            askAgain(offer);
        }
        if (answers > 0) {
            Checkpoint bare = offer.checkpoint();
            publish(
                    new Checkpoint(
                            bare.origin(), bare.head(), bare.signedAt(), new SignedNote(note.text(), lines).render()),
                    offer.log());
        }
    }

    private static Optional<SignedNote.Signature> line(Future<Optional<SignedNote.Signature>> answer)
            throws InterruptedException {
        try {
            return answer.get();
        } catch (CancellationException late) {
            return Optional.empty();
        } catch (ExecutionException e) {
            LOG.error("A witness could not be asked", e.getCause());
            return Optional.empty();
        }
    }

    private synchronized void askAgain(Offer offer) {
        unanswered = Optional.of(offer);
    }

    private synchronized void publish(Checkpoint checkpoint, LogView log) {
        cosigned = Optional.of(checkpoint);
        judging.ifPresent(judges -> judges.cosigned(checkpoint.head(), log));
        others.ifPresent(judges -> judges.cosigned(checkpoint.head(), log));
        source = Optional.of(log);
        notifyAll();
    }

    @Override
    public synchronized void judge(Supplier<Judge> judges) {
        if (judging.isPresent()) {
            throw new IllegalStateException("the witnesses have judges already");
        }
        List<Jury> juries = correspondents.stream()
                .flatMap(one -> one.link().local().stream())
                .map(witness -> witness.jury(origin, judges))
                .toList();
        others.ifPresent(asked -> juries.forEach(jury -> jury.certificates().tell(asked::ended)));
        others.ifPresent(
                asked -> juries.stream().findFirst().map(Jury::certificates).ifPresent(asked::catchUpWith));
        rule = Optional.of(sealing.apply(juries.stream().map(Jury::verifierKey).toList()));
        Judging started = new Judging(juries);
        judging = Optional.of(started);
        cosigned.ifPresent(checkpoint -> started.cosigned(checkpoint.head(), source.orElseThrow()));
    }

    @Override
    public List<Lawfulness> lawfulness() {
        return Stream.concat(
                        judging().stream().flatMap(judges -> judges.newest().stream()),
                        others.stream().flatMap(judges -> judges.newest().stream()))
                .toList();
    }

    @Override
    public Sealing sealing(String caseName, long lastLeaf) {
        Map<String, String> reasons =
                others.map(asked -> asked.reasons(caseName)).orElse(Map.of());
        return rule().map(known -> known.on(caseName, lastLeaf, kept(caseName, lastLeaf), refused(caseName), reasons))
                .orElseGet(Sealing::nobody);
    }

    @Override
    public Optional<String> certificates(String caseName, long lastLeaf) {
        return rule().flatMap(known -> known.file(caseName, lastLeaf, kept(caseName, lastLeaf), refused(caseName)));
    }

    private List<CaseCertificateNote> refused(String caseName) {
        return others.map(judges -> judges.refused(caseName)).orElse(List.of());
    }

    private List<CaseCertificateNote> kept(String caseName, long lastLeaf) {
        return Stream.concat(
                        judging().stream().flatMap(judges -> judges.certificates(caseName).stream()),
                        others.stream().flatMap(judges -> judges.certificates(caseName, lastLeaf).stream()))
                .toList();
    }

    private synchronized Optional<SealingRule> rule() {
        return rule;
    }

    private synchronized Optional<Judging> judging() {
        return judging;
    }

    /** @return false if interrupted */
    private boolean pause(long millis) {
        try {
            wait(millis);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Asks nobody any more and closes the witnesses of this process; what is cosigned stays. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
            judging.ifPresent(Judging::close);
        }
        others.ifPresent(OtherJudges::close);
        thread.interrupt();
        asking.shutdownNow();
        try {
            thread.join(ROUND.toMillis());
            asking.awaitTermination(ROUND.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        correspondents.forEach(one -> one.link().local().ifPresent(Witness::close));
    }
}
