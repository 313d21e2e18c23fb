package org.chancery.ledger;

import java.util.UUID;

/**
 * What is proposed to the group: the leaf's bytes and the sealed private part that travels with it.
 *
 * @param id names the record for ever; a second entry with the same id is not appended again
 * @param publicPart the leaf data, canonical JSON (RFC 8785) in UTF-8; at most {@link Ledger#MAX_PUBLIC_BYTES}
 * @param privatePart sealed by {@link GroupCipher}; empty if there is none; kept beside the leaf and bound to it by
 *     the digest that the public part states, not hashed into the tree
 */
public record Entry(UUID id, byte[] publicPart, byte[] privatePart) {}
