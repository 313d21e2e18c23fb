package org.chancery.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chancery.engine.casework.Workbench.AMR_LI;
import static org.chancery.engine.casework.Workbench.AUDITOR;
import static org.chancery.engine.casework.Workbench.FOUNDER;
import static org.chancery.engine.casework.Workbench.TAX_ZHAO;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.chancery.engine.casework.LicenceParts;
import org.chancery.engine.casework.Workbench;
import org.chancery.ledger.CommittedValue;
import org.chancery.ledger.CommittedValue.Opened;
import org.chancery.ledger.CommittedValue.Personal;
import org.chancery.ledger.verify.ReceiptVerifier;
import org.chancery.ledger.verify.Verdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What receipts show of the values that records commit to: to each as much as they may see, and every time provably. */
class ReceiptsTest {

    private static final String CITIZEN = "650102199003074516";

    @TempDir
    private Path folder;

    private final InMemoryLedger ledger = new InMemoryLedger();
    private final Workbench.Keys keys = new Workbench.Keys();
    private Engine engine;
    private String number;

    @BeforeEach
    void fileAndDecide() {
        engine = EngineNode.start(
                new EngineConfig(
                        "engine-1",
                        new EngineConfig.Database.H2(folder),
                        Clock.systemUTC(),
                        List.of(LicenceParts.bundle()),
                        LicenceParts.checks(),
                        true),
                ledger,
                keys);
        number = engine.cases().start(FOUNDER, "licence", LicenceParts.application(), "r");
        String task = engine.tasks().inbox(AMR_LI).getFirst().id();
        engine.tasks().complete(AMR_LI, task, Map.of("verdict", "grant", "score", 7));
    }

    @AfterEach
    void close() {
        engine.close();
    }

    /** All values of all receipts of the case as one person gets them; each receipt has been verified. */
    private Map<String, CommittedValue> values(Actor actor) {
        Map<String, CommittedValue> values = new TreeMap<>();
        for (long leaf : leaves()) {
            byte[] file = engine.cases().receipt(actor, number, leaf).text().getBytes(StandardCharsets.UTF_8);
            Verdict verdict = new ReceiptVerifier(List.of(ledger.logKey())).verify(file);
            assertThat(verdict).isInstanceOf(Verdict.Valid.class);
            ((Verdict.Valid) verdict).values().forEach(value -> values.put(value.name(), value));
        }
        return values;
    }

    private List<Long> leaves() {
        return new ArrayList<>(engine.cases().trail(FOUNDER, number).stream()
                .map(Cases.Step::leaf)
                .distinct()
                .toList());
    }

    private static Optional<String> shown(Map<String, CommittedValue> values, String name) {
        assertThat(values).containsKey(name);
        return values.get(name).opened().map(Opened::value);
    }

    private static Optional<String> personal(Map<String, CommittedValue> values, String name) {
        return values.get(name).opened().flatMap(Opened::personal).map(Personal::text);
    }

    @Test
    void theApplicantIsShownEverything() {
        Map<String, CommittedValue> values = values(FOUNDER);
        assertThat(personal(values, "citizen")).contains(CITIZEN);
        assertThat(personal(values, "holders").orElseThrow()).contains("阿依古丽");
        assertThat(shown(values, "company")).contains("string:天山乳业");
        assertThat(shown(values, "score").orElseThrow()).endsWith(":7");
        assertThat(values.values()).allMatch(value -> value.opened().isPresent());
    }

    @Test
    void whoMaySeeLessIsShownLessAndTheRestIsStillInItsPlace() {
        assertThat(personal(values(AUDITOR), "citizen")).isEmpty();
        assertThat(shown(values(AUDITOR), "score").orElseThrow()).endsWith(":7");
        Map<String, CommittedValue> tax = values(TAX_ZHAO);
        assertThat(shown(tax, "company")).contains("string:天山乳业");
        assertThat(shown(tax, "score")).isEmpty();
        assertThat(personal(tax, "citizen")).isEmpty();
        assertThat(tax.keySet()).isEqualTo(values(FOUNDER).keySet());
    }

    @Test
    void thePageShowsWhatFormsAskForAndWithholdsWhatIsPersonal() throws Exception {
        String html = engine.cases()
                .page(FOUNDER, number)
                .html("http://localhost/verify", ledger.logKey().text(), ZoneOffset.UTC);
        byte[] file = html.getBytes(StandardCharsets.UTF_8);
        ReceiptVerifier verifier = new ReceiptVerifier(List.of(ledger.logKey()));
        assertThat(verifier.verify(file)).isInstanceOfSatisfying(Verdict.ValidCase.class, page -> {
            assertThat(page.records()).extracting(Verdict.Valid::index).hasSameSizeAs(leaves());
            Map<String, CommittedValue> values = new TreeMap<>();
            page.records().forEach(record -> record.values().forEach(value -> values.put(value.name(), value)));
            assertThat(shown(values, "company")).contains("string:天山乳业");
            assertThat(personal(values, "citizen")).isEmpty();
            assertThat(values.get("applicant").opened()).isEmpty();
        });
        assertThat(engine.cases().page(TAX_ZHAO, number).files())
                .containsOnlyKeys("licence.bpmn", "licence_zh_CN.properties");
    }

    @Test
    void anyoneMayAskForTheLatestStatusOfTheCaseOfALeaf() {
        long first = leaves().getFirst();
        assertThat(engine.cases().latestStatus(first).orElseThrow().text()).contains("\"status\":\"OPEN\"");
        assertThat(engine.cases().latestStatus(0)).isEmpty();
        assertThat(engine.cases().latestStatus(Long.MAX_VALUE)).isEmpty();
    }

    @Test
    void afterAnErasureTheReceiptStillVerifiesAndTheFieldIsGone() {
        keys.erase(FOUNDER.personId());
        Map<String, CommittedValue> values = values(FOUNDER);
        assertThat(personal(values, "citizen")).isEmpty();
        assertThat(shown(values, "citizen").orElseThrow()).hasSize(43);
        assertThat(shown(values, "company")).contains("string:天山乳业");
    }
}
