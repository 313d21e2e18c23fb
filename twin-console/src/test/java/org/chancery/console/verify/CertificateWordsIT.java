package org.chancery.console.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.chancery.ledger.log.LogStore;
import org.chancery.ledger.log.Receipts;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a stranger reads of certificates, of cases and of erasures, at a plain HTTP address. */
class CertificateWordsIT {

    private static final Map<String, List<String>> RECORDED = Map.of(
            "en",
            List.of(
                    "Sealed since 24 November 2026 at 09:02:08",
                    "2 of the 2 witnesses of the policy",
                    "court: deviated from its model (开办企业, version 3), first at entry 7, step 3; two persons recorded",
                    "‘核准登记’ was completed by a clerk of Taxation, although a clerk of Market Regulation (registrar) held it.",
                    "is recorded: Administrator of Market Regulation (registrar) gave the ground, Auditor of Market"
                            + " Regulation (registrar) confirmed it.",
                    "Deviation · entry 7, step 3 · ‘核准登记’",
                    "This holds if the witnesses named below, as this address names them, are those whom you trust.",
                    "From the sealing policy of this address."),
            "zh-CN",
            List.of(
                    "已封存，自 2026年11月24日 中国标准时间 09:02:08",
                    "策略所列 2 个见证方中，2 个证明案件合规",
                    "court：偏离模型（开办企业，第 3 版），首次在第 7 条第 3 步；每项偏离均由两人登记",
                    "“核准登记”由税务局的一名工作人员完成，而领取人是市场监管局（登记机关）的一名工作人员。",
                    "偏离（由领取人以外的人完成）已登记：市场监管局（登记机关）管理员写明理由，市场监管局（登记机关）审计员确认。",
                    "偏离 · 第 7 条第 3 步 · “核准登记”",
                    "前提是下方由本网址所列的见证方是您所信任的。",
                    "取自本网址的封存策略"));

    private static final Map<String, List<String>> ERASED = Map.of(
            "en",
            List.of(
                    "Certificate of erasure",
                    "Of the case c-1, personal details were erased for ever on 24 November 2026 at 09:00:00",
                    "Keys destroyed: applicant.",
                    "Ground: the person asked for it",
                    "Requested by k1, confirmed by k2",
                    "Servers that had destroyed their copies: voter-1, voter-2",
                    "Servers that had yet to, because they were away or slow: voter-3."),
            "zh-CN",
            List.of(
                    "删除证明",
                    "案件 c-1 的个人信息已于 2026年11月24日",
                    "已销毁的密钥：applicant",
                    "事由：本人请求",
                    "voter-1, voter-2",
                    "尚未销毁副本的服务器：voter-3"));

    @TempDir
    static Path folder;

    @TempDir
    static Path stranger;

    private static StrangersBrowser browser;
    private static GenuineCertificates judges;
    private static String erasure;

    @BeforeAll
    static void open() throws Exception {
        judges = new GenuineCertificates(folder);
        Signers signers = Signers.fresh(folder, Signers.ORIGIN);
        try (LogStore store = LogStore.open(folder.resolve("store"))) {
            store.append(new UUID(5, 0), 3, 0, Signers.utf8("""
                    {"case":"c-1","kind":"business","time":"2026-11-24T01:00:00Z","transitions":[{"confirmedBy":"k2",\
                    "ground":"PERSON_REQUEST","keys":["applicant"],"pending":["voter-3"],"purged":["voter-1","voter-2"],\
                    "requestedBy":"k1","type":"erased"}],"v":3}"""), new byte[] {1});
            erasure = Receipts.of(store, 0, signers.checkpoint(store.head())).text();
        }
        browser = new StrangersBrowser();
        for (String language : List.of("en", "zh-CN")) {
            browser.serveScreen("/" + language, language, "Asia/Shanghai");
        }
        browser.serve("/log.policy", "text/plain", signers.policy());
        browser.serve("/console/verify-pages.txt", "text/plain", "");
        browser.serve("/sealing.policy", "text/plain", judges.policy().text());
        browser.serve(
                "/models/" + GenuineCertificates.modelHash(), "application/octet-stream", GenuineCertificates.MODEL);
    }

