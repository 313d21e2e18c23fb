package org.chancery.engine.conformance;

import java.util.Locale;
import org.chancery.ledger.Wording;

/** Says findings in plain words, those of {@link org.chancery.ledger.FindingWords}. */
public final class FindingWords {

    private final org.chancery.ledger.FindingWords words;

    public FindingWords(Locale locale) {
        words = new org.chancery.ledger.FindingWords(locale);
    }

    /** One sentence; ids of elements stand as the model has them. */
    public String of(Finding finding) {
        return wording(finding).plain();
    }

    /** The same, its terms to be named by whoever shows it. */
    public Wording wording(Finding finding) {
        return words.of(finding.code(), finding.element(), finding.details())
                .orElseThrow(() -> new IllegalStateException("there are no words for " + finding.code()));
    }
}
