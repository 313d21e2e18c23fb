package org.chancery.engine.casework;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.chancery.engine.Seals.Told;
import org.chancery.engine.conformance.CaseJudgement;
import org.chancery.engine.conformance.Conformance;
import org.chancery.engine.conformance.Finding;
import org.chancery.engine.conformance.FindingWords;
import org.chancery.engine.conformance.ModelRef;
import org.chancery.ledger.Judgement;
import org.chancery.ledger.Ledger;
import org.chancery.ledger.Wording;

/**
 * What witnesses list, in words. A list says what is wrong in one English line; that line is looked for among what a
 * judge of this node found, which knows the code and the details behind it. A line that nobody here would say is left
 * as it is.
 */
final class ListedFindings {

    private static final FindingWords CHINESE = new FindingWords(Locale.SIMPLIFIED_CHINESE);
    private static final FindingWords ENGLISH = new FindingWords(Locale.ENGLISH);

    private final Ledger ledger;
    private final Function<String, Optional<CaseJudgement>> opinion;

    /** @param opinion what a judge has to say of a case, by its pseudonym */
    ListedFindings(Ledger ledger, Function<String, Optional<CaseJudgement>> opinion) {
        this.ledger = ledger;
        this.opinion = opinion;
    }

    static Map<String, Wording> words(Finding found) {
        return Map.of("zh", CHINESE.wording(found), "en", ENGLISH.wording(found));
    }

    Optional<Told> told(Judgement listed) {
        return switch (listed) {
            case Judgement.Deviation one ->
                deviation(one.caseId(), found -> isAt(found, one.leaf(), one.element(), one.reason()));
            case Judgement.Recorded one ->
                deviation(one.caseId(), found -> isAt(found, one.of(), one.element(), one.reason()));
            case Judgement.NotJudged one -> notJudged(one);
            case Judgement.Lawful() -> Optional.empty();
        };
    }

    private Optional<Told> deviation(String caseName, Predicate<Finding> meant) {
        return opinion.apply(caseName).flatMap(judged -> told(judged, judged.deviations(), meant));
    }

    /** Such a line does not say which case it is about; its entry does. */
    private Optional<Told> notJudged(Judgement.NotJudged one) {
        return casesAt(one.leaf()).stream()
                .flatMap(name -> opinion.apply(name).stream())
                .flatMap(judged ->
                        told(judged, judged.notJudged(), found -> isAt(found, one.leaf(), one.reason())).stream())
                .findFirst();
    }

    private Set<String> casesAt(long leaf) {
        return leaf < ledger.head().size()
                ? Conformance.casesIn(leaf, ledger.leaf(leaf).publicPart())
                : Set.of();
    }

    private static boolean isAt(Finding found, long leaf, String element, String reason) {
        return found.element().equals(element) && isAt(found, leaf, reason);
    }

    private static boolean isAt(Finding found, long leaf, String reason) {
        return found.leaf() == leaf && ENGLISH.of(found).equals(reason);
    }

    private static Optional<Told> told(CaseJudgement judged, List<Finding> among, Predicate<Finding> meant) {
        return among.stream()
                .filter(meant)
                .findFirst()
                .map(found -> new Told(
                        judged.model().map(ModelRef::key).orElse(""),
                        judged.model().map(ModelRef::version).orElse(0L),
                        words(found)));
    }
}
