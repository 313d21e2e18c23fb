package org.chancery.ledger.witness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.chancery.ledger.Hash;
import org.chancery.ledger.Head;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.verify.CheckpointText;
import org.chancery.ledger.verify.MalformedTextException;
import org.chancery.ledger.verify.SignedNote;

/**
 * Follows a log from outside: reads its newest checkpoint, makes the consistency proof from its tiles and has the witness
 * decide, by the same rules as for a checkpoint that is brought to it.
 */
final class LogFollower {

    private final RemoteLog log;
    private final Witness witness;

    LogFollower(RemoteLog log, Witness witness) {
        this.log = log;
        this.witness = witness;
    }

    /** What a look at the log led to. */
    sealed interface Look {

        /** It stands where it stood. */
        record NothingNew(String origin, long size) implements Look {}

        /** It is cosigned up to here. */
        record Cosigned(String origin, long size) implements Look {}

        /** It shows fewer entries than were cosigned: an old copy, or a lie; one that goes on is a lie. */
        record WentBack(String origin, long size, long cosigned) implements Look {}

        /** It shows what cannot be cosigned. */
        record Refused(Answer.Reason reason) implements Look {}

        /** It could not be read. */
        record Unreadable(String why) implements Look {}

        /** The witness's own folder cannot be written. */
        record Unable(String why) implements Look {}
    }

    Look look() {
        try {
            SignedNote note = SignedNote.parse(log.checkpoint());
            CheckpointText shown = CheckpointText.of(note);
            // Who did not sign is told so before anything it says is weighed.
            Optional<Answer.Reason> unsigned = witness.objection(shown.origin(), note);
            if (unsigned.isPresent()) {
                return new Look.Refused(unsigned.get());
            }
            Optional<SignedNote> cosigned = witness.newest(shown.origin());
            Head last = cosigned.isPresent() ? CheckpointText.of(cosigned.get()).head() : CheckpointRules.NOTHING;
            if (cosigned.isPresent() && last.equals(shown.head())) {
                return new Look.NothingNew(shown.origin(), last.size());
            }
            if (shown.head().size() < last.size()) {
                return new Look.WentBack(shown.origin(), shown.head().size(), last.size());
            }
            return decide(note, shown, last);
        } catch (UncheckedIOException e) {
            return new Look.Unreadable(e.getCause().toString());
        } catch (IOException e) {
            return new Look.Unreadable(e.toString());
        } catch (MalformedTextException e) {
            return new Look.Unreadable("its checkpoint is none: " + e.getMessage());
        } catch (LedgerException.Unavailable e) {
            return new Look.Unable(e.getMessage());
        }
    }

    private Look decide(SignedNote note, CheckpointText shown, Head last) {
        List<Hash> proof = log.at(shown.head().size())
                .consistencyProof(last.size(), shown.head().size());
        return switch (witness.add(new AddCheckpoint(last.size(), proof, note, shown))) {
            case Answer.Cosigned one ->
                new Look.Cosigned(shown.origin(), shown.head().size());
            case Answer.Refused(Answer.Reason reason) -> {
                if (reason == Answer.Reason.NOT_CONSISTENT) {
                    // The proof is made of the log's own tiles: it is the log that does not fit together.
                    witness.keepInconsistent(shown.origin(), note);
                }
                yield new Look.Refused(reason);
            }
            case Answer.Conflict(long size) -> new Look.NothingNew(shown.origin(), size);
        };
    }
}
