package org.chancery.engine.replay;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.chancery.engine.ConformanceReport;
import org.chancery.engine.ConformanceReport.Kind;
import org.chancery.engine.ConformanceReport.Remark;
import org.chancery.engine.conformance.CaseJudgement;
import org.chancery.engine.conformance.Conformance;
import org.chancery.engine.conformance.Finding;
import org.chancery.engine.conformance.FindingWords;
import org.chancery.engine.gate.HeldLeaves;
import org.chancery.ledger.Ledger;

/** Judges a whole ledger. Models are taken from the state that the ledger gives when it is replayed; no node runs. */
public final class ConformanceRun {

    private final Ledger ledger;
    private final FindingWords words;
    private final InstantSource clock;

    /**
     * @param locale of the remarks: Chinese, or else English
     * @param clock of this machine: nothing is overdue before its time has come here too
     */
    public ConformanceRun(Ledger ledger, Locale locale, InstantSource clock) {
        this.ledger = ledger;
        this.clock = clock;
        this.words = new FindingWords(locale);
    }

    /** @throws Divergence if the ledger cannot be replayed */
    public ConformanceReport report() {
        long size = ledger.head().size();
        Map<String, byte[]> models = models(size);
        Conformance judge = new Conformance(hash -> Optional.ofNullable(models.get(hash)), clock);
        for (long leaf = 0; leaf < size; leaf++) {
            judge.read(leaf, ledger.leaf(leaf).publicPart());
        }
        List<CaseJudgement> cases = judge.all();
        return new ConformanceReport(
                size,
                cases.size(),
                cases.stream().filter(one -> one.ended().isPresent()).count(),
                cases.stream()
                        .filter(one -> one.verdict() == CaseJudgement.Verdict.LAWFUL)
                        .count(),
                Stream.concat(judge.unreadable().stream(), cases.stream().flatMap(one -> one.findings().stream()))
                        .filter(finding -> finding.kind() != Finding.Kind.PROPOSED)
                        .map(this::remark)
                        .toList());
    }

    private Remark remark(Finding finding) {
        return new Remark(
                Kind.valueOf(finding.kind().name()),
                finding.caseName(),
                finding.leaf(),
                finding.element(),
                words.of(finding));
    }

    /** Files of all deployments by their SHA-256, base64url. */
    private Map<String, byte[]> models(long size) {
        Map<String, byte[]> models = new HashMap<>();
        try (Rebuilt rebuilt = Rebuilt.of(ledger, HeldLeaves.allBelow(size));
                PreparedStatement query = rebuilt.connection()
                        .prepareStatement("select BYTES_ from ACT_GE_BYTEARRAY where DEPLOYMENT_ID_ is not null");
                ResultSet files = query.executeQuery()) {
            List<byte[]> texts = new ArrayList<>();
            while (files.next()) {
                texts.add(files.getBytes(1));
            }
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            texts.forEach(text ->
                    models.put(Base64.getUrlEncoder().withoutPadding().encodeToString(digest.digest(text)), text));
        } catch (SQLException e) {
            throw new IllegalStateException("the scratch database of an audit failed: " + e.getMessage(), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
        return models;
    }
}
