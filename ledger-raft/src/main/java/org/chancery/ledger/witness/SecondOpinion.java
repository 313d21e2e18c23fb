package org.chancery.ledger.witness;

import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.chancery.ledger.Head;
import org.chancery.ledger.JudgeSilence;
import org.chancery.ledger.Judges;
import org.chancery.ledger.Lawfulness;
import org.chancery.ledger.verify.CheckpointText;
import org.chancery.ledger.verify.MalformedTextException;
import org.chancery.ledger.verify.SignedNote;

/**
 * The second opinion of a witness on a log that it follows from outside: entries by the log's tiles, models by hash
 * beside them, only up to what the witness has cosigned. Judges on a thread of its own, so that cosigning never waits.
 */
final class SecondOpinion implements AutoCloseable {

    private final Witness witness;
    private final RemoteLog log;
    private final RemoteModels models;
    private final Jury jury;
    private final Judging judging;

    /** @param address the log's prefix, beside which its models are */
    SecondOpinion(Witness witness, String origin, Web web, URI address, Judges judges, Clock clock) {
        this.witness = witness;
        this.log = new RemoteLog(web, address);
        this.models = new RemoteModels(web, address, clock);
        this.jury = witness.jury(origin, () -> judges.reading(models));
        this.judging = new Judging(List.of(jury));
    }

    /** Judges up to what was cosigned last, if it has not. Returns at once. */
    void catchUp(String origin) {
        cosigned(origin).ifPresent(head -> judging.cosigned(head, log.at(head.size())));
    }

    /** As {@link #catchUp}, and waits until it is stated or cannot be. */
    void catchUpNow(String origin) throws InterruptedException {
        Optional<Head> head = cosigned(origin);
        catchUp(origin);
        while (head.isPresent()
                && judging.failure(jury.witness()).isEmpty()
                && newest().filter(said -> said.head().size() >= head.get().size())
                        .isEmpty()) {
            judging.awaitJudged();
        }
    }

    private Optional<Head> cosigned(String origin) {
        return witness.newest(origin).map(SecondOpinion::head);
    }

    private static Head head(SignedNote cosigned) {
        try {
            return CheckpointText.of(cosigned).head();
        } catch (MalformedTextException e) {
            throw new IllegalStateException("what a witness cosigned is a checkpoint", e);
        }
    }

    Optional<Lawfulness> newest() {
        return jury.newest();
    }

    Optional<JudgeSilence> silence() {
        return judging.silence(jury.witness());
    }

    /** Why models could not be had, each reason once. */
    List<String> missing() {
        return List.copyOf(new TreeSet<>(models.missing().values()));
    }

    @Override
    public void close() {
        judging.close();
    }
}
