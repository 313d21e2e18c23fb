package org.chancery.ledger.witness;

import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the comparisons with each named peer stand: a peer that cannot be compared agrees with nobody, and it is
 * remembered since when. May be used by any thread.
 */
final class Comparisons {

    private final Map<URI, Standing> peers = new LinkedHashMap<>();

    /**
     * @param found what the last attempt led to
     * @param compared when they were compared last; empty if they never were since this witness began
     * @param failing since when every attempt failed; empty if the last one did not
     */
    record Standing(URI peer, PeerComparison.Found found, Optional<Instant> compared, Optional<Instant> failing) {}

    /** These are to be compared with; none of them has been yet. */
    synchronized void expect(List<URI> named, Instant at) {
        for (URI peer : named) {
            note(new PeerComparison.Found.Unreadable(peer, "not asked yet"), at);
        }
    }

    /** Notes what an attempt led to, and says how it stands since. */
    synchronized Standing note(PeerComparison.Found found, Instant at) {
        Instant now = at.truncatedTo(ChronoUnit.SECONDS);
        Optional<Standing> before = Optional.ofNullable(peers.get(found.peer()));
        Standing standing = found.isCompared()
                ? new Standing(found.peer(), found, Optional.of(now), Optional.empty())
                : new Standing(
                        found.peer(),
                        found,
                        before.flatMap(Standing::compared),
                        before.flatMap(Standing::failing).or(() -> Optional.of(now)));
        peers.put(found.peer(), standing);
        return standing;
    }

    synchronized List<Standing> all() {
        return new ArrayList<>(peers.values());
    }
}
