package org.chancery.ledger.witness;

import java.nio.file.Path;
import java.time.Clock;
import org.chancery.ledger.log.SigningKey;
import org.chancery.ledger.verify.SignedNote;
import org.chancery.ledger.verify.WitnessKey;

/** The key of a witness, with its clock. It signs nothing but cosignatures. Safe for use by several threads. */
final class WitnessSigner {

    private static final String ROLE = "witness";

    private final SigningKey key;
    private final WitnessKey publicKey;
    private final Clock clock;

    private WitnessSigner(SigningKey key, Clock clock) {
        this.key = key;
        this.publicKey = new WitnessKey(key.name(), key.publicKey());
        this.clock = clock;
    }

    /** The key in this file; made there if the file does not exist. */
    static WitnessSigner open(Path file, String name, Clock clock) {
        return new WitnessSigner(SigningKey.open(file, ROLE, name), clock);
    }

    WitnessKey publicKey() {
        return publicKey;
    }

    /** The line for this checkpoint, stamped with the present second. */
    SignedNote.Signature cosign(SignedNote checkpoint) {
        long seconds = clock.instant().getEpochSecond();
        if (seconds <= 0) {
            throw new IllegalStateException("the clock says " + clock.instant() + "; a cosignature needs a true time");
        }
        return publicKey.line(seconds, key.sign(WitnessKey.message(checkpoint, seconds)));
    }
}
