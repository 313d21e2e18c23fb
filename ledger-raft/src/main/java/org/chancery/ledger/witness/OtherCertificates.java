package org.chancery.ledger.witness;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chancery.ledger.Lawfulness;
import org.chancery.ledger.Sealing;
import org.chancery.ledger.verify.CaseCertificateNote;
import org.chancery.ledger.verify.VerifierKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificates of a witness that others run. Asked for are those of cases that ended here, before the last start too,
 * unless one is kept, and
 * of cases that somebody looks at, once the witness has stated as much as the case has entries, so many in a round and
 * no longer than a while; first what somebody looks at, then what was never asked for. What is not there yet, or does
 * not count, is asked for again after twice as many rounds as before, and keeps no other case waiting. What counted is
 * kept on the disk, so that a seal outlasts a witness that is away; so is what the witness signed later and what does not
 * count, since it takes back what counted before. Nothing that is read from there is believed without its signature. May be used by any thread; {@link #round} by one.
 */
final class OtherCertificates {

    private static final Logger LOG = LoggerFactory.getLogger(OtherCertificates.class);

    /** More cases than this are asked for once somebody looks at them. */
    private static final int MOST_WANTED = 20_000;

    private static final int QUESTIONS = 200;

    /** All parts are looked through within minutes, if nothing is missing. */
    private static final int PARTS_A_ROUND = 8;

    private static final Duration WHILE = Duration.ofSeconds(10);

    /** In rounds: an hour, as often as {@link OtherJudges} asks. */
    private static final long LONGEST_WAIT = 240;

    /** In rounds: who looks again and again at a case does not make it be asked for more often. */
    private static final long FRESH = 4;

    private final RemoteWitness witness;
    private final RemoteCertificates remote;
    private final CertificateFiles files;
    private final CertificateFiles refused;
    private final Map<String, Wanted> wanted = new Bounded<>();
    private final Map<String, Long> answered = new Bounded<>();
    private final Map<String, String> refusals = new Bounded<>();
    private final Deque<String> missed = new ArrayDeque<>();
    private Optional<Certificates> own = Optional.empty();
    private int looked;
    private long round;

    /** The newest of so many. */
    private static final class Bounded<T> extends LinkedHashMap<String, T> {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
            return size() > MOST_WANTED;
        }
    }

    /**
     * @param last index of the case's last entry, as far as it is known here
     * @param looked whether somebody looks at it
     * @param tries how often it was asked for in vain
     * @param due the round from which on it is asked for
     */
    private record Wanted(
            String caseName, long last, Optional<RemoteCertificates.Course> own, boolean looked, int tries, long due) {

        /** Lower is sooner. */
        int turn() {
            return looked ? 0 : tries == 0 ? 1 : 2;
        }

        /** It was not answered, which says nothing of this case: at the end of the queue, without a longer wait. */
        Wanted behindOthers(long round) {
            return new Wanted(caseName, last, own, false, Math.max(tries, 1), round + 1);
        }

        Wanted later(long round) {
            long pause = Math.min(1L << Math.min(tries, Integer.SIZE - 2), LONGEST_WAIT);
            return new Wanted(caseName, last, own, looked, tries + 1, round + pause);
        }
    }

    /** @param files where what counted is kept, of this witness alone */
    OtherCertificates(String origin, RemoteWitness witness, CertificateFiles files) {
        this.witness = witness;
        this.remote = new RemoteCertificates(origin, witness);
        this.files = files;
        this.refused = files.refused();
    }

    /** A witness of this process certifies this: the other one is asked for the same. */
    synchronized void ended(CaseCertificateNote own) {
        boolean looked = Optional.ofNullable(wanted.get(own.caseName()))
                .filter(Wanted::looked)
                .isPresent();
        want(own.caseName(), own.last(), Optional.of(RemoteCertificates.Course.of(own)), looked);
    }

    /** What was certified here before the last start, too, is asked for, a little in each round. */
    synchronized void catchUpWith(Certificates certificates) {
        own = Optional.of(certificates);
    }

    private synchronized void catchUp() {
        if (own.isEmpty() || wanted.size() > QUESTIONS) {
            return; // what is wanted already comes first
        }
        for (int left = PARTS_A_ROUND; left > 0 && missed.isEmpty() && looked < CertificateFiles.PARTS; left--) {
            missed.addAll(own.get().missing(looked++, files));
        }
        for (int left = QUESTIONS; left > 0 && !missed.isEmpty(); left--) {
            own.get().byHash(missed.removeFirst()).ifPresent(this::ended);
        }
    }

    /** Somebody wants to know how this case stands; its certificate may have been replaced, or never been asked for. */
    synchronized void lookedAt(String caseName, long last) {
        Wanted known = wanted.get(caseName);
        boolean fresh = Optional.ofNullable(answered.get(caseName))
                .filter(at -> round < at + FRESH)
                .isPresent();
        if (known == null ? !fresh : known.last < last || !known.looked && known.tries == 0) {
            want(caseName, last, Optional.ofNullable(known).flatMap(Wanted::own), true);
        }
    }

    private void want(String caseName, long last, Optional<RemoteCertificates.Course> own, boolean looked) {
        wanted.put(caseName, new Wanted(caseName, last, own, looked, 0, 0));
    }

    /** What it certified of a case, whoever signed it: whose keys count, the reader's policy says. */
    Optional<CaseCertificateNote> of(String caseName) {
        return files.of(caseName);
    }

    /** What it signed of a case last that does not count, whoever signed it; older perhaps than {@link #of}. */
    Optional<CaseCertificateNote> refused(String caseName) {
        return refused.of(caseName);
    }

    /** Why what it answered last about a case does not count. */
    synchronized Optional<String> refusal(String caseName) {
        return Optional.ofNullable(refusals.get(caseName));
    }

    /**
     * Asks for what is wanted.
     *
     * @param keys that are trusted for it
     * @param said its newest statement of lawfulness
     * @throws Trouble if it cannot be asked, or not so often; the rest is asked for in the next round
     */
    void round(List<VerifierKey> keys, Lawfulness said, ShownLog shown) throws Trouble {
        catchUp();
        long end = System.nanoTime() + WHILE.toNanos();
        int asked = 0;
        for (Wanted one : due(said.head().size())) {
            if (System.nanoTime() > end || asked == QUESTIONS) {
                return;
            }
            Optional<CaseCertificateNote> known =
                    files.of(one.caseName).filter(kept -> keys.stream().anyMatch(kept::signedBy));
            if (!one.looked
                    && one.tries == 0
                    && known.filter(kept -> suffices(kept, one) && !isTakenBack(kept, keys))
                            .isPresent()) {
                forget(one);
                continue;
            }
            asked++;
            try {
                ask(one, known, keys, said, shown);
            } catch (IOException e) {
                putOff(one);
                throw new Trouble("it cannot be asked for certificates of cases: " + e.getMessage());
            }
        }
    }

    /** What could not be judged may be by now. */
    private static boolean suffices(CaseCertificateNote certificate, Wanted one) {
        return certificate.head().size() > one.last
                && certificate.last() >= one.last
                && certificate.verdict() != Sealing.Verdict.NOT_JUDGED;
    }

    private boolean isTakenBack(CaseCertificateNote kept, List<VerifierKey> keys) {
        return refused.of(kept.caseName())
                .filter(one -> one.at().isAfter(kept.at()) && keys.stream().anyMatch(one::signedBy))
                .isPresent();
    }

    private synchronized void forget(Wanted one) {
        wanted.remove(one.caseName, one);
    }

    /** Whatever it is that does not answer: the next round begins with another case. */
    private synchronized void putOff(Wanted one) {
        if (wanted.remove(one.caseName, one)) {
            wanted.put(one.caseName, one.behindOthers(round));
        }
    }

    /** Before the witness has judged a case's last entry there is nothing to be had. */
    private synchronized List<Wanted> due(long judged) {
        round++;
        return wanted.values().stream()
                .filter(one -> one.due <= round && one.last < judged)
                .sorted(Comparator.comparingInt(Wanted::turn))
                .toList();
    }

    private void ask(
            Wanted one, Optional<CaseCertificateNote> known, List<VerifierKey> keys, Lawfulness said, ShownLog shown)
            throws IOException {
        try {
            Optional<CaseCertificateNote> answer = remote.of(one.caseName, one.last, keys, known, one.own, said, shown);
            if (answer.isPresent() && !text(answer).equals(text(known))) {
                keep(answer.get());
            }
            settle(one, answer, Optional.empty());
        } catch (Trouble e) {
            LOG.warn("{} on case {}: {}", witness.key().name(), one.caseName, e.getMessage());
            if (e instanceof Trouble.Refused signed) {
                keepRefused(signed.certificate(), keys);
            }
            settle(one, Optional.empty(), Optional.of(e.getMessage()));
        } catch (RuntimeException e) { // one case must not stand in the way of all others
            LOG.error("{} on case {} could not be checked", witness.key().name(), one.caseName, e);
            settle(one, Optional.empty(), Optional.of("what it answers could not be checked: " + e.getMessage()));
        }
    }

    /** A disk that is full is none of the witness's doing. */
    private void keep(CaseCertificateNote certificate) throws Trouble {
        try {
            files.keep(certificate);
        } catch (IOException e) {
            throw new Trouble("its certificate cannot be kept here, in " + files + ": " + e.getMessage());
        }
    }

    /** If it cannot be kept, what it takes back must not count either: that is asked for again. */
    private void keepRefused(CaseCertificateNote certificate, List<VerifierKey> keys) throws IOException {
        if (isTakenBack(certificate, keys)) {
            return; // by one that is newer still
        }
        try {
            refused.keep(certificate);
        } catch (IOException e) {
            LOG.error("What {} signed of case {} cannot be kept", witness.key().name(), certificate.caseName(), e);
            files.forget(certificate.caseName());
        }
    }

    private static Optional<String> text(Optional<CaseCertificateNote> certificate) {
        return certificate.map(one -> one.note().render());
    }

    private synchronized void settle(Wanted one, Optional<CaseCertificateNote> answer, Optional<String> refusal) {
        refusals.remove(one.caseName);
        refusal.ifPresent(why -> refusals.put(one.caseName, why));
        boolean settled = answer.filter(certificate -> certificate.head().size() > one.last)
                .filter(certificate -> certificate.verdict() != Sealing.Verdict.NOT_JUDGED) // a model may come yet
                .isPresent();
        boolean same = one.equals(wanted.get(one.caseName)); // more may be wanted of it by now
        if (same) {
            wanted.remove(one.caseName);
        }
        if (settled) {
            answered.put(one.caseName, round);
        } else if (same) {
            wanted.put(one.caseName, one.later(round));
        }
    }
}
