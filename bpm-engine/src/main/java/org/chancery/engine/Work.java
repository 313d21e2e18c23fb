package org.chancery.engine;

import java.time.Instant;
import java.util.Optional;

/**
 * A named piece of work that a model may call. It runs inside the engine's transaction, on the leader only, and its
 * effects reach other nodes as row images: it may use the clock and chance, but must not act on the outside world
 * (that is an external task or an outbox entry). A thrown exception rolls the transaction back and becomes an incident.
 */
@FunctionalInterface
public interface Work {

    void run(Context context);

    /** The case as the work sees it. */
    interface Context {

        String caseNumber();

        /** A process variable, or empty. */
        Optional<Object> variable(String name);

        /** Sets a typed, small, non-personal variable: text up to 4,000 characters, number, boolean or date. */
        void set(String name, Object value);

        /**
         * A personal field of the case in clear, if it exists and was not erased; never put it into a variable. A list
         * is JSON; of a list of persons an entry that was erased has no members.
         */
        Optional<String> personal(String field);

        /** Sets what the public sees of the case. */
        void status(Cases.Status status);

        /** Sets the deadlines the case is held to. */
        void deadlines(Instant promised, Instant statutory);

        /** What works keep across cases. */
        Registers registers();

        /** The engine's time. */
        Instant now();
    }
}
