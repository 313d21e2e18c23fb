package org.chancery.ledger.witness;

import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.chancery.ledger.Judges;

/** A log that a witness follows from outside: looked at and cosigned again and again, and judged if there is a judge. */
final class Following implements AutoCloseable {

    private final Witness witness;
    private final Web web;
    private final URI address;
    private final Optional<Judges> judges;
    private final Clock clock;
    private final RemoteLog log;
    private final LogFollower follower;
    private final List<PeerComparison> peers;
    private Optional<String> origin = Optional.empty();
    private Optional<SecondOpinion> opinion = Optional.empty();

    /**
     * @param address the log's prefix
     * @param peers other witnesses of it, with whose checkpoints one's own are compared
     */
    Following(Witness witness, Web web, URI address, List<URI> peers, Optional<Judges> judges, Clock clock) {
        this.witness = witness;
        this.web = web;
        this.address = address;
        this.judges = judges;
        this.clock = clock;
        this.log = new RemoteLog(web, address);
        this.follower = new LogFollower(log, witness);
        witness.comparisons().expect(peers, clock.instant());
        this.peers = peers.stream()
                .map(peer -> new PeerComparison(witness, web, peer))
                .toList();
    }

    /** Looks at the log once. What was cosigned by then is judged, whatever the log shows now. */
    LogFollower.Look look() {
        LogFollower.Look look = follower.look();
        switch (look) {
            case LogFollower.Look.Cosigned one -> follows(one.origin());
            case LogFollower.Look.NothingNew one -> follows(one.origin());
            default -> {}
        }
        origin.ifPresent(known -> opinion.ifPresent(judge -> judge.catchUp(known)));
        return look;
    }

    /** Holds what its peers have cosigned against what this witness has, as far as the log was seen. */
    List<Comparisons.Standing> compare() {
        return origin.stream()
                .flatMap(known -> peers.stream().map(peer -> peer.compare(known, log)))
                .map(found -> witness.comparisons().note(found, clock.instant()))
                .toList();
    }

    private void follows(String shown) {
        if (origin.isEmpty()) {
            origin = Optional.of(shown);
            opinion = judges.map(known -> new SecondOpinion(witness, shown, web, address, known, clock));
        }
    }

    /** Waits until what was cosigned is judged, or cannot be. */
    void awaitOpinion() throws InterruptedException {
        if (origin.isPresent() && opinion.isPresent()) {
            opinion.get().catchUpNow(origin.get());
        }
    }

    Optional<SecondOpinion> opinion() {
        return opinion;
    }

    @Override
    public void close() {
        opinion.ifPresent(SecondOpinion::close);
    }
}
