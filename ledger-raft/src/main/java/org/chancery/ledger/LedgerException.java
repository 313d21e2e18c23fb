package org.chancery.ledger;

import java.util.UUID;

/** A refusal of the ledger. Each kind says what happened, whether anything changed, and what the caller may do. */
public abstract sealed class LedgerException extends RuntimeException {

    private LedgerException(String message, Throwable cause) {
        super(message, cause);
    }

    /** No majority of voters answers. Nothing was changed; the same append may be tried again later. */
    public static final class NoQuorum extends LedgerException {
        public NoQuorum(String detail) {
            super("No quorum: nothing was changed, try again later (" + detail + ")", null);
        }
    }

    /** Leadership changed since the caller read its state. Nothing was changed; catch up and decide again. */
    public static final class StaleTerm extends LedgerException {
        public StaleTerm(long decidedIn, long current) {
            super(
                    "Decided in term " + decidedIn + " but the group is in term " + current
                            + ": nothing was changed, decide again",
                    null);
        }
    }

    /**
     * The answer did not come in time. The record may stand in the log now or later; only a later successful append
     * settles it, then {@link Ledger#find} tells. Never retry it blindly under a new id.
     */
    public static final class UnknownOutcome extends LedgerException {
        private final UUID recordId;

        public UnknownOutcome(UUID recordId, Throwable cause) {
            super(
                    "Outcome of record " + recordId + " is not known yet: ask for it by this id before acting again",
                    cause);
            this.recordId = recordId;
        }

        public UUID recordId() {
            return recordId;
        }
    }

    /** The entry is longer than the log accepts. Nothing was changed; a retry cannot succeed. */
    public static final class TooLarge extends LedgerException {
        public TooLarge(String part, long size, long max) {
            super(
                    "The " + part + " part has " + size + " bytes, at most " + max
                            + " are accepted; nothing was changed",
                    null);
        }
    }

    /** A file of the permanent store is damaged. The node refuses to start. */
    public static final class DamagedStore extends LedgerException {
        private final String file;
        private final long offset;

        public DamagedStore(String file, long offset, String what, String remedy) {
            super("Damaged ledger store: " + file + " at byte " + offset + ": " + what + ". " + remedy, null);
            this.file = file;
            this.offset = offset;
        }

        public String file() {
            return file;
        }

        public long offset() {
            return offset;
        }
    }

    /** A sealed part cannot be opened: it was altered, or its key is not held here. */
    public static final class Unreadable extends LedgerException {
        public Unreadable(String what, Throwable cause) {
            super(what, cause);
        }
    }

    /** The node is closed or could not be started. */
    public static final class Unavailable extends LedgerException {
        public Unavailable(String what, Throwable cause) {
            super(what, cause);
        }
    }
}
