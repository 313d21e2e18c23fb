package org.chancery.ledger.witness;

import java.util.Optional;
import org.chancery.ledger.verify.WitnessKey;

/** A witness as a log reaches it: in the same process or over HTTP. */
interface WitnessLink {

    WitnessKey key();

    /**
     * Asks for a cosignature.
     *
     * @throws org.chancery.ledger.LedgerException.Unavailable if it cannot be reached or cannot answer
     */
    Answer ask(AddCheckpoint request);

    /** The witness itself, if it runs in this process. */
    Optional<Witness> local();
}
