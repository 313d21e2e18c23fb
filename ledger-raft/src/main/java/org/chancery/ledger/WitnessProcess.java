package org.chancery.ledger;

import java.util.List;
import java.util.Optional;
import org.chancery.ledger.witness.WitnessCommand;

/** {@code ./chancery witness}: a witness in a process of its own. */
public final class WitnessProcess {

    private WitnessProcess() {}

    /**
     * Runs until it is told to end, or once if the arguments say so.
     *
     * @param arguments as {@code ./chancery witness} takes them
     * @param judges for its second opinion on the log that it follows
     * @return the exit code of the process
     */
    public static int run(List<String> arguments, Judges judges) {
        return WitnessCommand.start(arguments, Optional.of(judges));
    }
}
