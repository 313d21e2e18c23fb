package org.chancery.ledger.witness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.chancery.ledger.CaseStatement;
import org.chancery.ledger.Head;
import org.chancery.ledger.Judge;
import org.chancery.ledger.JudgeMemory;
import org.chancery.ledger.Judgement;
import org.chancery.ledger.Lawfulness;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.log.SigningKey;
import org.chancery.ledger.verify.LawfulnessNote;
import org.chancery.ledger.verify.SignedNote;
import org.chancery.ledger.verify.VerifierKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The second opinion of one witness on one log: gives its judge every entry from the first on and signs what it found.
 * Only entries that lead to a root the witness has cosigned are spoken of; others are forgotten. All are read anew once
 * the judge can have a model that it could not have before: what was 'not judged' for want of it then leaves the list of
 * later statements, or gives way to what is found. At a case's end it signs the case's certificate too. After a start it
 * goes on where it last kept its judge's state. {@link #judge}, {@link #keep} and {@link #close} are for one thread.
 */
public final class Jury implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Jury.class);

    /** How often it is asked whether what the judge could not have can be had now. */
    private static final Duration LOOK = Duration.ofMinutes(1);

    /** After entries that were not the cosigned ones, before all are read anew; each time in a row twice as long. */
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private static final int MAX_DOUBLINGS = 9;

    /** Under load there are several statements a second, and keeping one takes the disk's time. */
    private static final Duration KEPT = Duration.ofSeconds(10);

    /** What was judged since its state was kept last is judged again after a crash. */
    private static final Duration STATE_KEPT = Duration.ofMinutes(1);

    private final String origin;
    private final String witness;
    private final SigningKey key;
    private final Supplier<Judge> judges;
    private final StatementFiles files;
    private final Clock clock;
    private final Certificates certificates;
    private final JudgeFolder folder;
    private Optional<Reading> reading = Optional.empty();
    private int wrong;
    private Instant anew = Instant.MIN;
    private String forgotten = "";
    private Instant looked = Instant.MIN;
    private Instant kept = Instant.MIN;
    private Instant stateKept = Instant.MIN;
    private boolean keepLast;
    private volatile boolean stopped;
    private volatile Optional<Lawfulness> newest;

    /**
     * @param witness whose second opinion it is
     * @param key its own, named by the witness; the witness's other key signs checkpoints only
     * @param judges gives a new judge for each time that the entries are read from the first one on
     * @param files where its last statement is kept, and shown from until there is a newer one
     * @param certified folder of the certificates of cases
     * @param folder where the state of its judge is kept
     */
    Jury(
            String origin,
            SigningKey key,
            String witness,
            Supplier<Judge> judges,
            StatementFiles files,
            Path certified,
            JudgeFolder folder,
            Clock clock) {
        this.origin = origin;
        this.witness = witness;
        this.key = key;
        this.judges = judges;
        this.files = files;
        this.clock = clock;
        this.certificates = new Certificates(certified, key, clock);
        this.folder = folder;
        this.newest = files.newest(origin, verifierKey());
    }

    /** The witness whose second opinion it is. */
    String witness() {
        return witness;
    }

    VerifierKey verifierKey() {
        return new VerifierKey(key.name(), key.publicKey());
    }

    /** Its certificates of cases. */
    Certificates certificates() {
        return certificates;
    }

    /** Its newest statement; empty if it has made none. */
    public Optional<Lawfulness> newest() {
        return newest;
    }

    /**
     * Judges what is new up to this head and signs the statement.
     *
     * @param cosigned what the witness itself has cosigned
     * @throws LedgerException.Unavailable if the entries read are not those of that root: nothing is stated, and all are
     *     read anew after a while
     */
    public void judge(Head cosigned, LogView log) {
        if (stopped) {
            return;
        }
        if (clock.instant().isBefore(anew)) {
            throw waiting();
        }
        Reading known = reading.orElseGet(() -> begin(cosigned, log));
        boolean again = couldSeeMore(known);
        Reading present = again ? beginAnew() : known;
        boolean stated = present.head().equals(cosigned)
                && newest.filter(said -> said.head().equals(cosigned)).isPresent();
        if (!again && stated) {
            return;
        }
        if (!read(present, cosigned, log)) {
            return; // it has judged more already, or is to stop
        }
        wrong = 0;
        Lawfulness statement = sign(cosigned, present.findings());
        asItWasPutBy(() -> certify(present.judge(), cosigned));
        newest = Optional.of(statement); // whoever sees it finds the certificates
        keepLast = true;
        if (!clock.instant().isBefore(kept.plus(KEPT))) {
            keepStatement();
        }
    }

    private Reading begin(Head cosigned, LogView log) {
        Optional<Reading> before = Reading.goingOn(judges, folder, cosigned, log);
        before.ifPresent(known -> stateKept = clock.instant());
        reading = before;
        return before.orElseGet(this::beginAnew);
    }

    private Reading beginAnew() {
        reading.ifPresent(Reading::close);
        Reading fresh = Reading.anew(judges.get(), folder);
        stateKept = clock.instant();
        reading = Optional.of(fresh);
        return fresh;
    }

    /** @return whether all up to there is judged now, and no more */
    private boolean read(Reading present, Head cosigned, LogView log) {
        asItWasPutBy(() -> present.upTo(cosigned.size(), log, () -> goesOn(present)));
        if (present.head().size() != cosigned.size()) {
            return false;
        }
        if (!present.head().equals(cosigned)) {
            throw forget("The entries of " + origin + " as they were read did not lead to the root that was cosigned");
        }
        return true;
    }

    /** What asks for cases that were put by; where they are not as they were, all is forgotten, and read anew. */
    private void asItWasPutBy(Runnable asking) {
        try {
            asking.run();
        } catch (JudgeMemory.Contradicted e) {
            distrust(e);
            throw forget("What the judge of " + origin + " had put by, and what the log shows, do not agree: "
                    + e.getMessage());
        }
    }

    private void distrust(JudgeMemory.Contradicted e) {
        folder.forget();
        folder.refuse(e.getMessage());
    }

    private boolean goesOn(Reading present) {
        if (!clock.instant().isBefore(stateKept.plus(STATE_KEPT))) {
            keepState(present);
        }
        return !stopped;
    }

    /** Those of cases that ended, some at a time: after a long log there are very many. */
    private void certify(Judge judge, Head head) {
        List<CaseStatement> ended = judge.ended(origin, head);
        do {
            certificates.sign(ended);
            ended = judge.ended(origin, head);
        } while (!ended.isEmpty());
    }

    /** Not before all certificates it was asked for are signed: whoever went on there would not sign them. */
    private void keepState(Reading present) {
        if (!certificates.areSigned()) {
            return;
        }
        stateKept = clock.instant();
        try {
            present.keep();
        } catch (IOException | LedgerException e) {
            LOG.warn("The state of the judge of {} is not kept; after a start it reads again what is new", witness, e);
        }
    }

    /** Lets {@link #judge}, which may be at work on another thread, return soon. */
    void stop() {
        stopped = true;
    }

    /** Keeps what is not kept yet: the last statement, and the state of the judge. */
    public void keep() {
        keepStatement();
        try {
            reading.ifPresent(this::keepState);
        } catch (JudgeMemory.Contradicted e) {
            distrust(e);
        }
    }

    /** As {@link #keep}, and lets go of its files. */
    @Override
    public void close() {
        keep();
        reading.ifPresent(Reading::close);
        reading = Optional.empty();
    }

    private void keepStatement() {
        if (!keepLast) {
            return;
        }
        try {
            files.keep(newest.orElseThrow());
            kept = clock.instant();
            keepLast = false;
        } catch (IOException e) {
            LOG.warn(
                    "The last statement of {} is not kept; after a start there is none until its judge is done",
                    witness,
                    e);
        }
    }

    private boolean couldSeeMore(Reading present) {
        Instant now = clock.instant();
        if (now.isBefore(looked.plus(LOOK))) {
            return false;
        }
        looked = now;
        return present.judge().couldSeeMore();
    }

    /** What was kept before may hold; it is asked again then. */
    private LedgerException forget(String why) {
        forgotten = why;
        reading.ifPresent(Reading::close);
        reading = Optional.empty();
        anew = clock.instant().plus(PAUSE.multipliedBy(1L << Math.min(wrong, MAX_DOUBLINGS)));
        wrong++;
        return waiting();
    }

    private LedgerException waiting() {
        return new LedgerException.Unavailable(
                forgotten + ". That was forgotten, and all entries are read anew after "
                        + anew.truncatedTo(ChronoUnit.SECONDS),
                null);
    }

    private Lawfulness sign(Head head, List<Judgement> findings) {
        Instant at = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        String text = LawfulnessNote.text(origin, head, at, findings);
        SignedNote.Signature line = new SignedNote.Signature(
                key.name(), verifierKey().keyId(), key.sign(text.getBytes(StandardCharsets.UTF_8)));
        SignedNote note = new SignedNote(text, List.of(line));
        return new Lawfulness(key.name(), verifierKey().text(), head, at, findings, note.render());
    }
}
