package org.chancery.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.chancery.engine.Actor;
import org.chancery.engine.Engine;
import org.chancery.engine.EngineNode;
import org.chancery.engine.Seals;
import org.chancery.engine.Seals.State;
import org.chancery.engine.trial.Insistence;
import org.chancery.ledger.Judgement;
import org.chancery.ledger.Lawfulness;
import org.chancery.ledger.Quorum;
import org.chancery.ledger.verify.CaseCertificateNote;
import org.chancery.ledger.verify.SealPolicy;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/**
 * A running node whose leader commits what is unlawful: each witness says exactly what, the case's page shows it, and
 * the case is not sealed before two persons have recorded it. Pictures are left in target/screens.
 */
class LyingLeaderIT {

    private static final Path PICTURES = Path.of("target", "screens");
    private static final Insistence PATIENT = new Insistence(Duration.ofSeconds(60));
    static final String GROUND = "经核对纸质案卷，该步骤由本窗口值班人员代为办理";

    @TempDir
    static Path data;

    private static Office office;
    private static Engine engine;
    private static LyingLeader leader;
    private static Actor auditor;
    private Gallery gallery;

    @BeforeAll
    static void open() {
        office = Office.with(LyingLeader.class, data);
        engine = office.part(Engine.class);
        leader = office.part(LyingLeader.class);
        auditor = FiledCase.actor(office, "auditor");
    }

    @AfterAll
    static void close() {
        office.close();
    }

    @AfterEach
    void leave() {
        office.leave();
    }

    private static void refuse(String number) {
        FiledCase.complete(
                office,
                "registrar",
                number,
                Map.of("registrarDecision", "refuse", "refusalGround", "art-20", "registrarNote", "住所证明与申请不符"));
    }

