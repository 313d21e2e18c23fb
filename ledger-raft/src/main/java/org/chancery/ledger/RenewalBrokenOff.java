package org.chancery.ledger;

import java.util.Set;
import java.util.TreeSet;

/**
 * The renewal of a group's key stopped half-way. Nothing that is sealed is lost: the voters that kept their own keys open
 * it as before, and the same call may be repeated as it was; a generation that some voters have already the others get
 * then, or at the next start.
 */
public final class RenewalBrokenOff extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final TreeSet<String> replaced;

    /** @param replaced voters whose own key is another one already, or is made at the next start */
    public RenewalBrokenOff(Set<String> replaced, Throwable cause) {
        super(cause.getMessage() == null ? cause.toString() : cause.getMessage(), cause);
        this.replaced = new TreeSet<>(replaced);
    }

    /** Voters whose own key is another one already, or is made at the next start. */
    public Set<String> replaced() {
        return Set.copyOf(replaced);
    }
}
