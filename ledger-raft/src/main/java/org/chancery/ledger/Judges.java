package org.chancery.ledger;

import java.util.Optional;

/** Makes judges. The ledger knows no models; who does gives this to a witness that runs in a process of its own. */
@FunctionalInterface
public interface Judges {

    /** A new judge that reads the models which entries name from here. */
    Judge reading(Models models);

    /** Files of models by hash. */
    @FunctionalInterface
    interface Models {

        /**
         * The file; empty if it cannot be had now. Asked by one thread at a time.
         *
         * @param sha256 base64url without padding, as records name it
         */
        Optional<byte[]> byHash(String sha256);
    }
}