    private static Seals.Seal await(String number, Predicate<Seals.Seal> wanted) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        Seals.Seal seal = engine.seals().of(auditor, number);
        while (!wanted.test(seal)) {
            assertThat(System.nanoTime())
                    .as("time spent on waiting, last seen: " + seal)
                    .isLessThan(end);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            seal = engine.seals().of(auditor, number);
        }
        return seal;
    }

    private static Seals.Seal await(String number, State state) {
        return await(number, seal -> seal.state() == state);
    }

    /** What both witnesses have signed about this element, in the words that they signed. */
    private static List<String> signed(String element) {
        List<Lawfulness> statements = engine.ledger().witnesses().lawfulness();
        assertThat(statements).hasSize(2);
        List<List<String>> each = statements.stream()
                .map(said -> said.findings().stream()
                        .filter(Judgement.Deviation.class::isInstance)
                        .map(Judgement.Deviation.class::cast)
                        .filter(deviation -> deviation.element().equals(element))
                        .map(Judgement.Deviation::reason)
                        .toList())
                .toList();
        assertThat(each.get(0)).isEqualTo(each.get(1));
        return each.getFirst();
    }

    private static void awaitSigned(String element) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (engine.ledger().witnesses().lawfulness().stream()
                .anyMatch(said -> said.findings().stream()
                        .noneMatch(one -> one instanceof Judgement.Deviation deviation
                                && deviation.element().equals(element)))) {
            assertThat(System.nanoTime()).as("time spent on waiting").isLessThan(end);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    private Page enter(String person, String language, String number) {
        gallery = new Gallery(PICTURES);
        Page page = office.person(person, language, ColorScheme.LIGHT, 1280, 800);
        page.navigate("case/" + number);
        page.locator(".djs-element").first().waitFor();
        return page;
    }

    private void nothingToMend() {
        assertThat(gallery.findings()).isEmpty();
        assertThat(office.complaints).isEmpty();
    }

    @Test
    void anHonestCaseIsSealedAtItsEndAndItsCertificateSaysSo() throws Exception {
        String number = FiledCase.file(office, "乌鲁木齐红柳软件有限公司");
        await(number, State.OPEN);
        refuse(number);
        Seals.Seal seal = await(number, State.SEALED);
        assertThat(seal.remarks()).isEmpty();
        assertThat(seal.sealing().signatures()).hasSize(2);
        Page page = enter("founder", "zh-CN", number);
        page.locator("[data-seal=SEALED]").waitFor();
        gallery.look(page, "seal-sealed", "zh-CN");
        Download download =
                page.waitForDownload(() -> page.locator(".seal a[download]").click());
        byte[] file = Files.readAllBytes(download.path());
        SealPolicy policy = SealPolicy.parse(Files.readString(data.resolve("sealing.policy")));
        List<CaseCertificateNote> notes = CaseCertificateNote.parseFile(file);
        assertThat(notes).hasSize(2);
        assertThat(policy.on(notes.getFirst().caseName(), notes.getFirst().last(), notes)
                        .since())
                .isEqualTo(seal.sealing().since());
        nothingToMend();
    }

    @Test
    void aLeaderThatSkipsAnApprovalIsNamed() {
        String number = FiledCase.file(office, "乌鲁木齐胡杨软件有限公司");
        PATIENT.act(() -> {
            var runtime = ((EngineNode) engine).processEngine().getRuntimeService();
            String instance = runtime.createProcessInstanceQuery()
                    .processInstanceBusinessKey(number)
                    .singleResult()
                    .getId();
            runtime.createProcessInstanceModification(instance)
                    .cancelAllForActivity("register")
                    .startBeforeActivity("issue")
                    .execute();
        });
        await(number, State.DEVIATED);
        awaitSigned("issue");
        assertThat(signed("issue")).anySatisfy(reason -> assertThat(reason).contains("issue was begun although"));
        Page page = enter("founder", "en", number);
        page.locator("[data-seal=DEVIATED]").waitFor();
        assertThat(page.locator(".finding")).not().hasCount(0);
        gallery.look(page, "seal-skipped", "en");
        nothingToMend();
    }

    @Test
    void aLeaderThatFlipsADecisionIsNamedAndTheCaseIsNotSealedAtItsEnd() {
        leader.lieAbout("decision", "completeness", record -> {
            ObjectNode decision = (ObjectNode) LyingLeader.step(record, "decision", "completeness")
                    .orElseThrow()
                    .get("decision");
            ObjectNode outputs = (ObjectNode) decision.get("outputs");
            outputs.propertyNames().forEach(name -> outputs.put(name, "reject"));
        });
        String number = FiledCase.file(office, "乌鲁木齐沙枣软件有限公司");
        assertThat(leader.isTold()).isTrue();
        refuse(number);
        Seals.Seal seal = await(
                number,
                now -> now.state() == State.DEVIATED
                        && now.sealing().signatures().size() == 2);
        assertThat(seal.sealing().isSealed()).isFalse();
        assertThat(seal.remarks())
                .extracting(remark -> remark.place().element())
                .contains("completeness");
        assertThat(signed("completeness"))
                .anySatisfy(reason -> assertThat(reason)
                        .contains("The decision at completeness is recorded with", "= reject; its table gives"));
    }

    @Test
    void whatWasDoneInAnothersNameIsSealedOnlyWhenTwoPersonsHaveRecordedIt() throws Exception {
        leader.lieAbout(
                "completed",
                "register",
                record -> ((ObjectNode) record.get("actor")).put("org", "tax").put("key", "c29tZWJvZHktZWxzZQ"));
        String number = FiledCase.file(office, "乌鲁木齐白杨软件有限公司");
        refuse(number);
        assertThat(leader.isTold()).isTrue();
        Seals.Seal seal = await(
                number,
                now -> now.state() == State.DEVIATED
                        && now.sealing().signatures().size() == 2);
        assertThat(seal.sealing().isSealed()).isFalse();
        assertThat(signed("register"))
                .anySatisfy(reason -> assertThat(reason).contains("register was completed for tax; it belongs to amr"))
                .anySatisfy(reason -> assertThat(reason).contains("although").contains("held it"));

        Page page = enter("auditor", "zh-CN", number);
        page.locator("[data-seal=DEVIATED]").waitFor();
        assertThat(page.locator(".finding .sentence").allInnerTexts())
                .contains("“登记审核”由税务局完成，而它属于市场监管局（登记机关）。")
                .anyMatch(told -> told.contains("由税务局的一名工作人员完成，而领取人是市场监管局（登记机关）的一名工作人员"))
                .allSatisfy(told -> assertThat(told).doesNotContain("register", "c29tZWJvZHktZWxzZQ"));
        assertThat(page.locator(".finding .as-signed code").allInnerTexts())
                .as("the words that were signed")
                .contains("register was completed for tax; it belongs to amr.");
        gallery.look(page, "seal-deviated", "zh-CN");
        propose(page, "太短");
        page.locator(".finding .notice-problem").waitFor();
        for (int i = seal.remarks().size(); i > 0; i--) {
            propose(page, GROUND + " " + i);
            String ground = GROUND + " " + i;
            Seals.Remark remark = await(
                            number,
                            now -> now.remarks().stream()
                                    .anyMatch(one -> one.proposals().stream()
                                            .anyMatch(given -> given.ground().equals(ground))))
                    .remarks()
                    .stream()
                    .filter(one -> one.proposals().stream()
                            .anyMatch(given -> given.ground().equals(ground)))
                    .findFirst()
                    .orElseThrow();
            if (i > 1) {
                page.locator(".finding .ground:has-text('" + ground + "')").waitFor();
                Locator other = page.locator(".finding:has(textarea):not(:has(.ground)) textarea")
                        .first();
                other.click();
                page.keyboard().type("尚未写完");
                PATIENT.act(() -> engine.seals()
                        .confirm(
                                FiledCase.actor(office, "admin"),
                                number,
                                remark.place(),
                                remark.proposals().getFirst().leaf()));
                page.locator(".finding:has-text('" + ground + "'):not(:has(textarea))")
                        .waitFor();
                assertThat(other.inputValue()).as("who writes is left alone").isEqualTo("尚未写完");
                assertThat(other.evaluate("field => document.activeElement === field"))
                        .isEqualTo(true);
            }
        }
        gallery.look(page, "seal-proposed", "zh-CN");
        assertThat(engine.seals().of(auditor, number).state()).isEqualTo(State.DEVIATED);
        nothingToMend();
        page.navigate("ledger");
        page.locator(".rows td").first().waitFor();
        assertThat(page.locator(".sentence").allInnerTexts()).contains("“登记审核”由税务局完成，而它属于市场监管局（登记机关）。");
        gallery.look(page, "ledger-deviations", "zh-CN");
        anybodyChecksTheCertificates(page, number, "未封存", "“登记审核”由税务局完成，而它属于市场监管局（登记机关）。");
        nothingToMend();
        gallery.look(page, "verify-certificate-open", "zh-CN");
        page.context().close();

        Page second = enter("admin", "en", number);
        second.locator(".finding .primary").click();
        second.locator("[data-seal=SEALED]").waitFor();
        gallery.look(second, "seal-recorded", "en");
        assertThat(await(number, State.SEALED).remarks())
                .allSatisfy(remark -> assertThat(remark.recorded()).isPresent());
        second.navigate("ledger");
        second.locator(".rows td").first().waitFor();
        gallery.look(second, "ledger-deviations", "en");
        assertThat(second.locator(".sentence").allInnerTexts())
                .anyMatch(told ->
                        told.contains("was completed for Taxation; it belongs to Market Regulation (registrar)."));
        thePageThatProvesItselfTellsIt(second, number);
        anybodyChecksTheCertificates(
                second,
                number,
                "Sealed since",
                "was completed for Taxation; it belongs to Market Regulation (registrar).",
                data.resolve("recorded.html"));
        nothingToMend();
        gallery.look(second, "verify-certificate-sealed", "en");
    }

    private void thePageThatProvesItselfTellsIt(Page page, String number) throws Exception {
        String key = office.part(Quorum.class).verifierKey();
        String html = engine.cases()
                .page(auditor, number)
                .html("https://permits.example/verify", key, ZoneId.of("Asia/Shanghai"));
        page.navigate(
                Files.writeString(data.resolve("recorded.html"), html).toUri().toString());
        page.locator("[data-verdict=done]").waitFor();
        assertThat(page.locator(".steps")).containsText("Deviation recorded: " + GROUND);
        gallery.look(page, "page-recorded", "en");
    }

    /** With nothing but the file, or with the page of the case, which calls steps by their names in both languages. */
    private void anybodyChecksTheCertificates(Page page, String number, String title, String finding, Path... more)
            throws Exception {
        List<Path> files = new ArrayList<>(List.of(Files.writeString(
                data.resolve(number + ".certificate"),
                engine.seals().certificates(auditor, number).orElseThrow())));
        files.addAll(List.of(more));
        page.navigate(office.address() + "verify");
        page.locator("#receipt-file").setInputFiles(files.toArray(Path[]::new));
        page.locator(".notice-title:has-text('" + title + "')").waitFor();
        assertThat(page.locator(".verify-answer .sentence").allTextContents()).anyMatch(told -> told.contains(finding));
        assertThat(page.locator(".keys-from")).isVisible();
    }

    /** Gives a ground for the first finding that has none yet. */
    private static void propose(Page page, String ground) {
        var finding = page.locator(".finding:has(textarea):not(:has(.ground))").first();
        finding.locator("textarea").fill(ground);
        finding.locator("button.plain").click();
    }
}
