package org.chancery.console.ledger;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.chancery.ledger.Judgement;
import org.chancery.ledger.Lawfulness;

/**
 * What several witnesses found, once each: together where all who have judged that far list it, apart where one of them
 * does not. Whoever has not come that far yet says nothing about it. In the order of the log.
 *
 * @param agreed listed by every witness that has judged the entry
 * @param apart listed by some of them only
 */
record ToldFindings(List<Judgement> agreed, List<Disputed> apart) {

    /**
     * @param by names of the keys of those who list it
     * @param notBy of those who have judged the entry and do not
     */
    record Disputed(Judgement finding, List<String> by, List<String> notBy) {
        Disputed {
            by = List.copyOf(by);
            notBy = List.copyOf(notBy);
        }
    }

    static ToldFindings of(List<Lawfulness> statements) {
        Map<String, Judgement> all = new LinkedHashMap<>();
        Map<Lawfulness, Set<String>> listed = new LinkedHashMap<>();
        for (Lawfulness said : statements) {
            // one line for each finding, as it is signed: what was fetched and what was found here are written alike
            List<String> lines = said.findingsText().lines().toList();
            listed.put(said, Set.copyOf(lines));
            for (int i = 0; i < lines.size(); i++) {
                all.putIfAbsent(lines.get(i), said.findings().get(i));
            }
        }
        List<Disputed> found = all.entrySet().stream()
                .sorted(Comparator.comparingLong(one -> leaf(one.getValue())))
                .map(one -> told(one.getKey(), one.getValue(), listed))
                .toList();
        return new ToldFindings(
                found.stream()
                        .filter(one -> one.notBy().isEmpty())
                        .map(Disputed::finding)
                        .toList(),
                found.stream().filter(one -> !one.notBy().isEmpty()).toList());
    }

    private static Disputed told(String line, Judgement finding, Map<Lawfulness, Set<String>> listed) {
        List<String> by = new ArrayList<>();
        List<String> notBy = new ArrayList<>();
        listed.forEach((said, lines) -> {
            if (said.head().size() > leaf(finding)) {
                (lines.contains(line) ? by : notBy).add(said.witness());
            }
        });
        return new Disputed(finding, by, notBy);
    }

    private static long leaf(Judgement finding) {
        return switch (finding) {
            case Judgement.Deviation one -> one.leaf();
            case Judgement.NotJudged one -> one.leaf();
            case Judgement.Recorded one -> one.leaf();
            case Judgement.Lawful one -> -1;
        };
    }
}
