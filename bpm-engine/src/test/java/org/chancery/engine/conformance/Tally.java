package org.chancery.engine.conformance;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Counts what became of foreign models. */
final class Tally {

    /**
     * Where Operaton 1.0.3 itself leaves its model, and the judge says so: if a signal end event is all that is left of
     * a process, its signal ends the process, and the event subprocess that waits for it never begins.
     */
    private static final Set<String> ENGINES_OWN =
            Set.of("HistoricActivityInstanceStateTest.testEventSubprocessSignalCancel.bpmn signalEnd");

    final List<String> disagreements = new ArrayList<>();
    private final List<String> faultsOfTheEngine = new ArrayList<>();
    int files;
    int ended;
    long records;
    private int deployable;
    private int ran;
    private int walks;
    private int cases;
    private int lawful;
    private long steps;
    private final Map<String, Integer> refused = new TreeMap<>();
    private final Map<String, Integer> notJudged = new TreeMap<>();
    private final Map<String, Integer> stuck = new TreeMap<>();

    void refused(String reason) {
        refused(Set.of(reason));
    }

    void refused(Collection<String> reasons) {
        refused.merge(String.join(" ", reasons), 1, Integer::sum);
    }

    void deployed(boolean began) {
        deployable++;
        ran += began ? 1 : 0;
    }

    void walked(String file, Object values, Wanderer.Walk walk, List<CaseJudgement> judged) {
        String what = file + " " + values;
        if (!walk.started()) {
            walk.refusals().forEach(why -> stuck.merge(shortened(why), 1, Integer::sum));
            return;
        }
        walks++;
        ended += walk.ended() ? 1 : 0;
        for (CaseJudgement judgement : judged) {
            cases++;
            steps += judgement.steps();
            lawful += judgement.verdict() == CaseJudgement.Verdict.LAWFUL ? 1 : 0;
            new TreeSet<>(judgement.notJudged().stream().map(Finding::code).toList())
                    .forEach(code -> notJudged.merge(code, 1, Integer::sum));
            judgement.deviations().forEach(finding -> {
                boolean known = ENGINES_OWN.stream().anyMatch((file + " " + finding.element())::endsWith);
                (known ? faultsOfTheEngine : disagreements).add(what + ": " + finding);
            });
            if (walk.ended() && judgement.ended().isEmpty()) {
                disagreements.add(what + ": the engine has ended it, the judge has not");
            }
        }
    }

    private static String shortened(String why) {
        String neutral = why.replaceAll("'[^']*'|\\S*-\\S*-\\S*", "…");
        return neutral.substring(0, Math.min(90, neutral.length()));
    }

    void print(long seed) {
        System.out.println("seed " + seed + ": " + files + " files, " + deployable + " run under our rules, " + ran
                + " could be begun");
        System.out.println("walks " + walks + ", to their end " + ended + ", records " + records + ", cases " + cases
                + " with " + steps + " transitions, lawful " + lawful + ", disagreements " + disagreements.size());
        System.out.println("cases with something not judged, by reason: " + notJudged);
        System.out.println("files not run, by reason:");
        refused.forEach((reason, count) -> System.out.println("  " + count + " " + reason));
        System.out.println("not begun, by what the engine answers: " + stuck);
        System.out.println("where the engine leaves its model: " + faultsOfTheEngine);
        disagreements.stream().limit(50).forEach(System.out::println);
    }
}
