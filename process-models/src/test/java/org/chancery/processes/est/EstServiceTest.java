package org.chancery.processes.est;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.chancery.engine.EngineException.InvalidInput;
import org.chancery.engine.FieldCheck;
import org.chancery.engine.Registers;
import org.chancery.engine.ServiceBundle;
import org.chancery.engine.form.FormInput;
import org.chancery.engine.form.FormSchema;
import org.chancery.engine.model.ModelCheck;
import org.chancery.rules.CitizenId;
import org.chancery.rules.LegalClock;
import org.chancery.rules.UnifiedSocialCreditCode;
import org.junit.jupiter.api.Test;
import org.operaton.bpm.model.bpmn.Bpmn;
import org.operaton.bpm.model.bpmn.BpmnModelInstance;
import org.operaton.bpm.model.bpmn.instance.FlowElement;
import org.operaton.bpm.model.bpmn.instance.FlowNode;

class EstServiceTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ServiceBundle bundle = EstService.bundle(LegalClock.china());
    private final Map<String, FieldCheck> checks =
            EstChecks.all(() -> Instant.parse("2026-11-23T01:00:00Z"), LegalClock.china());

    private String text(String resource) {
        return new String(bundle.resources().get(resource), StandardCharsets.UTF_8);
    }

    private Properties texts(String language) throws IOException {
        Properties texts = new Properties();
        texts.load(new StringReader(text("est_" + language + ".properties")));
        return texts;
    }

    private BpmnModelInstance model() {
        return Bpmn.readModelFromStream(
                new ByteArrayInputStream(bundle.resources().get("est.bpmn")));
    }

    @Test
    void satisfiesEveryRuleForDeployments() {
        assertThat(new ModelCheck(bundle.works().keySet(), checks.keySet()).check(bundle.resources(), key -> false))
                .isEmpty();
    }

    @Test
    void everyWorkIsCalledByTheModel() {
        Set<String> called = Pattern.compile("delegateExpression=\"\\$\\{(\\w+)}\"")
                .matcher(text("est.bpmn"))
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toSet());
        assertThat(called).isEqualTo(bundle.works().keySet());
    }

    @Test
    void bothLanguagesHaveTheSameTexts() throws IOException {
        assertThat(texts("en").keySet()).isEqualTo(texts("zh_CN").keySet());
        assertThat(texts("zh_CN").values()).noneMatch(value -> value.toString().isBlank());
        assertThat(texts("en").values()).noneMatch(value -> value.toString().isBlank());
    }

    @Test
    void everyElementWithANameHasItInBothLanguages() throws IOException {
        Properties chinese = texts("zh_CN");
        for (FlowElement element : model().getModelElementsByType(FlowElement.class)) {
            if (element.getName() != null) {
                assertThat(chinese).containsEntry("element." + element.getId(), element.getName());
            }
        }
    }

    @Test
    void everyRuleIsSaidInBothLanguagesAndSoIsItsGround() throws IOException {
        Properties chinese = texts("zh_CN");
        Properties english = texts("en");
        for (String file : List.of("est-completeness.dmn", "est-invoice-quota.dmn")) {
            Matcher rule = Pattern.compile("<rule id=\"([^\"]+)\">\\s*<description>([^<]+)</description>")
                    .matcher(text(file));
            while (rule.find()) {
                assertThat(chinese).containsEntry("rule." + rule.group(1), rule.group(2));
                assertThat(english.getProperty("rule." + rule.group(1))).doesNotContainPattern("\\p{IsHan}");
            }
        }
        Matcher ground = Pattern.compile("<text>\"(《[^\"]+)\"</text>").matcher(text("est-completeness.dmn"));
        assertThat(ground.results().map(found -> "option.ground." + found.group(1)))
                .isNotEmpty()
                .allSatisfy(key -> assertThat(english.getProperty(key)).doesNotContainPattern("\\p{IsHan}"));
    }

    @Test
    void everyFieldAndOptionHasATextAndTellsWhetherItIsPersonal() throws IOException {
        Properties english = texts("en");
        for (String file : bundle.resources().keySet()) {
            if (file.endsWith(".form")) {
                JsonNode form = JSON.readTree(bundle.resources().get(file));
                assertThat(form.path("id").asText()).isEqualTo(file.replace(".form", ""));
                fields(form, file, english);
            }
        }
    }

    private static void fields(JsonNode node, String file, Properties texts) {
        for (JsonNode component : node.path("components")) {
            String key = component.path("key").asText(component.path("path").asText(""));
            if (!key.isEmpty()) {
                assertThat(texts.keySet()).as(file).contains("field." + key);
                assertThat(component.path("properties").path("privacy").asText())
                        .as("%s %s", file, key)
                        .isIn("personal", "public");
                component
                        .path("values")
                        .forEach(option -> assertThat(texts.keySet())
                                .as(file)
                                .contains("option." + key + "."
                                        + option.path("value").asText()));
            }
            fields(component, file, texts);
        }
    }

    /** What the form offers and what the work and the decision know are the same. */
    @Test
    void formsDecisionsAndReferenceDataSpeakOfTheSameThings() throws IOException {
        Set<String> english = texts("en").stringPropertyNames();
        Set<String> reasons = Pattern.compile("reason\"><text>\"(\\w+)\"")
                .matcher(text("est-completeness.dmn"))
                .results()
                .map(match -> "option.reason." + match.group(1))
                .collect(Collectors.toSet());
        assertThat(reasons).contains("option.reason.REPRESENTATIVE", "option.reason.IDENTITY");
        reasons.removeAll(Set.of("option.reason.REPRESENTATIVE", "option.reason.IDENTITY"));
        for (CheckParticulars.Defect defect : CheckParticulars.Defect.values()) {
            reasons.add("option.reason." + defect);
        }
        reasons.add("option.reason." + RefuseRegistration.NOT_REGISTRABLE);
        assertThat(RefuseRegistration.grounds())
                .allSatisfy(ground -> assertThat(english).contains("option.ground." + ground));
        assertThat(english.stream().filter(key -> key.startsWith("option.reason.")))
                .containsExactlyInAnyOrderElementsOf(reasons);
        ReferenceData data = ReferenceData.demonstration();
        assertThat(english.stream()
                        .filter(key -> key.startsWith("option.scope."))
                        .filter(key -> data.needsLicenceFirst(key.substring("option.scope.".length()))))
                .hasSize(3);
        assertThat(data.isKnownAddress("650102", "示范路88号")).isTrue();
        assertThat(data.isKnownAddress("650102", "示范路88号3栋501室")).isTrue();
        assertThat(data.isKnownAddress("650102", "示范路201号")).isFalse();
        assertThat(data.isKnownAddress("650103", "示范路88号")).isFalse();
        assertThat(data.isKnownAddress("650102", "")).isFalse();
    }

    @Test
    void namesThatAReaderCannotTellApartAreOne() {
        assertThat(CompanyNames.key("乌鲁木齐ＡＢ（云杉） 有限公司")).isEqualTo(CompanyNames.key("乌鲁木齐ab(云杉)有限公司"));
        assertThat(CompanyNames.key("云杉甲有限公司")).isNotEqualTo(CompanyNames.key("云杉乙有限公司"));
    }

    /** Names, numbers and free text of people never become process variables. */
    @Test
    void whatIdentifiesAPersonIsPersonal() throws IOException {
        Map<String, Set<String>> privacies = new TreeMap<>();
        for (String file : bundle.resources().keySet()) {
            if (file.endsWith(".form")) {
                privacies(JSON.readTree(bundle.resources().get(file)), privacies);
            }
        }
        assertThat(privacies.entrySet().stream()
                        .filter(entry -> entry.getValue().contains("personal"))
                        .filter(entry -> !entry.getKey().endsWith("Note"))
                        .map(Map.Entry::getKey))
                .containsExactlyInAnyOrder(
                        "legalRepName",
                        "legalRepId",
                        "agentName",
                        "agentId",
                        "agentPhone",
                        "naturalShareholders",
                        "shareholderName",
                        "shareholderId",
                        "shareholderShare");
        assertThat(privacies.entrySet().stream().filter(entry -> entry.getKey().endsWith("Note")))
                .hasSize(14)
                .allMatch(entry -> entry.getValue().equals(Set.of("personal")));
        assertThat(privacies.values()).as("a field is the same in every form").allMatch(set -> set.size() == 1);
    }

    /** Each can be erased without the others (ADR 0006). */
    @Test
    void everyPersonOfACaseHasAKeyOfTheirOwn() throws IOException {
        Map<String, Set<String>> subjects = new TreeMap<>();
        for (String file : bundle.resources().keySet()) {
            if (file.endsWith(".form")) {
                subjects(JSON.readTree(bundle.resources().get(file)), subjects);
            }
        }
        assertThat(subjects.remove("legalRep")).containsExactlyInAnyOrder("legalRepName", "legalRepId");
        assertThat(subjects.remove("agent")).containsExactlyInAnyOrder("agentName", "agentId", "agentPhone");
        assertThat(subjects.remove("each")).containsExactly("naturalShareholders");
        assertThat(subjects.remove("notes")).hasSize(14).allMatch(field -> field.endsWith("Note"));
        assertThat(subjects).isEmpty();
    }

    /** Of the fields that a form takes in. */
    private static void subjects(JsonNode node, Map<String, Set<String>> into) {
        for (JsonNode component : node.path("components")) {
            JsonNode properties = component.path("properties");
            if (properties.path("privacy").asText().equals("personal")
                    && !component.path("readonly").asBoolean()) {
                into.computeIfAbsent(properties.path("subject").asText("applicant"), k -> new TreeSet<>())
                        .add(component.path("key").asText(component.path("path").asText()));
            } else {
                subjects(component, into);
            }
        }
    }

    private static void privacies(JsonNode node, Map<String, Set<String>> into) {
        for (JsonNode component : node.path("components")) {
            String key = component.path("key").asText(component.path("path").asText(""));
            if (!key.isEmpty()) {
                into.computeIfAbsent(key, k -> new TreeSet<>())
                        .add(component.path("properties").path("privacy").asText());
            }
            privacies(component, into);
        }
    }

    @Test
    void aSmallXIsKeptAsTheStandardWritesIt() {
        FieldCheck check = checks.get("citizen-id");
        assertThat(check.kept(" 51060319951120034x ")).isEqualTo("51060319951120034X");
        assertThat(check.problem(check.kept("51060319951120034x"))).isEmpty();
        assertThat(check.problem(check.kept("51060319951120035x"))).isPresent();
        assertThat(check.kept("x")).isEqualTo("X");
    }

    @Test
    void everyFaultOfAnIdentifierHasAText() throws IOException {
        Set<String> codes = new TreeSet<>();
        for (CitizenId.Fault fault : CitizenId.Fault.values()) {
            codes.add("check.citizen-id." + fault.name().toLowerCase().replace('_', '-'));
        }
        for (UnifiedSocialCreditCode.Fault fault : UnifiedSocialCreditCode.Fault.values()) {
            codes.add("check.credit-code." + fault.name().toLowerCase().replace('_', '-'));
        }
        codes.addAll(List.of("check.company-name.empty", "check.company-name.too-long"));
        assertThat(texts("en").stringPropertyNames().stream().filter(key -> key.startsWith("check.")))
                .containsExactlyInAnyOrderElementsOf(codes);
        assertThat(checks.get("citizen-id").problem("650102199003074517")).contains("check.citizen-id.check-character");
        assertThat(checks.get("citizen-id").problem("650102199003074516")).isEmpty();
        assertThat(checks.get("credit-code").problem("440305198301010015"))
                .contains("check.credit-code.organisation-code");
    }

    /** Eighteen signs, which Unicode writes out as fifteen letters each: more than the register can hold. */
    @Test
    void aNameThatCouldNeverBeGrantedIsRefusedWhenItIsEntered() throws Exception {
        String sly = "\uFDFA".repeat(18);
        assertThat(sly.length()).isLessThan(60);
        assertThat(CompanyNames.key(sly).length()).isGreaterThan(Registers.MAX_KEY);
        for (String form : List.of("est-start.form", "est-supplement.form")) {
            assertThat(problems(form, sly)).as(form).containsExactly("check.company-name.too-long");
            assertThat(problems(form, "（（）·）")).as(form).containsExactly("check.company-name.empty");
            assertThat(problems(form, "乌鲁木齐云杉软件有限公司")).as(form).isEmpty();
        }
    }

    private List<String> problems(String form, String companyName) throws FormSchema.Malformed {
        try {
            new FormInput(checks).check(FormSchema.parse(text(form)), Map.of("companyName", companyName));
            return List.of();
        } catch (InvalidInput refused) {
            return refused.problems().stream()
                    .filter(problem -> problem.field().equals("companyName"))
                    .map(InvalidInput.Problem::code)
                    .toList();
        }
    }

    @Test
    void theCounterOfAnAddressDoesNotNameIt() {
        String counter = IssueLicence.counter("650102", "示范路88号");
        assertThat(counter)
                .matches("est-address/[-_0-9A-Za-z]{43}")
                .isEqualTo(IssueLicence.counter("650102", "示范路88号"));
        assertThat(Set.of(counter, IssueLicence.counter("650103", "示范路88号"), IssueLicence.counter("650102", "示范路89号")))
                .hasSize(3);
    }

    /** Operaton's own model API reads and writes the model without losing an element or attribute; defaults it adds. */
    @Test
    void survivesARoundTripThroughTheModelApi() {
        List<Set<String>> before = tags(text("est.bpmn"));
        List<Set<String>> after = tags(Bpmn.convertToString(model()));
        assertThat(after).hasSameSizeAs(before).hasSizeGreaterThan(500);
        for (Set<String> tag : before) {
            assertThat(after).anyMatch(written -> written.containsAll(tag));
        }
    }

    /** Every node and flow has a place in the diagram. */
    @Test
    void everythingIsDrawn() {
        String xml = text("est.bpmn");
        for (FlowElement element : model().getModelElementsByType(FlowElement.class)) {
            assertThat(xml).contains("bpmnElement=\"" + element.getId() + "\"");
        }
        for (FlowNode node : model().getModelElementsByType(FlowNode.class)) {
            assertThat(xml).contains("<bpmndi:BPMNShape id=\"" + node.getId() + "-shape\"");
        }
    }

    /** Every opening tag as the set of its name and its attributes. */
    private static List<Set<String>> tags(String xml) {
        return Pattern.compile("<[\\w:]+(?:\\s+[\\w:]+=\"[^\"]*\")*")
                .matcher(xml)
                .results()
                .map(MatchResult::group)
                .map(tag -> tag.replaceAll("\\s+xmlns(:\\w+)?=\"[^\"]*\"", ""))
                .map(tag -> Set.of(tag.split("\\s+(?=[\\w:]+=)")))
                .toList();
    }
}