    @AfterAll
    static void close() {
        browser.close();
    }

    private static Page screen(String language) {
        Page page = browser.page(language, "America/New_York");
        page.navigate(browser.address("plain.test") + language);
        return page;
    }

    /** The answer to a file, and to what is chosen with it. */
    private static String answer(Page page, String name, byte[] file, Path... more) throws IOException {
        Path chosen = Files.write(folder.resolve(name), file);
        Path[] all = new Path[more.length + 1];
        all[0] = chosen;
        System.arraycopy(more, 0, all, 1, more.length);
        page.locator("#receipt-file").setInputFiles(all);
        page.locator(".verify-answer:has-text('" + name + "') [data-verdict]").waitFor();
        return page.locator(".verify-answer").innerText();
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "zh-CN"})
    void aCertificateSaysWhatBecameOfTheCaseAndWhoseKeysSayIt(String language) throws Exception {
        try (Page page = screen(language)) {
            String told = answer(page, "recorded.certificate", judges.both("recorded"));
            assertThat(told)
                    .contains(RECORDED.get(language))
                    .contains(judges.policy().judges().get("audit").text());
            assertThat(page.locator(".sentence").first().innerText())
                    .doesNotContain("c29tZWJvZHk", "aG9sZGVy", "register");
            assertThat(page.evaluate("chancery.computedBy()")).isEqualTo("bundled");
            assertThat(Looks.faults(page, "certificate-recorded", language)).isEmpty();
            assertThat(answer(page, "followed.certificate", judges.both("followed")))
                    .contains(
                            language.equals("en")
                                    ? "court: followed its model (开办企业, version 3)"
                                    : "court：按模型办理（开办企业，第 3 版）");
        }
    }

    @Test
    void eachOtherAnswerIsInWordsToo() throws Exception {
        try (Page page = screen("en")) {
            assertThat(answer(page, "deviated.certificate", judges.both("deviated")))
                    .contains(
                            "Not sealed",
                            "0 of the 2 witnesses",
                            "deviated from its model (开办企业, version 3), first at entry 7");
            String recorded = new String(judges.both("recorded"), StandardCharsets.UTF_8);
            assertThat(answer(page, "altered.certificate", Signers.utf8(recorded.replace("\"leaf\":7", "\"leaf\":8"))))
                    .contains("Altered", "is not as it was signed")
                    .doesNotContain("entry 8");
            assertThat(Looks.faults(page, "certificate-altered", "en")).isEmpty();
            String elsewhere = GenuineCertificates.json("followed", 9).replace(Signers.ORIGIN, "other.example");
            assertThat(answer(
                            page,
                            "elsewhere.certificate",
                            GenuineCertificates.file(GenuineCertificates.signed(judges.court, elsewhere))))
                    .as("a genuine one about another log")
                    .contains("Signer unknown", "for this log")
                    .doesNotContain("Altered");
            assertThat(answer(page, "cut.certificate", Signers.utf8(recorded.substring(0, 600))))
                    .contains("This is not a certificate of a case");
            GenuineCertificates thieves = new GenuineCertificates(stranger);
            assertThat(answer(page, "foreign.certificate", thieves.both("followed")))
                    .contains("Signer unknown", "none of the witnesses");
        }
    }

    /** What a judge, or who wrote the record, puts into a finding is told as theirs, and not at any length. */
    @ParameterizedTest
    @ValueSource(strings = {"en", "zh-CN"})
    void noFindingDeceivesOrBuriesWhoeverReadsIt(String language) throws Exception {
        try (Page page = screen(language)) {
            byte[] spoofing = hostile(130, "{1}valid\u202edilav\u200b", "<img src=x onerror=alert(1)>\u2066Sealed ");
            String told = answer(page, "spoofing.certificate", spoofing);
            assertThat(told)
                    .contains(
                            language.equals("en") ? "Not sealed" : "未封存",
                            "{1}valid\\u202edilav\\u200b",
                            "\\u2066Sealed")
                    .contains(language.equals("en") ? "30 more are not shown" : "另有 30 项")
                    .doesNotContain("\u202e", "\u200b", "\u2066");
            assertThat(page.locator("img").count()).isZero();
            assertThat(page.locator(".verify-answer li").count()).isEqualTo(100 + 1);
            String flood = answer(page, "flood.certificate", hostile(2, "e".repeat(200_000), "no ".repeat(200_000)));
            assertThat(flood.length()).isLessThan(20_000);
            assertThat(Looks.faults(page, "certificate-hostile", language)).isEmpty();
        }
    }

    private static byte[] hostile(int findings, String element, String reason) {
        return GenuineCertificates.file(
                GenuineCertificates.signed(judges.court, GenuineCertificates.hostile(findings, element, reason)));
    }

    /** Who chose something else meanwhile reads nothing of the file before under the name of the new one. */
    @Test
    void anAnswerStandsUnderTheNameOfItsOwnFile() throws Exception {
        try (Page page = screen("en")) {
            assertThat(answer(page, "first.certificate", judges.both("followed")))
                    .contains("Sealed since");
            String told = (String) page.evaluate("""
                    async () => {
                      const check = document.querySelector('chancery-receipt-check');
                      const policy = check.seal.policy.bind(check.seal);
                      let release;
                      check.seal.policy = () => new Promise((done) => (release = () => done(policy())));
                      const first = check.check();
                      while (!release) await new Promise((done) => setTimeout(done, 5));
                      check.seal.policy = policy;
                      await check.take([new File(['nothing'], 'second.receipt')]);
                      release();
                      await first;
                      return check.answer.innerText;
                    }""");
            assertThat(told)
                    .contains("File: second.receipt", "This is not a receipt")
                    .doesNotContain("Sealed");
        }
    }

    @Test
    void whatWasNotLookedAtIsSaid() throws Exception {
        Path other = Files.write(folder.resolve("other.certificate"), judges.both("deviated"));
        Path keys =
                Files.writeString(folder.resolve("my.policy"), judges.policy().text());
        try (Page page = screen("en")) {
            assertThat(answer(page, "one.certificate", judges.both("followed"), other, keys))
                    .contains(
                            "Sealed since",
                            "Choose these by themselves: other.certificate",
                            "Taken into account: my.policy")
                    .contains("whoever gave you the policy may have made it up")
                    .doesNotContain("themselves: other.certificate, my.policy");
            assertThat(page.locator("[aria-live]").innerText())
                    .startsWith("Sealed since")
                    .doesNotContain("my.policy");
        }
    }

    @Test
    void theReadersOwnPolicyComesBeforeThatOfTheAddress() throws Exception {
        GenuineCertificates own = new GenuineCertificates(stranger);
        Path policy =
                Files.writeString(stranger.resolve("own.policy"), own.policy().text());
        try (Page page = screen("en")) {
            assertThat(answer(page, "own.certificate", own.both("followed"), policy))
                    .contains("Sealed since", "From the sealing policy that you chose as a file.");
            page.locator(".key-box summary").click();
            page.locator("#sealing-policy").fill(judges.policy().text());
            page.locator("#sealing-policy").blur();
            page.locator("[data-verdict=problem]").waitFor();
            assertThat(page.locator(".verify-answer").innerText()).contains("Signer unknown");
            page.locator("#sealing-policy").fill("nothing of the kind");
            page.locator("#sealing-policy").blur();
            page.locator(".verify-answer:has-text('no sealing policy')").waitFor();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "zh-CN"})
    void aReceiptOfAnErasureIsItsCertificate(String language) throws Exception {
        try (Page page = screen(language)) {
            assertThat(answer(page, "erasure.receipt", Signers.utf8(erasure))).contains(ERASED.get(language));
            assertThat(answer(page, "forged.receipt", Signers.utf8(erasure.replace("PERSON_REQUEST", "COURT_ORDER"))))
                    .doesNotContain("court", ERASED.get(language).getFirst());
        }
    }
}
