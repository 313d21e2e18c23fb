package org.chancery.engine.erasure;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.chancery.engine.EngineException;
import org.chancery.engine.Erasures.Erasure;
import org.chancery.engine.Erasures.State;
import org.chancery.engine.RecordId;
import org.chancery.engine.casefile.CaseFile;
import org.chancery.engine.casefile.CaseTable;
import org.chancery.engine.casefile.ErasureTable;
import org.chancery.engine.casefile.Transactions;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.PersonKeys;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out confirmed erasures: first the keys are destroyed, then a record tells so. Each step may be done again, so
 * whoever fails in between, or is killed, begins from the decision, which is kept.
 *
 * <p>An applicant's key seals what all their cases say of them. So each of these gets an erasure of its own, with its own
 * id and records, so that no record names two cases. That hides the link from nobody who looks at the moment: these
 * records stand next to each other, without an actor, with the same ground, voters and times. ADR 0006 says so.
 */
public final class CarryingOut {

    private static final Logger LOG = LoggerFactory.getLogger(CarryingOut.class);

    private final Transactions transactions;
    private final PersonKeys keys;
    private final Clock clock;

    public CarryingOut(Transactions transactions, PersonKeys keys, Clock clock) {
        this.transactions = transactions;
        this.keys = keys;
        this.clock = clock;
    }

    /** Confirmed and not carried out, or not yet on every voter. */
    List<Erasure> unfinished() {
        return transactions.run(connection -> new ErasureTable(connection).unfinished());
    }

    /** Carries it out as far as possible now; what is left is tried again later. */
    synchronized void attempt(String id) {
        try {
            Optional<Erasure> erasure = transactions.run(connection -> new ErasureTable(connection).byId(id));
            erasure.filter(one -> !isDone(one)).ifPresent(this::carryOut);
        } catch (EngineException | LedgerException e) {
            LOG.warn("Erasure {} is confirmed and not carried out yet; it is tried again: {}", id, e.toString());
        }
    }

    /** An applicant's erasures are carried out together: those of their other cases may be done by now. */
    private static boolean isDone(Erasure erasure) {
        return erasure.state() == State.ERASED && erasure.pending().isEmpty();
    }

    private void carryOut(Erasure erasure) {
        reachOtherCases(erasure);
        PersonKeys.Purge purge = keys.eraseAll(erasure.keys());
        reachOtherCases(erasure); // one may have been filed before the key was gone
        Set<String> erased = erasure.keys();
        List<Erasure> same = transactions.run(connection -> new ErasureTable(connection).decidedOf(erasure.person()));
        same.stream().filter(one -> erased.containsAll(one.keys())).forEach(one -> tell(one, purge));
    }

    /** Once only, unless a voter has destroyed its copy since. */
    private void tell(Erasure known, PersonKeys.Purge purge) {
        transactions.run(connection -> {
            ErasureTable erasures = new ErasureTable(connection);
            erasures.lock(known.caseNumber());
            Erasure erasure = erasures.byId(known.id()).orElseThrow();
            if (erasure.state() == State.ERASED && erasure.pending().equals(purge.pending())) {
                return erasure;
            }
            erasures.erased(erasure.id(), clock.instant(), purge.purged(), purge.pending());
            CaseFile file =
                    new CaseTable(connection).byNumber(erasure.caseNumber()).orElseThrow();
            new ErasureRecord(connection, file).erased(erasure, purge);
            return erasure;
        });
    }

    /** Every other case of an applicant gets an erasure of its own, decided by the same persons on the same ground. */
    private void reachOtherCases(Erasure erasure) {
        List<CaseFile> others = transactions.run(connection -> new CaseTable(connection)
                .ofApplicant(erasure.person()).stream()
                        .filter(file -> !file.number().equals(erasure.caseNumber()))
                        .filter(file -> new ErasureTable(connection)
                                .standing(file.number(), erasure.person()).stream()
                                        .noneMatch(one -> one.state() != State.REQUESTED))
                        .toList());
        others.forEach(file -> reach(file, erasure));
    }

    private void reach(CaseFile file, Erasure from) {
        transactions.run(connection -> {
            Erasure one = new Erasure(
                    RecordId.text(UUID.randomUUID()),
                    file.number(),
                    from.person(),
                    Set.of(from.person()),
                    from.ground(),
                    from.despite(),
                    State.CONFIRMED,
                    from.requestedBy(),
                    from.requestedAt(),
                    from.decidedBy(),
                    Optional.of(from.decidedAt().orElseGet(clock::instant).truncatedTo(ChronoUnit.MILLIS)),
                    Optional.empty(),
                    List.of(),
                    List.of());
            new ErasureTable(connection).insert(one);
            new ErasureRecord(connection, file).confirmed(one, one.decidedBy(), one.keys());
            return one;
        });
    }
}
