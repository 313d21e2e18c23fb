package org.chancery.engine.casework;

import java.sql.Connection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.chancery.engine.casefile.CaseTransitions;
import org.chancery.engine.casefile.Transactions;
import org.chancery.engine.gate.Transition;
import org.chancery.engine.register.RegisterTables;
import org.chancery.ledger.Ledger;
import org.operaton.bpm.engine.impl.util.ClockUtil;

/**
 * Has the ledger tell of each renewal of the group's key, once. It is renewed while no voter runs, so the record follows
 * when this node writes for the first time after it: transition {@code group-key-renewed} with the name of the {@code
 * generation} that seals from now on, which is not secret. Whoever runs the node did it, by a command to which nobody signs
 * in: {@code by} says {@code operator}. The first generation is as old as the log, and not told.
 */
final class GroupKeyRecords implements Runnable {

    private static final String REGISTER = "group-key";

    private final Transactions transactions;
    private final Ledger ledger;
    private final Set<String> told = new HashSet<>();

    GroupKeyRecords(Transactions transactions, Ledger ledger) {
        this.transactions = transactions;
        this.ledger = ledger;
    }

    @Override
    public void run() {
        List<String> generations = ledger.cipher().generations();
        generations.stream()
                .skip(1)
                .filter(generation -> !told.contains(generation))
                .forEach(generation -> {
                    transactions.run(connection -> tell(connection, generation));
                    told.add(generation);
                });
    }

    private static boolean tell(Connection connection, String generation) {
        boolean first = new RegisterTables(connection).enter(REGISTER, generation, "renewed");
        if (first) {
            CaseTransitions.annotate(
                    connection,
                    new Transition(
                                    "group-key-renewed",
                                    ClockUtil.getCurrentTime().toInstant())
                            .with("by", "operator")
                            .with("generation", generation));
        }
        return first;
    }
}
