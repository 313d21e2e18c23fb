package org.chancery.ledger.witness;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.chancery.ledger.Head;
import org.chancery.ledger.JudgeSilence;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.WitnessStatus;
import org.chancery.ledger.verify.MalformedTextException;
import org.chancery.ledger.verify.SignedNote;
import org.chancery.ledger.verify.WitnessKey;

/** What a log knows of one witness: how far it is, and how to bring it on. */
final class Correspondent {

    /** The witness may have moved on meanwhile, through another node of the same log; then it says where it is. */
    private static final int TRIES = 3;

    private final WitnessLink link;
    private volatile Head head = CheckpointRules.NOTHING;
    private volatile Optional<Instant> at = Optional.empty();
    private volatile Optional<String> trouble = Optional.empty();

    Correspondent(WitnessLink link) {
        this.link = link;
    }

    WitnessLink link() {
        return link;
    }

    /** The witness's line for this checkpoint; empty, with the trouble noted, if it cannot be had. */
    synchronized Optional<SignedNote.Signature> cosign(SignedNote checkpoint, Head wanted, LogView log) {
        try {
            long from = head.size();
            for (int i = 0; i < TRIES; i++) {
                if (from > wanted.size()) {
                    return ahead(from, log.size());
                }
                Answer answer = link.ask(AddCheckpoint.of(from, log.consistencyProof(from, wanted.size()), checkpoint));
                switch (answer) {
                    case Answer.Cosigned(SignedNote.Signature line) -> {
                        return accepted(line, checkpoint, wanted);
                    }
                    case Answer.Conflict(long size) -> from = size;
                    case Answer.Refused(Answer.Reason reason) -> {
                        return failed("It refuses: " + reason.text());
                    }
                }
            }
            return failed("It moved on while it was asked; the next checkpoint is tried");
        } catch (LedgerException | MalformedTextException e) {
            return failed(e.getMessage());
        } catch (RuntimeException e) {
            return failed("It cannot be asked: " + e);
        }
    }

    private Optional<SignedNote.Signature> accepted(SignedNote.Signature line, SignedNote checkpoint, Head wanted) {
        WitnessKey.Finding finding = link.key().on(new SignedNote(checkpoint.text(), List.of(line)));
        if (finding instanceof WitnessKey.Finding.Cosigned(Instant when)) {
            head = wanted;
            at = Optional.of(when);
            trouble = Optional.empty();
            return Optional.of(line);
        }
        return failed("Its answer does not verify with the key that is configured for it");
    }

    /** It cosigned more than is wanted now: the checkpoint is an older one, or this log forgot what it had. */
    private Optional<SignedNote.Signature> ahead(long cosigned, long held) {
        if (cosigned > held) {
            return failed("It has cosigned " + cosigned + " entries, more than the " + held
                    + " that this log has. If this log was put back from a backup, entries are lost");
        }
        trouble = Optional.empty();
        return Optional.empty();
    }

    private Optional<SignedNote.Signature> failed(String why) {
        trouble = Optional.of(why);
        return Optional.empty();
    }

    /** @param silence why its judge states nothing, as far as that is known here */
    WitnessStatus status(String origin, Optional<JudgeSilence> silence) {
        int splitViews = link.local().map(witness -> witness.splitViews(origin)).orElse(0);
        return new WitnessStatus(link.key().name(), link.key().text(), head, at, splitViews, trouble, silence);
    }
}
