package org.chancery.ledger;

import java.util.List;
import java.util.UUID;

/**
 * Encryption of private parts for the members of the group (AES-256-GCM, record id as associated data). The data key
 * is wrapped once per member, so that re-keying re-wraps and re-encrypts nothing.
 */
public interface GroupCipher {

    /**
     * Names of all generations of the group's key, the oldest first; the last one seals. A new one comes with {@link
     * Quorum#renewGroupKey}.
     */
    List<String> generations();

    byte[] seal(UUID recordId, byte[] plain);

    /** @throws LedgerException.Unreadable if the bytes were altered or sealed under a key this member does not hold */
    byte[] open(UUID recordId, byte[] sealed);
}
