package org.chancery.console.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.chancery.engine.Engine;
import org.chancery.engine.Models;
import org.chancery.ledger.FindingWords;
import org.chancery.ledger.Wording;
import org.junit.jupiter.api.Test;

/** What a witness found, as people read it: names for ids, and never a name of a person. */
class TermNamesTest {

    private static final Map<String, Map<String, String>> TEXTS = Map.of(
            "en", Map.of("element.register", "Decide & register", "field.capital", "Registered capital"),
            "zh-CN", Map.of("element.register", "核准登记", "field.capital", "注册资本"));

    private static final String DIAGRAM = """
            <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="est" name="开办企业">
              <userTask id="register" name="图中的名称"/><userTask id="issue" name="发照&#10;"/>
              <sequenceFlow id="f-1" sourceRef="register" targetRef="issue"/>
              <sequenceFlow id="f-2" name="否" sourceRef="register" targetRef="end"/>
            </process></definitions>
            """;

    private static String said(Locale locale, String definition, String code, Map<String, String> details) {
        Wording wording = new FindingWords(locale).of(code, "register", details).orElseThrow();
        return String.join(
                "",
                names(locale, definition).of(wording).stream()
                        .map(TermNames.Piece::shown)
                        .toList());
    }

    private static String said(Locale locale, String code, Map<String, String> details) {
        return said(locale, "est:1", code, details);
    }

    @Test
    void stepsAndOrganisationsAreCalledByTheirNamesInTheReadersLanguage() {
        Map<String, String> details = Map.of("organisation", "tax", "groups", "amr, seal");
        assertThat(said(Locale.SIMPLIFIED_CHINESE, "other-department", details))
                .isEqualTo("“核准登记”由税务局完成，而它属于市场监管局（登记机关）、公安局（印章）。");
        assertThat(said(Locale.ENGLISH, "other-department", details))
                .isEqualTo("‘Decide & register’ was completed for Taxation;"
                        + " it belongs to Market Regulation (registrar), Public Security (seals).");
    }

    @Test
    void aModelWithoutTextsIsReadItself() {
        assertThat(said(Locale.ENGLISH, "wrong-flow", Map.of("taken", "f-1", "expected", "f-2")))
                .isEqualTo("From ‘Decide & register’ the case took the way from ‘Decide & register’ to ‘发照’;"
                        + " the facts lead to ‘否’.");
        assertThat(said(Locale.SIMPLIFIED_CHINESE, "skipped", Map.of("skipped", "issue, unheard-of")))
                .contains("“发照”、unheard-of");
    }

    @Test
    void whatNoModelIsKnownForStaysAsItIs() {
        assertThat(said(Locale.ENGLISH, "", "skipped", Map.of("skipped", "issue")))
                .isEqualTo("register was begun although issue before it had not been done.");
    }

    @Test
    void aPersonIsSomebodyOfAnOrganisationAndTheKeyIsKeptAside() {
        Map<String, String> details =
                Map.of("actor", "a2V5LW9uZQ", "actorOrg", "tax", "holder", "a2V5LXR3bw", "holderOrg", "amr");
        assertThat(said(Locale.SIMPLIFIED_CHINESE, "other-holder", details))
                .isEqualTo("“核准登记”由税务局的一名工作人员完成，而领取人是市场监管局（登记机关）的一名工作人员。");
        Map<String, String> colleagues =
                Map.of("actor", "a2V5LW9uZQ", "actorOrg", "amr", "holder", "a2V5LXR3bw", "holderOrg", "amr");
        assertThat(said(Locale.ENGLISH, "other-holder", colleagues))
                .contains("a clerk of Market Regulation (registrar), although another clerk of Market Regulation");
        assertThat(said(Locale.ENGLISH, "other-holder", Map.of("actor", "k1", "holder", "k2", "actorOrg", "public")))
                .contains("by somebody not named here, although");
        Wording wording = new FindingWords(Locale.ENGLISH)
                .of("other-holder", "register", details)
                .orElseThrow();
        assertThat(names(Locale.ENGLISH, "est:1").of(wording))
                .filteredOn(piece -> piece.raw().isPresent())
                .extracting(piece -> piece.raw().orElseThrow())
                .containsExactly("register", "a2V5LW9uZQ", "a2V5LXR3bw");
    }

    @Test
    void factsAndMomentsAreToldAsOnOtherScreens() {
        assertThat(said(Locale.SIMPLIFIED_CHINESE, "withheld", Map.of("facts", "capital, secret")))
                .contains("“注册资本”、secret");
        assertThat(said(Locale.ENGLISH, "overdue", Map.of("due", "2026-11-24T01:02:03Z")))
                .contains("24 Nov 2026, 09:02:03");
    }

    @Test
    void whoRecordedADeviationIsToldByOfficeAndRole() {
        Map<String, String> details = Map.of(
                "of",
                "7",
                "what",
                "skipped",
                "proposer",
                "audit AUDITOR",
                "confirmer",
                "tax ADMINISTRATOR",
                "ground",
                "x");
        assertThat(said(Locale.SIMPLIFIED_CHINESE, "deviation-recorded", details))
                .isEqualTo("第 7 条记录在“核准登记”处的偏离（跳过步骤）已登记：审计局审计员写明理由，税务局管理员确认。理由：x");
        assertThat(said(Locale.ENGLISH, "deviation-recorded", details))
                .contains(
                        "(step skipped) is recorded: Auditor of Audit Office gave the ground, Administrator of Taxation");
        assertThat(said(
                        Locale.ENGLISH,
                        "deviation-proposed",
                        Map.of("of", "7", "what", "k", "organisation", "audit", "role", "AUDITOR", "ground", "x")))
                .isEqualTo("For the deviation of entry 7 at ‘Decide & register’ (k), Audit Office (Auditor)"
                        + " has given a ground: x");
    }

    /** What turns the direction of writing, or has no width, stands as its code. */
    @Test
    void nothingHidesInASentence() {
        assertThat(said(Locale.ENGLISH, "", "fact-changed", Map.of("fact", "a\u202eb", "used", "\u200b", "told", "1")))
                .contains("a\\u202eb = \\u200b");
    }

    /** Whatever a record, or a model, has written is text on the screen. */
    @Test
    void nothingIsTakenForMarkup() {
        Wording wording = new FindingWords(Locale.ENGLISH)
                .of("fact-changed", "<b>x</b>", Map.of("fact", "<i>", "used", "<script>", "told", "\"'&"))
                .orElseThrow();
        Sentence sentence = new Sentence(wording, names(Locale.ENGLISH, "est:1"));
        assertThat(sentence.getElement().getOuterHTML()).doesNotContain("<b>", "<i>", "<script>");
        assertThat(sentence.getElement().getTextRecursively())
                .isEqualTo("<b>x</b> used <i> = <script>, although it was recorded as \"'&.");
    }

    private static TermNames names(Locale locale, String definition) {
        Texts texts = new Texts(List.of("org.chancery.console.messages"));
        return new TermNames(
                definition,
                new ModelTexts(engine()),
                new OfficeTime(ZoneId.of("Asia/Shanghai")),
                locale,
                (key, parameters) -> texts.getTranslation(key, locale, parameters));
    }

    /** An engine that knows one model and its texts. */
    private static Engine engine() {
        Models models = face(Models.class, (method, given) -> method.equals("texts") ? TEXTS.get(given[1]) : DIAGRAM);
        return face(Engine.class, (method, given) -> models);
    }

    private interface Answer {
        Object to(String method, Object[] given);
    }

    private static <T> T face(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, given) -> answer.to(method.getName(), given)));
    }
}
