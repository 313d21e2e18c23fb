package org.chancery.console.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.chancery.console.shell.ModelTexts;
import org.chancery.console.shell.OfficeTime;
import org.chancery.console.shell.Texts;
import org.chancery.engine.Cases;
import org.chancery.engine.Engine;
import org.chancery.engine.Models;
import org.junit.jupiter.api.Test;

class StepWordsTest {

    @Test
    void whatARuleDecidedIsSaidInItsWords() {
        Cases.Step step = step(
                "decision",
                Map.of(
                        "decision",
                        Map.of("key", "est-completeness", "model", "sha", "rules", List.of("name-taken-first"))));
        assertThat(words(Locale.SIMPLIFIED_CHINESE).plain(step))
                .contains("名称与已登记企业相同：一次性告知补正")
                .doesNotContain("name-taken-first", "{", "=");
        assertThat(words(Locale.SIMPLIFIED_CHINESE).technical(step))
                .contains("decision.rules = name-taken-first", "decision.model = sha");
    }

    /** Not told is not the same as none: a department is not shown a row from which a withheld fact follows. */
    @Test
    void aRuleThatIsWithheldIsNotSaidToBeNone() {
        Cases.Step withheld = step("decision", Map.of("decision", Map.of("key", "est-completeness", "model", "sha")));
        Cases.Step none = step(
                "decision", Map.of("decision", Map.of("key", "est-completeness", "model", "sha", "rules", List.of())));
        assertThat(words(Locale.ENGLISH).plain(withheld))
                .contains("not shown to you")
                .doesNotContain("no rule");
        assertThat(words(Locale.SIMPLIFIED_CHINESE).plain(none)).contains("没有适用的规则");
    }

    @Test
    void aStatusIsTranslated() {
        Cases.Step step = step("status", Map.of("facts", Map.of("status", "GRANTED_IN_PART")));
        assertThat(words(Locale.ENGLISH).plain(step)).isEqualTo("Status: Granted in part");
        assertThat(words(Locale.SIMPLIFIED_CHINESE).plain(step)).isEqualTo("状态：部分准予");
    }

    @Test
    void deadlinesAreDays() {
        Cases.Step step = step(
                "deadlines",
                Map.of("facts", Map.of("promised", "2026-11-24T09:00:00Z", "statutory", "2026-11-26T09:00:00Z")));
        assertThat(words(Locale.ENGLISH).plain(step)).contains("24", "26").doesNotContain("T09", "=", "{");
    }

    private static Cases.Step step(String transition, Map<String, Object> facts) {
        return new Cases.Step(7, Instant.EPOCH, transition, "completeness", "材料是否齐全", "", "", facts);
    }

    private static StepWords words(Locale locale) {
        Texts texts = new Texts(List.of("org.chancery.console.messages"));
        return new StepWords(
                "est:1",
                new ModelTexts(engine()),
                new OfficeTime(ZoneId.of("Asia/Shanghai")),
                locale,
                (key, parameters) -> texts.getTranslation(key, locale, parameters));
    }

    /** An engine that knows one decision model and no texts. */
    private static Engine engine() {
        Models models = face(Models.class, Map.of("texts", Map.of(), "byHash", Optional.of(decision())));
        return face(Engine.class, Map.of("models", models));
    }

    private static <T> T face(Class<T> type, Map<String, Object> answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, given) -> answers.get(method.getName())));
    }

    private static byte[] decision() {
        try {
            return resource("/decisions/est-completeness.dmn");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static byte[] resource(String path) throws IOException {
        try (InputStream in = StepWordsTest.class.getResourceAsStream(path)) {
            return in.readAllBytes();
        }
    }
}
