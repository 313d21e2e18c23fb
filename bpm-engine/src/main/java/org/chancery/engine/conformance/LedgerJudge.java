package org.chancery.engine.conformance;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.chancery.ledger.CaseStatement;
import org.chancery.ledger.Head;
import org.chancery.ledger.Judge;
import org.chancery.ledger.Judgement;

/**
 * The judge as a witness asks it: what {@link Conformance} finds in each entry, in words. Others may ask for one case
 * meanwhile ({@link #of}).
 */
public final class LedgerJudge implements Judge {

    private final Conformance conformance;
    private final FindingWords words = new FindingWords(Locale.ENGLISH);

    /** @param texts where models are fetched by hash */
    public LedgerJudge(ModelTexts texts) {
        conformance = new Conformance(texts);
    }

    @Override
    public synchronized List<Judgement> judge(long leaf, byte[] record) {
        return conformance.read(leaf, record).stream().flatMap(this::judgements).toList();
    }

    private Stream<Judgement> judgements(Finding finding) {
        return switch (finding.kind()) {
            case DEVIATION ->
                Stream.of(new Judgement.Deviation(
                        finding.caseName(), finding.leaf(), finding.element(), words.of(finding)));
            case RECORDED -> recorded(finding);
            case PROPOSED -> Stream.of();
            case NOT_JUDGED, OMISSION -> Stream.of(new Judgement.NotJudged(finding.leaf(), words.of(finding)));
        };
    }

    private Stream<Judgement> recorded(Finding finding) {
        return of(finding.caseName()).stream()
                .flatMap(judgement -> judgement.deviations().stream())
                .filter(finding::records)
                .map(deviation -> new Judgement.Recorded(
                        finding.caseName(),
                        finding.leaf(),
                        deviation.leaf(),
                        deviation.element(),
                        words.of(deviation)));
    }

    @Override
    public synchronized List<CaseStatement> ended(String origin, Head head) {
        return conformance.ended().stream()
                .map(judgement ->
                        new CaseCertificate(origin, head.size(), head.root().base64(), judgement))
                .map(certificate -> new CaseStatement(
                        certificate.judgement().caseName(),
                        new String(certificate.statement(), StandardCharsets.UTF_8)))
                .toList();
    }

    /** What there is to say of one case so far; empty if no entry judged so far is about it. */
    public synchronized Optional<CaseJudgement> of(String caseName) {
        return conformance.of(caseName);
    }

    @Override
    public synchronized boolean couldSeeMore() {
        return conformance.couldSeeMore();
    }
}
