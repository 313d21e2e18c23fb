package org.chancery.ledger;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The witnesses that this node asks for cosignatures (C2SP tlog-cosignature). They are asked after the fact, never
 * before an append returns: a witness that is slow or gone delays no case. May be used by any thread.
 */
public interface Witnesses {

    /**
     * The newest checkpoint that witnesses have cosigned. Its note carries the log's own line first and then a line of
     * each witness that answered; how many are enough is for whoever reads it to say.
     *
     * @param size how many leaves it must have at least
     * @param patience how long to wait for it; zero answers at once
     * @return empty if there is none in time
     */
    Optional<Checkpoint> cosigned(long size, Duration patience);

    /** What is known of each. */
    List<WitnessStatus> status();

    /**
     * Gives each witness of this process a judge; from then on it judges every entry that it has cosigned, from the
     * first one on, and signs what it found. To be called once.
     *
     * @param judges makes a new judge for each, and for each time that all entries are judged anew
     */
    void judge(Supplier<Judge> judges);

    /**
     * The newest statement of each witness that has made one: those of this process, and those that others run whose
     * statement was fetched and found to be signed with the key that is trusted for it, with its list, about this log's
     * own history.
     */
    List<Lawfulness> lawfulness();

    /**
     * Who has signed what about a case that has ended.
     *
     * @param caseName its pseudonym
     * @param lastLeaf index of its last entry: certificates that do not cover it do not count
     */
    Sealing sealing(String caseName, long lastLeaf);

    /**
     * The certificates of a case as a file that anybody can check offline ({@code chancery verify}): those that
     * {@link #sealing} counts; empty if there is none.
     */
    Optional<String> certificates(String caseName, long lastLeaf);

    /** Nobody. */
    static Witnesses none() {
        return new Witnesses() {
            @Override
            public Optional<Checkpoint> cosigned(long size, Duration patience) {
                return Optional.empty();
            }

            @Override
            public List<WitnessStatus> status() {
                return List.of();
            }

            @Override
            public void judge(Supplier<Judge> judges) {
                // there is nobody to give one to
            }

            @Override
            public List<Lawfulness> lawfulness() {
                return List.of();
            }

            @Override
            public Sealing sealing(String caseName, long lastLeaf) {
                return Sealing.nobody();
            }

            @Override
            public Optional<String> certificates(String caseName, long lastLeaf) {
                return Optional.empty();
            }
        };
    }
}
