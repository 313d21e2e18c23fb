package org.chancery.ledger.log;

/**
 * Reads a store from its first bundle to the end of its journal, in steps between which it may change: of what is in
 * memory at once, a bundle is the most, or one frame. Not synchronized: the store locks each step.
 */
final class WholeCheck {

    private static final long NO_JOURNAL = -1;

    private final StoreState state;
    private final long size;
    private long bundle;
    private long journal = NO_JOURNAL;
    private long position;
    private long end;

    WholeCheck(StoreState state) {
        this.state = state;
        this.size = state.tree().size();
    }

    /**
     * Checks what comes next: a bundle, also one that was sealed meanwhile, then a frame of the journal.
     *
     * @return whether anything is left
     */
    boolean step() {
        if (bundle < state.bundles()) {
            state.verifyBundle(bundle);
            bundle++;
            return true;
        }
        if (journal != state.base()) {
            boolean whole = journal != NO_JOURNAL && state.base() >= size;
            journal = state.base();
            position = 0;
            end = whole ? 0 : state.journalLength();
        }
        if (position >= end) {
            return false;
        }
        position = state.verifyFrame(position);
        return true;
    }
}
