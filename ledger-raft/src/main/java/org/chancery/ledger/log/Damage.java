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
                "This node does not use it. Move this voter's folder, the one that holds " + folder.toAbsolutePath()
                        + ", away and start again: the node then gets the whole log from the other peers");
    }
}
