package org.chancery.ledger.witness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.chancery.ledger.Head;
import org.chancery.ledger.Judge;
import org.chancery.ledger.Judgement;
import org.chancery.ledger.Lawfulness;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.log.SigningKey;
import org.chancery.ledger.verify.LawfulnessNote;
import org.chancery.ledger.verify.MerkleFrontier;
import org.chancery.ledger.verify.SignedNote;
import org.chancery.ledger.verify.VerifierKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The second opinion of one witness on one log: gives its judge every entry from the first on and signs what it found.
 * Only entries that lead to a root the witness has cosigned are spoken of; others are forgotten and all are read anew.
 * So they are once the judge can have a model that it could not have before: what was 'not judged' for want of it then
 * leaves the list of later statements, or gives way to what is found. At a case's end it signs the case's certificate
 * too. {@link #judge} is for one thread.
 */
final class Jury {

    private static final Logger LOG = LoggerFactory.getLogger(Jury.class);

    /** How often it is asked whether what the judge could not have can be had now. */
    private static final Duration LOOK = Duration.ofMinutes(1);

    /** After entries that were not the cosigned ones, before all are read anew; each time in a row twice as long. */
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private static final int MAX_DOUBLINGS = 9;

    /** Under load there are several statements a second, and keeping one takes the disk's time. */
    private static final Duration KEPT = Duration.ofSeconds(10);

    private final String origin;
    private final String witness;
    private final SigningKey key;
    private final Supplier<Judge> judges;
    private final StatementFiles files;
    private final Clock clock;
    private final Certificates certificates;
    private Reading reading;
    private int wrong;
    private Instant anew = Instant.MIN;
    private Instant looked = Instant.MIN;
    private Instant kept = Instant.MIN;
    private boolean keepLast;
    private volatile Optional<Lawfulness> newest;

    /** What one judge was given, and what it found. */
    private static final class Reading {
        final Judge judge;
        final MerkleFrontier seen = new MerkleFrontier();
        final List<Judgement> findings = new ArrayList<>();

        Reading(Judge judge) {
            this.judge = judge;
        }

        void upTo(long size, LogView log) {
            long next = seen.head().size();
            while (next < size) {
                for (byte[] entry : log.entries(next, size)) {
                    seen.add(entry);
                    findings.addAll(found(next, entry));
                    next++;
                }
            }
        }

        private List<Judgement> found(long leaf, byte[] entry) {
            List<Judgement> judgements;
            try {
                judgements = judge.judge(leaf, entry);
            } catch (RuntimeException e) {
                // What cannot be read is never taken for lawful; and one bad entry does not silence the witness.
                return List.of(new Judgement.NotJudged(
                        leaf, "the judge failed: " + e.getClass().getSimpleName()));
            }
            return judgements.stream()
                    .filter(judgement -> !(judgement instanceof Judgement.Lawful))
                    .toList();
        }
    }

    /**
     * @param witness whose second opinion it is
     * @param key its own, named by the witness; the witness's other key signs checkpoints only
     * @param judges gives a new judge for each time that the entries are read from the first one on
     * @param files where its last statement is kept, and shown from until there is a newer one
     * @param certified folder of the certificates of cases
     */
    Jury(
            String origin,
            SigningKey key,
            String witness,
            Supplier<Judge> judges,
            StatementFiles files,
            Path certified,
            Clock clock) {
        this.origin = origin;
        this.witness = witness;
        this.key = key;
        this.judges = judges;
        this.files = files;
        this.clock = clock;
        this.certificates = new Certificates(certified, key, clock);
        this.reading = new Reading(judges.get());
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

    Optional<Lawfulness> newest() {
        return newest;
    }

    /**
     * Judges what is new up to this head and signs the statement.
     *
     * @param cosigned what the witness itself has cosigned
     * @throws LedgerException.Unavailable if the entries read are not those of that root: nothing is stated, and all are
     *     read anew after a while
     */
    void judge(Head cosigned, LogView log) {
        if (clock.instant().isBefore(anew)) {
            throw notThoseEntries();
        }
        boolean again = couldSeeMore();
        if (again) {
            reading = new Reading(judges.get());
        }
        boolean known = reading.seen.head().equals(cosigned)
                && newest.filter(said -> said.head().equals(cosigned)).isPresent();
        if (!again && known) {
            return;
        }
        reading.upTo(cosigned.size(), log);
        Head read = reading.seen.head();
        if (read.size() != cosigned.size()) {
            return; // it has judged more already
        }
        if (!read.equals(cosigned)) {
            forget();
            throw notThoseEntries();
        }
        wrong = 0;
        Lawfulness statement = sign(cosigned);
        certificates.sign(reading.judge.ended(origin, cosigned));
        newest = Optional.of(statement); // whoever sees it finds the certificates
        keepLast = true;
        if (!clock.instant().isBefore(kept.plus(KEPT))) {
            keep();
        }
    }

    /** Keeps the last statement, if it is not kept yet. */
    void keep() {
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

    private boolean couldSeeMore() {
        Instant now = clock.instant();
        if (now.isBefore(looked.plus(LOOK))) {
            return false;
        }
        looked = now;
        return reading.judge.couldSeeMore();
    }

    private void forget() {
        reading = new Reading(judges.get());
        anew = clock.instant().plus(PAUSE.multipliedBy(1L << Math.min(wrong, MAX_DOUBLINGS)));
        wrong++;
    }

    private LedgerException notThoseEntries() {
        return new LedgerException.Unavailable(
                "The entries of " + origin + " as they were read did not lead to the root that was cosigned. They were"
                        + " forgotten, and all are read anew after "
                        + anew.truncatedTo(ChronoUnit.SECONDS),
                null);
    }

    private Lawfulness sign(Head head) {
        Instant at = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        String text = LawfulnessNote.text(origin, head, at, reading.findings);
        SignedNote.Signature line = new SignedNote.Signature(
                key.name(), verifierKey().keyId(), key.sign(text.getBytes(StandardCharsets.UTF_8)));
        SignedNote note = new SignedNote(text, List.of(line));
        return new Lawfulness(key.name(), verifierKey().text(), head, at, reading.findings, note.render());
    }
}
