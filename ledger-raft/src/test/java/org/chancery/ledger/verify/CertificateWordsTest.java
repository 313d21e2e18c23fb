package org.chancery.ledger.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.chancery.ledger.log.SigningKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code verify} says of the findings in a certificate: names where they are known, what was signed otherwise. */
class CertificateWordsTest {

    private static final String MODEL = """
            <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">
              <process id="est"><userTask id="register" name="核准&#10;登记"/></process>
            </definitions>
            """;

    @TempDir
    private Path folder;

    private SigningKey court;

    @BeforeEach
    void policy() throws Exception {
        court = SigningKey.open(folder.resolve("court.p12"), "lawfulness", "court.example/lawfulness");
        VerifierKey key = new VerifierKey(court.name(), court.publicKey());
        Files.writeString(
                folder.resolve("sealing.policy"), new SealPolicy("log.example/main", Map.of("court", key), 1).text());
        Files.writeString(folder.resolve("model.bpmn"), MODEL);
    }

    private void certificate(String finding) throws Exception {
        String hash = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Rfc6962.sha256(MODEL.getBytes(StandardCharsets.UTF_8)));
        String json = "{\"case\":\"Jx0Q\",\"deviations\":[" + finding
                + "],\"ended\":\"2026-11-23T08:00:00Z\",\"first\":5,\"last\":9,\"model\":\"" + hash
                + "\",\"notJudged\":[],\"origin\":\"log.example/main\",\"process\":\"est\",\"root\":"
                + "\"CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\",\"size\":10,\"steps\":21,"
                + "\"type\":\"case-certificate\",\"v\":1,\"verdict\":\"deviated\",\"version\":3}";
        String text = CaseCertificateNote.text(Instant.parse("2026-11-23T12:00:00Z"), json);
        int id = new VerifierKey(court.name(), court.publicKey()).keyId();
        SignedNote note = new SignedNote(
                text,
                List.of(new SignedNote.Signature(court.name(), id, court.sign(text.getBytes(StandardCharsets.UTF_8)))));
        Files.writeString(folder.resolve("case.certificate"), note.render());
    }

    private static String finding(String code, String details, String reason) {
        return "{\"code\":\"" + code + "\",\"details\":" + details
                + ",\"element\":\"register\",\"leaf\":7,\"reason\":\"" + reason + "\",\"step\":-1}";
    }

    private String verify(Locale locale, String... more) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        List<String> arguments = new ArrayList<>(List.of("case.certificate", "--policy", "sealing.policy"));
        arguments.addAll(List.of(more));
        new VerifyCommand(locale, print, print).run(folder, arguments);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void organisationsAndStepsAreCalledByTheirNames() throws Exception {
        certificate(finding(
                "other-department",
                "{\"groups\":\"amr, seal-lead\",\"organisation\":\"tax\"}",
                "register was completed for tax; it belongs to amr, seal-lead."));
        assertThat(verify(Locale.ENGLISH, "--model", "model.bpmn"))
                .contains("deviation in entry 7: '核准 登记' (register) was completed for Taxation;"
                        + " it belongs to Market Regulation (registrar), seal-lead.");
        assertThat(verify(Locale.SIMPLIFIED_CHINESE, "--model", "model.bpmn"))
                .contains("第 7 条记录有偏离：“核准 登记”（register）由税务局完成，而它属于市场监管局（登记机关）、seal-lead。");
        assertThat(verify(Locale.ENGLISH)).as("without a model").contains("7: register was completed for Taxation");
    }

    @Test
    void aPersonIsSomebodyOfTheirOrganisation() throws Exception {
        String reason = "register was completed by k2, although k1 held it.";
        certificate(finding(
                "other-holder",
                "{\"actor\":\"k2\",\"actorOrg\":\"tax\",\"holder\":\"k1\",\"holderOrg\":\"tax\"}",
                reason));
        assertThat(verify(Locale.ENGLISH))
                .contains("by a clerk of Taxation, although another clerk of Taxation held it.")
                .doesNotContain("k1", "k2");
        certificate(finding("other-holder", "{\"actor\":\"k2\",\"holder\":\"k1\"}", reason));
        assertThat(verify(Locale.ENGLISH))
                .as("a certificate of a judge that does not tell for whom they acted")
                .contains("by somebody not named here, although somebody else held it.");
    }

    /** Our words are said only where they say what was signed. */
    @Test
    void whatWasSignedStandsWhereOurWordsWouldSayOtherwise() throws Exception {
        for (String code : List.of("other-department", "a-code-of-tomorrow")) {
            certificate(finding(code, "{\"organisation\":\"tax\"}", "tax completed register, said otherwise"));
            assertThat(verify(Locale.SIMPLIFIED_CHINESE, "--model", "model.bpmn"))
                    .contains("tax completed register, said otherwise");
        }
    }

    @Test
    void anotherModelNamesNothing() throws Exception {
        certificate(finding("nobody", "{}", "register was completed without anybody being named."));
        Files.writeString(folder.resolve("other.bpmn"), MODEL.replace("核准", "驳回"));
        assertThat(verify(Locale.ENGLISH, "--model", "other.bpmn"))
                .contains("not the model under which the case ran", "7: register was completed without")
                .doesNotContain("驳回");
        Files.writeString(folder.resolve("other.bpmn"), "no xml");
        assertThat(verify(Locale.ENGLISH, "--model", "other.bpmn"))
                .contains("other.bpmn is not a model")
                .doesNotContain("DEVIATED", "certif");
    }

    /** Officers and findings that a sentence is about have names too; what was signed is not changed by that. */
    @Test
    void whoRecordedWhatIsToldInWords() throws Exception {
        String recorded =
                "The deviation of entry 5 at register (not-claimed) is recorded: audit AUDITOR gave the ground,"
                        + " amr ADMINISTRATOR confirmed it. Ground: ill";
        certificate(finding(
                "deviation-recorded",
                "{\"confirmer\":\"amr ADMINISTRATOR\",\"ground\":\"ill\",\"of\":\"5\",\"proposer\":\"audit AUDITOR\","
                        + "\"what\":\"not-claimed\"}",
                recorded));
        assertThat(verify(Locale.ENGLISH))
                .contains("at register (completed without being claimed) is recorded: Auditor of Audit Office gave the"
                        + " ground, Administrator of Market Regulation (registrar) confirmed it.");
        assertThat(verify(Locale.SIMPLIFIED_CHINESE)).contains("（未领取即完成）已登记：审计局审计员写明理由，市场监管局（登记机关）管理员确认。理由：ill");
    }

    @Test
    void nothingThatOthersWroteTurnsTheLineRound() throws Exception {
        certificate(finding("a-code-of-tomorrow", "{}", "reg\u202eister\u200b\u2028 valid"));
        assertThat(verify(Locale.ENGLISH)).contains("reg\\u202eister\\u200b\\u2028 valid");
    }
}
