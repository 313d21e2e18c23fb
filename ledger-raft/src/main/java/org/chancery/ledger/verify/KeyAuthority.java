package org.chancery.ledger.verify;

import java.util.List;

/** On whose order an entry about a log's keys stands: what its signatures came to. */
public sealed interface KeyAuthority {

    /** Names of those who ordered it, in alphabetical order. */
    List<String> officers();

    /** Officers whom the reader named ordered it, as many as it takes. */
    record Ordered(List<String> officers) implements KeyAuthority {

        public Ordered {
            officers = List.copyOf(officers);
        }
    }

    /**
     * The entry says that these ordered it, and their signatures are of the keys that it names; the reader named no
     * officers to hold that against. Nobody, if the entry says nothing.
     */
    record Claimed(List<String> officers) implements KeyAuthority {

        public Claimed {
            officers = List.copyOf(officers);
        }
    }

    /**
     * It is not ordered: a signature does not hold, or fewer ordered it than it takes.
     *
     * @param needed how many different officers it takes
     * @param officers who did order it
     */
    record NotOrdered(int needed, List<String> officers) implements KeyAuthority {

        public NotOrdered {
            officers = List.copyOf(officers);
        }
    }
}
