package org.chancery.perf.faults;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.chancery.engine.AuditReport;
import org.chancery.engine.Cases;
import org.chancery.engine.Engine;

/** Compares what a client was told with what engine and ledger hold after a restart: nothing lost, nothing twice. */
final class Reckoning {

    private static final int PAGE = 500;
    private static final long SETTLING_SECONDS = 60;

    private final Engine engine;
    private final Notebook.Notes notes;
    private final List<String> faults = new ArrayList<>();

    Reckoning(Engine engine, Notebook.Notes notes) {
        this.engine = engine;
        this.notes = notes;
    }

    /** Everything that is wrong; empty if all is well. */
    List<String> faults() {
        acknowledgedStartsStand();
        repeatedStartsActOnce();
        completionsStandOnce();
        engineEqualsLedger();
        return faults;
    }

    private void acknowledgedStartsStand() {
        Set<String> cases = cases();
        notes.started().forEach((key, number) -> {
            if (!cases.contains(number)) {
                faults.add("lost: case " + number + " was acknowledged for " + key);
            }
        });
    }

    /** Every call that was ever made is made again: it answers with its case, and no further case comes of it. */
    private void repeatedStartsActOnce() {
        for (String key : notes.asked()) {
            String number = FaultVictim.start(engine, key);
            String told = notes.started().getOrDefault(key, number);
            if (!told.equals(number)) {
                faults.add("twice: " + key + " answered " + told + " and then " + number);
            }
        }
        int found = cases().size();
        if (found != notes.asked().size()) {
            faults.add("twice: " + notes.asked().size() + " calls made " + found + " cases");
        }
    }

    private void completionsStandOnce() {
        for (String number : cases()) {
            long completions = engine.cases().trail(FaultVictim.APPLICANT, number).stream()
                    .filter(step -> step.transition().equals("completed")
                            && step.element().equals("check"))
                    .count();
            boolean ended =
                    engine.cases().view(FaultVictim.APPLICANT, number).tokens().isEmpty();
            if (completions > 1) {
                faults.add("twice: the task of " + number + " was completed " + completions + " times");
            }
            if (completions == 0 && notes.completed().contains(number)) {
                faults.add("lost: the completion of " + number + " was acknowledged");
            }
            if (ended != (completions == 1)) {
                faults.add("engine and ledger disagree whether " + number + " has ended");
            }
        }
    }

    private void engineEqualsLedger() {
        AuditReport report = engine.audit(FaultVictim.AUDITOR);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SETTLING_SECONDS);
        while (report.head() != engine.ledger().head().size() && System.nanoTime() < end) {
            report = engine.audit(FaultVictim.AUDITOR); // an election meanwhile has left a barrier
        }
        report.differences().forEach(difference -> faults.add("audit: " + difference));
        if (report.head() != engine.ledger().head().size()) {
            faults.add("the database is at leaf " + report.head() + ", the ledger at "
                    + engine.ledger().head().size());
        }
    }

    private Set<String> cases() {
        Set<String> numbers = new HashSet<>();
        for (int offset = 0; ; offset += PAGE) {
            List<Cases.Summary> page = engine.cases().list(FaultVictim.APPLICANT, "", offset, PAGE);
            page.forEach(summary -> numbers.add(summary.number()));
            if (page.size() < PAGE) {
                return numbers;
            }
        }
    }

    static Map<String, Object> form(String key) {
        return Map.of("title", key, "name", "somebody");
    }
}
