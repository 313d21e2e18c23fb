package org.chancery.ledger.witness;

import java.util.Optional;
import org.chancery.ledger.verify.WitnessKey;

/** A witness in the same process. */
record LocalWitness(Witness witness) implements WitnessLink {

    @Override
    public WitnessKey key() {
        return witness.key();
    }

    @Override
    public Answer ask(AddCheckpoint request) {
        return witness.add(request);
    }

    @Override
    public Optional<Witness> local() {
        return Optional.of(witness);
    }
}
