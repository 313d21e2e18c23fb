package org.chancery.engine.conformance;

import java.util.List;
import java.util.Locale;
import org.chancery.ledger.Judge;
import org.chancery.ledger.Judgement;

/** The judge as a witness asks it: what {@link Conformance} finds in each entry, in words. */
public final class LedgerJudge implements Judge {

    private final Conformance conformance;
    private final FindingWords words = new FindingWords(Locale.ENGLISH);

    /** @param texts where models are fetched by hash */
    public LedgerJudge(ModelTexts texts) {
        conformance = new Conformance(texts);
    }

    @Override
    public List<Judgement> judge(long leaf, byte[] record) {
        return conformance.read(leaf, record).stream().map(this::judgement).toList();
    }

    private Judgement judgement(Finding finding) {
        return finding.kind() == Finding.Kind.DEVIATION
                ? new Judgement.Deviation(finding.caseName(), finding.leaf(), finding.element(), words.of(finding))
                : new Judgement.NotJudged(finding.leaf(), words.of(finding));
    }
}
