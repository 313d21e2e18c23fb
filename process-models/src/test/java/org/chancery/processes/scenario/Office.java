package org.chancery.processes.scenario;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import org.chancery.engine.Cases;

/** The office a scenario plays in: one service, one case, every kind of clerk, a clock that is moved by hand. */
public interface Office extends AutoCloseable {

    /** Moves the clock and lets everything that fell due happen. */
    void clock(Instant now);

    /** Files an application as the citizen. */
    void file(Map<String, Object> form);

    /** Turns to a case filed before, counted from 1; a filing turns to the new one. */
    void select(int number);

    /** Claims and completes the open task of this element, as a clerk of the organisation or as the applicant. */
    void complete(String organisation, String element, Map<String, Object> values);

    /** Elements of the tasks that are open. */
    SortedSet<String> openTasks();

    Cases.Status status();

    /** What lists of cases call it, without the mark of the scenario. */
    String title();

    Optional<Instant> promised();

    Optional<Instant> statutory();

    /** A fact of the case as text. */
    Optional<String> fact(String name);

    /** How often an element was passed. */
    long passed(String element);

    /** Whether all of these were open at once in the ledger, and each was completed in a leaf of its own. */
    boolean overlap(List<String> elements);

    /** Rows of the decision table hit when it was last evaluated. */
    List<String> rows(String decision);

    /** Whether nothing is left to do. */
    boolean ended();

    @Override
    void close();
}
