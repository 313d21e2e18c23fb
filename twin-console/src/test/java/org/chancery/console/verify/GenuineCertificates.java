package org.chancery.console.verify;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.chancery.ledger.log.SigningKey;
import org.chancery.ledger.verify.CaseCertificateNote;
import org.chancery.ledger.verify.Rfc6962;
import org.chancery.ledger.verify.SealPolicy;
import org.chancery.ledger.verify.SignedNote;
import org.chancery.ledger.verify.VerifierKey;

/** Two judges who certify whatever they are asked to, and the policy that wants both: the genuine ones, or a forger's. */
final class GenuineCertificates {

    static final Instant SIGNED = Instant.parse("2026-11-24T01:02:03.456Z");
    static final String MODEL = "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\">"
            + "<process id=\"est\" name=\"开办企业\"><userTask id=\"register\" name=\"核准登记\"/></process></definitions>";

    /** Somebody of another department, in the name of a colleague. */
    static final String DEVIATION =
            "{\"code\":\"other-holder\",\"details\":{\"actor\":\"c29tZWJvZHk\",\"actorOrg\":\"tax\","
                    + "\"holder\":\"aG9sZGVy\",\"holderOrg\":\"amr\"},\"element\":\"register\",\"leaf\":7,"
                    + "\"reason\":\"register was completed by c29tZWJvZHk, although aG9sZGVy held it.\",\"step\":2}";

    /** Two persons recorded it. */
    static final String RECORDING = "{\"code\":\"deviation-recorded\",\"details\":{\"confirmer\":\"amr AUDITOR\","
            + "\"ground\":\"The colleague was ill.\",\"mark\":\"0wE9fD2VWZ6dYcDPvXk594SmtonFkSeCJ8aVZw49VGg\",\"of\":\"7\",\"proposal\":\"8\","
            + "\"proposer\":\"amr ADMINISTRATOR\",\"what\":\"other-holder\"},\"element\":\"register\",\"leaf\":9,"
            + "\"reason\":\"The deviation of entry 7 at register (other-holder) is recorded: amr ADMINISTRATOR gave the ground,"
            + " amr AUDITOR confirmed it. Ground: The colleague was ill.\",\"step\":0}";

    final SigningKey court;
    final SigningKey audit;

    GenuineCertificates(Path folder) {
        court = SigningKey.open(folder.resolve("court.p12"), "lawfulness", "court.example/witness/lawfulness");
        audit = SigningKey.open(folder.resolve("audit.p12"), "lawfulness", "audit.example/witness/lawfulness");
    }

    static String modelHash() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Rfc6962.sha256(MODEL.getBytes(StandardCharsets.UTF_8)));
    }

    static VerifierKey key(SigningKey key) {
        return new VerifierKey(key.name(), key.publicKey());
    }

    SealPolicy policy() {
        Map<String, VerifierKey> judges = new LinkedHashMap<>();
        judges.put("court", key(court));
        judges.put("audit", key(audit));
        return new SealPolicy(Signers.ORIGIN, judges, 2);
    }

    /** What a judge states: {@code followed}, {@code recorded}, {@code deviated} or {@code not-judged}. */
    static String json(String verdict, long last) {
        String found = verdict.equals("followed") ? "" : DEVIATION;
        return "{\"case\":\"c-est-1\",\"deviations\":[" + (verdict.equals("not-judged") ? "" : found)
                + "],\"ended\":\"2026-11-23T08:00:00Z\",\"first\":5,\"last\":" + last + ",\"model\":\"" + modelHash()
                + "\",\"notJudged\":[" + (verdict.equals("not-judged") ? found : "") + "],\"origin\":\""
                + Signers.ORIGIN + "\",\"process\":\"est\""
                + (verdict.equals("recorded") ? ",\"recorded\":[" + RECORDING + "]" : "")
                + ",\"root\":\"CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\","
                + "\"size\":12,\"steps\":21,\"type\":\"case-certificate\",\"v\":1,\"verdict\":\"" + verdict
                + "\",\"version\":3}";
    }

    /** Deviations in the words of a judge, or of a leader who wrote the record, that mean to deceive whoever reads them. */
    static String hostile(int findings, String element, String reason) {
        String all = IntStream.range(0, findings)
                .mapToObj(i -> "{\"code\":\"a-code-of-tomorrow\",\"details\":{},\"element\":\"" + element
                        + "\",\"leaf\":" + i + ",\"reason\":\"" + reason + "\",\"step\":-1}")
                .collect(Collectors.joining(","));
        return json("deviated", 9).replace(DEVIATION, all);
    }

    static String signed(SigningKey key, String json) {
        return signed(key, SIGNED, json);
    }

    static String signed(SigningKey key, Instant at, String json) {
        String text = CaseCertificateNote.text(at, json);
        byte[] signature = key.sign(text.getBytes(StandardCharsets.UTF_8));
        return new SignedNote(text, List.of(new SignedNote.Signature(key.name(), key(key).keyId(), signature)))
                .render();
    }

    static byte[] file(String... certificates) {
        return Signers.utf8(Arrays.stream(certificates).collect(Collectors.joining("\n")));
    }

    /** The file of both judges, who state the same. */
    byte[] both(String verdict) {
        return file(signed(court, json(verdict, 9)), signed(audit, SIGNED.plusSeconds(5), json(verdict, 9)));
    }
}
