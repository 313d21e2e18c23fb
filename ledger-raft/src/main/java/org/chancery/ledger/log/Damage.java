package org.chancery.ledger.log;

import java.nio.file.Path;
import org.chancery.ledger.LedgerException;

/** Words for a damaged store: which file, where, what, and the way out. */
final class Damage {

    private Damage() {}

    static LedgerException.DamagedStore of(Path folder, Path file, long offset, String what) {
        return new LedgerException.DamagedStore(
                file.toString(),
                offset,
                what,
                "This node does not use it. If the other voters are sound, move the folder " + folder.toAbsolutePath()
                        + " away and start again: the node then gets the whole log from the other peers");
    }
}
