package org.chancery.ledger.witness;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.chancery.ledger.Head;
import org.chancery.ledger.Judge;
import org.chancery.ledger.JudgeMemory;
import org.chancery.ledger.Judgement;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.verify.MerkleFrontier;
import org.chancery.ledger.verify.ProofVerifier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one judge was given, and what it found; with a memory, if it has rules. For one thread. */
final class Reading implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(Reading.class);

    private final Judge judge;
    private final MerkleFrontier seen;
    private final List<Judgement> findings;
    private final JudgeFolder folder;
    private final Optional<WitnessMemory> memory;

    private Reading(
            Judge judge,
            MerkleFrontier seen,
            List<Judgement> findings,
            JudgeFolder folder,
            Optional<WitnessMemory> memory) {
        this.judge = judge;
        this.seen = seen;
        this.findings = new ArrayList<>(findings);
        this.folder = folder;
        this.memory = memory;
        memory.ifPresent(judge::begin);
    }

    /** From the first entry on. */
    static Reading anew(Judge judge, JudgeFolder folder) {
        return new Reading(judge, new MerkleFrontier(), List.of(), folder, fresh(judge, folder));
    }

    /** Without a disk there is no memory; judging needs none. */
    private static Optional<WitnessMemory> fresh(Judge judge, JudgeFolder folder) {
        if (judge.rules().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new WitnessMemory(folder, folder.fresh()));
        } catch (IOException e) {
            LOG.warn("What the judge knows is kept in memory alone; all entries are read again after a start", e);
            return Optional.empty();
        }
    }

    /**
     * Where a judge of the same rules put by, if what it was given then is how the cosigned tree begins; empty, and said
     * in the log, if there is nothing that holds.
     *
     * @throws LedgerException.Unavailable if the log cannot be asked now
     */
    static Optional<Reading> goingOn(Supplier<Judge> judges, JudgeFolder folder, Head cosigned, LogView log) {
        Judge judge = judges.get();
        Optional<JudgeFolder.Kept> kept = judge.rules().flatMap(folder::kept);
        if (kept.isEmpty()) {
            return Optional.empty();
        }
        Head before = kept.get().seen().head();
        if (!isBegin(before, cosigned, log)) {
            folder.refuse("the log's first " + before.size() + " entries are not those that were judged");
            return Optional.empty();
        }
        Optional<RecordFile> records = Optional.empty();
        try {
            records = Optional.of(folder.open(kept.get().records()));
            WitnessMemory memory = new WitnessMemory(folder, records.get());
            memory.reading(log);
            Reading reading = new Reading(judge, kept.get().seen(), kept.get().findings(), folder, Optional.of(memory));
            judge.goOn(kept.get().rest());
            LOG.info("{} of {} entries are judged already", before.size(), cosigned.size());
            return Optional.of(reading);
        } catch (IOException | RuntimeException e) {
            folder.refuse(e.getMessage());
            records.ifPresent(Reading::letGo);
            return Optional.empty();
        }
    }

    private static boolean isBegin(Head before, Head cosigned, LogView log) {
        return before.size() == 0
                || before.equals(cosigned)
                || before.size() < cosigned.size()
                        && ProofVerifier.consistent(
                                before, cosigned, log.consistencyProof(before.size(), cosigned.size()));
    }

    /**
     * Gives the judge what it has not seen yet.
     *
     * @param goOn asked each time after some entries; none are given after it said no
     * @throws JudgeMemory.Contradicted if the log shows other entries than were judged
     * @throws LedgerException if entries cannot be had now
     */
    void upTo(long size, LogView log, BooleanSupplier goOn) {
        memory.ifPresent(known -> known.reading(log));
        long next = seen.head().size();
        boolean goesOn = true;
        while (next < size && goesOn) {
            for (byte[] entry : log.entries(next, size)) {
                findings.addAll(found(next, entry));
                seen.add(entry);
                next++;
            }
            goesOn = goOn.getAsBoolean();
        }
    }

    private List<Judgement> found(long leaf, byte[] entry) {
        List<Judgement> judgements;
        try {
            judgements = judge.judge(leaf, entry);
        } catch (LedgerException | JudgeMemory.Contradicted e) {
            throw e; // it is given the same entry again, or all of them
        } catch (RuntimeException e) {
            // What cannot be read is never taken for lawful; and one bad entry does not silence the witness.
            return List.of(new Judgement.NotJudged(
                    leaf, "the judge failed: " + e.getClass().getSimpleName()));
        }
        return judgements.stream()
                .filter(judgement -> !(judgement instanceof Judgement.Lawful))
                .toList();
    }

    Judge judge() {
        return judge;
    }

    /** Size and root of what was judged. */
    Head head() {
        return seen.head();
    }

    List<Judgement> findings() {
        return findings;
    }

    /** Keeps all this on the disk, if there is a memory. */
    void keep() throws IOException {
        if (memory.isPresent()) {
            byte[] rest = judge.putBy();
            folder.keep(
                    new JudgeFolder.Kept(seen, findings, rest, memory.get().sync()),
                    judge.rules().orElseThrow());
        }
    }

    @Override
    public void close() {
        memory.ifPresent(Reading::letGo);
    }

    private static void letGo(Closeable file) {
        try {
            file.close();
        } catch (IOException e) {
            LOG.warn("A file of a judge cannot be let go: {}", e.toString());
        }
    }
}
