package org.chancery.ledger.witness;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.chancery.ledger.CaseStatement;
import org.chancery.ledger.Sealing;
import org.chancery.ledger.log.SigningKey;
import org.chancery.ledger.verify.CaseCertificateNote;
import org.chancery.ledger.verify.MalformedTextException;
import org.chancery.ledger.verify.SealPolicy;
import org.chancery.ledger.verify.VerifierKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a witness signed of a case and what does not count, beside what counted before. */
class TakenBackTest {

    private static final String ORIGIN = "chancery.example/main";
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

    @TempDir
    private Path temp;

    private SigningKey court;
    private SigningKey audit;
    private SigningKey stranger;

    @BeforeEach
    void makeKeys() {
        court = key("court");
        audit = key("audit");
        stranger = key("stranger");
    }

    private SigningKey key(String name) {
        return SigningKey.open(temp.resolve(name + ".p12"), Witness.LAWFULNESS, name + ".example/w/lawfulness");
    }

    private static CaseCertificateNote signed(SigningKey key, String caseName, String verdict, int seconds)
            throws MalformedTextException {
        String json = "{\"case\":\"" + caseName + "\",\"deviations\":[],\"first\":0,\"last\":3,\"notJudged\":[],"
                + "\"origin\":\"" + ORIGIN + "\",\"root\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\","
                + "\"size\":4,\"steps\":3,\"type\":\"case-certificate\",\"v\":1,\"verdict\":\"" + verdict + "\"}";
        return CertifyingCourt.sign(key, new CaseStatement(caseName, json), NOON.plusSeconds(seconds));
    }

    private SealPolicy policy(int needed) {
        return new SealPolicy(
                ORIGIN,
                Map.of(
                        "court", new VerifierKey(court.name(), court.publicKey()),
                        "audit", new VerifierKey(audit.name(), audit.publicKey())),
                needed);
    }

    private Sealing on(int needed, CaseCertificateNote... refused) throws MalformedTextException {
        return policy(needed).on("c", 3, standing(), List.of(refused));
    }

    private List<CaseCertificateNote> standing() throws MalformedTextException {
        return List.of(signed(court, "c", "followed", 0), signed(audit, "c", "followed", 1));
    }

    @Test
    void whatIsNewerTakesBackItsOwnSignersCertificateOnly() throws MalformedTextException {
        assertThat(on(2).isSealed()).isTrue();
        CaseCertificateNote newer = signed(court, "c", "followed", 2);
        Sealing all = on(2, newer);
        assertThat(all.isSealed()).isFalse();
        assertThat(all.isDisputed()).isFalse();
        assertThat(all.signatures()).as("both facts are told").hasSize(2);
        assertThat(all.takenBackBy("court").orElseThrow().at()).isEqualTo(newer.at());
        assertThat(all.takenBackBy("audit")).isEmpty();
        assertThat(on(1, newer).since()).as("the other one's").contains(NOON.plusSeconds(1));
        assertThat(policy(1).counting("c", 3, standing(), List.of(newer)))
                .singleElement()
                .satisfies(one -> assertThat(one.signedBy(policy(1).judges().get("audit")))
                        .isTrue());
    }

    @Test
    void whatIsOlderOrAnothersOrOfAnotherCaseTakesBackNothing() throws MalformedTextException {
        for (CaseCertificateNote refused : List.of(
                signed(court, "c", "deviated", -1),
                signed(court, "c", "deviated", 0),
                signed(stranger, "c", "deviated", 2),
                signed(court, "d", "deviated", 2))) {
            assertThat(on(2, refused).isSealed()).isTrue();
            assertThat(policy(2).counting("c", 3, standing(), List.of(refused))).hasSize(2);
        }
    }

    /** Whoever saw a deviation is not outvoted, even if it saw it in entries that are not shown here. */
    @Test
    void aDeviationIsHeardThoughItDoesNotCount() throws MalformedTextException {
        Sealing sealing = on(1, signed(court, "c", "deviated", 2));
        assertThat(sealing.isSealed()).isFalse();
        assertThat(sealing.isDisputed()).isTrue();
        Sealing alone = policy(1)
                .on("c", 3, List.of(signed(audit, "c", "followed", 1)), List.of(signed(court, "c", "deviated", 2)));
        assertThat(alone.isDisputed()).isTrue();
        assertThat(alone.isSealed()).isFalse();
        assertThat(alone.missing()).containsExactly("court");
    }
}
