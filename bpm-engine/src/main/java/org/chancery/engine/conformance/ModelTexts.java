package org.chancery.engine.conformance;

import java.util.Optional;

/** Where the texts of deployed models are fetched. The judge checks that a text has the hash it was asked for. */
@FunctionalInterface
public interface ModelTexts {

    /** @param sha256 base64url without padding, as records name a model; empty if the text cannot be had now */
    Optional<byte[]> byHash(String sha256);
}
