package org.chancery.ledger.witness;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.chancery.ledger.CaseStatement;
import org.chancery.ledger.Head;
import org.chancery.ledger.Judge;
import org.chancery.ledger.Judgement;
import org.chancery.ledger.Lawfulness;
import org.chancery.ledger.log.SigningKey;
import org.chancery.ledger.verify.CaseCertificateNote;
import org.chancery.ledger.verify.MalformedTextException;
import org.chancery.ledger.verify.SignedNote;
import org.chancery.ledger.verify.VerifierKey;

/** A witness of somebody else with a judge that states of cases what the test wants, and with a hand that signs it. */
final class CertifyingCourt implements AutoCloseable {

    static final String NAME = "court.example/w";

    final Witness witness;
    final List<Judgement> findings = new ArrayList<>();
    private final List<CaseStatement> ended = new ArrayList<>();
    private final SigningKey key;
    private final ServedLog log;
    private final Jury jury;

    CertifyingCourt(Path folder, ServedLog log) {
        this.log = log;
        witness = Witness.open(folder, NAME, List.of(log.key.verifierKey()), Clock.systemUTC());
        key = SigningKey.open(folder.resolve("keys/lawfulness.p12"), Witness.LAWFULNESS, NAME + "/lawfulness");
        jury = witness.jury(log.key.verifierKey().name(), () -> new Judge() {
            @Override
            public List<Judgement> judge(long leaf, byte[] record) {
                return findings.stream()
                        .filter(found -> found instanceof Judgement.Deviation one && one.leaf() == leaf)
                        .toList();
            }

            @Override
            public List<CaseStatement> ended(String origin, Head head) {
                List<CaseStatement> now = List.copyOf(ended);
                ended.clear();
                return now;
            }
        });
    }

    /** It judges what the log has, and certifies this. */
    Lawfulness certify(CaseStatement... statements) {
        ended.addAll(List.of(statements));
        Head head = log.store().head();
        jury.judge(head, new RemoteLog(new Web(), log.address()).at(head.size()));
        return jury.newest().orElseThrow();
    }

    CaseStatement statement(String caseName, long first, long last, String verdict) {
        return statement(log.store().head(), caseName, first, last, verdict);
    }

    CaseStatement statement(Head head, String caseName, long first, long last, String verdict) {
        return new CaseStatement(
                caseName,
                "{\"case\":\"" + caseName + "\",\"deviations\":[],\"first\":" + first + ",\"last\":" + last
                        + ",\"model\":\"hash\",\"notJudged\":[],\"origin\":\""
                        + log.key.verifierKey().name() + "\",\"process\":\"est\",\"root\":\""
                        + head.root().base64() + "\",\"size\":" + head.size()
                        + ",\"steps\":3,\"type\":\"case-certificate\",\"v\":1,\"verdict\":\"" + verdict
                        + "\",\"version\":3}");
    }

    /** Signs whatever it is told to. */
    CaseCertificateNote sign(CaseStatement statement, Instant at) throws MalformedTextException {
        return sign(key, statement, at);
    }

    static CaseCertificateNote sign(SigningKey key, CaseStatement statement, Instant at) throws MalformedTextException {
        String text = CaseCertificateNote.text(at, statement.json());
        SignedNote.Signature line = new SignedNote.Signature(
                key.name(),
                new VerifierKey(key.name(), key.publicKey()).keyId(),
                key.sign(text.getBytes(StandardCharsets.UTF_8)));
        return CaseCertificateNote.parse(new SignedNote(text, List.of(line)).render());
    }

    @Override
    public void close() {
        witness.close();
    }
}
