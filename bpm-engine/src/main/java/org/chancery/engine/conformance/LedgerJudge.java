package org.chancery.engine.conformance;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.chancery.ledger.CaseStatement;
import org.chancery.ledger.Head;
import org.chancery.ledger.Judge;
import org.chancery.ledger.JudgeMemory;
import org.chancery.ledger.Judgement;
import org.chancery.ledger.LedgerException;

/**
 * The judge as a witness asks it: what {@link Conformance} finds in each entry, in words. Others may ask for one case
 * meanwhile ({@link #of}). Given a memory it holds a few thousand cases, and puts the others by.
 */
public final class LedgerJudge implements Judge {

    /** How many cases stay in memory: those that most entries of a busy day tell of. */
    private static final int PRESENT = 5_000;

    /** How many statements of cases are given at a time. */
    private static final int AT_A_TIME = 1_000;

    private final ModelTexts texts;
    private final InstantSource clock;
    private final int present;
    private final FindingWords words = new FindingWords(Locale.ENGLISH);
    private Conformance conformance;

    /** @param texts where models are fetched by hash */
    public LedgerJudge(ModelTexts texts) {
        this(texts, PRESENT);
    }

    /** @param present how many cases stay in memory if there is another one */
    LedgerJudge(ModelTexts texts, int present) {
        this(texts, () -> Instant.MAX, present);
    }

    /**
     * @param texts where models are fetched by hash
     * @param clock of this machine; what is signed does not depend on it, only what is said of cases under way
     */
    public LedgerJudge(ModelTexts texts, InstantSource clock) {
        this(texts, clock, PRESENT);
    }

    private LedgerJudge(ModelTexts texts, InstantSource clock, int present) {
        this.texts = texts;
        this.clock = clock;
        this.present = present;
        conformance = new Conformance(texts, clock);
    }

    @Override
    public Optional<String> rules() {
        return Rules.digest();
    }

    @Override
    public synchronized void begin(JudgeMemory memory) {
        conformance = new Conformance(texts, clock, Optional.of(memory), present);
    }

    @Override
    public synchronized byte[] putBy() {
        return conformance.putBy();
    }

    @Override
    public synchronized void goOn(byte[] rest) {
        conformance.goOn(rest);
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
        return conformance.of(finding.caseName()).stream()
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
        return conformance.ended(AT_A_TIME).stream()
                .map(judgement ->
                        new CaseCertificate(origin, head.size(), head.root().base64(), judgement))
                .map(certificate -> new CaseStatement(
                        certificate.judgement().caseName(),
                        new String(certificate.statement(), StandardCharsets.UTF_8)))
                .toList();
    }

    /**
     * What there is to say of one case so far; empty if no entry judged so far is about it, or if what was put by of it
     * cannot be had now.
     */
    public synchronized Optional<CaseJudgement> of(String caseName) {
        try {
            return conformance.of(caseName);
        } catch (LedgerException | JudgeMemory.Contradicted e) {
            return Optional.empty(); // the judge itself finds out when it is told of the case again
        }
    }

    @Override
    public synchronized boolean couldSeeMore() {
        return conformance.couldSeeMore();
    }
}
