package org.chancery.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.chancery.engine.EngineException.ModelRefused.Finding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A file that some page could not read is refused when it is deployed, not when the page is opened. */
class BrokenFilesTest {

    private final ModelCheck check = new ModelCheck(Set.of(), Set.of());

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        1 | title=\\\\u12
        3 | title=x\\n# a comment with \\\\u12 is none\\nsummary=\\\\uXYZW\\nother=\\\\u
        4 | title=x\\\\\\n  goes on\\r\\nsummary=y\\rkey\\\\u00=z
        2 | a=1\\nb=\\\\u
        """)
    void textsWithABadEscapeAreRefusedWithTheirLine(int line, String escaped) {
        String file = escaped.translateEscapes();
        assertThat(findings("p_en.properties", file)).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("model.texts");
            assertThat(finding.resource()).isEqualTo("p_en.properties");
            assertThat(finding.details()).isEqualTo(Map.of("line", line));
        });
    }

    @Test
    void textsAreAllowedWhateverTheySay() {
        assertThat(findings("p_en.properties", "title=\\u4e2d\\\\u1 {0} 'x' \ud83d\ude00\\ud83d\\ude00\n=\n#\\u\n\\"))
                .isEmpty();
        assertThat(findings("p_en.properties", "")).isEmpty();
    }

    @Test
    void halfACharacterIsRefusedSinceNoPageCanCarryIt() {
        assertThat(findings("p_en.properties", "title=x\nsummary=\\ud83d!"))
                .extracting(Finding::code, Finding::element)
                .containsExactly(tuple("model.text-characters", "summary"));
        assertThat(findings("f.form", "{\"id\":\"f\",\"components\":[{\"type\":\"text\",\"text\":\"\\ude00\"}]}"))
                .extracting(Finding::code)
                .containsExactly("form.malformed");
    }

    /** An XML parser heeds what a file says of its encoding; the diagram, the case's page and its proof do not. */
    @ParameterizedTest
    @CsvSource({
        "p.bpmn, UTF-16, <?xml version='1.0' encoding='UTF-16'?><definitions/>",
        "p.bpmn, GBK, <?xml version='1.0' encoding='GBK'?><definitions name='\u6267\u7167'/>",
        "p.dmn, GBK, <?xml version='1.0' encoding='GBK'?><definitions name='\u6267\u7167'/>",
        "p_zh_CN.properties, GBK, title=\u8425\u4e1a\u6267\u7167",
        "f.form, ISO-8859-1, {'id':'f\u00fc'}",
    })
    void whatIsNotUtf8IsRefused(String name, String charset, String content) {
        assertThat(check.check(Map.of(name, content.getBytes(Charset.forName(charset))), key -> false))
                .extracting(Finding::resource, Finding::code)
                .containsExactly(tuple(name, "model.encoding"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "\"f\"",
                "null",
                "{\"id\":\"f\"} x",
                "{\"id\":\"f\"}{}",
                "{\"components\":[]}",
                "{\"id\":\"f\",\"components\":{}}",
                "{\"id\":\"f\",\"components\":\"none\"}",
                "{\"id\":\"f\",\"components\":[7]}",
                "{\"id\":\"f\",\"components\":[{\"type\":\"group\",\"components\":{}}]}",
                "{\"id\":\"f\",\"components\":[{\"type\":\"dynamiclist\",\"path\":\"l\",\"components\":5}]}",
                "{\"id\":\"f\",\"components\":[{\"type\":\"number\",\"key\":\"n\",\"decimalDigits\":-1}]}",
                "{\"id\":\"f\",\"components\":[{\"type\":\"number\",\"key\":\"n\",\"properties\":{\"check\":\"x\"}}]}",
                "{\"id\":\"f\",\"components\":[{\"type\":\"textfield\",\"key\":\"n\",\"validate\":{\"pattern\":\"(\"}}]}",
            })
    void aFormThatCannotBeReadIsRefused(String form) {
        List<Finding> findings = findings("f.form", form);
        assertThat(findings)
                .as(form)
                .extracting(Finding::resource, Finding::code)
                .containsExactly(tuple("f.form", "form.malformed"));
        assertThat(findings.getFirst().details().get("reason").toString()).isNotBlank();
    }

    @Test
    void aFormThatIsNestedDeeperThanScreensReadIsRefused() {
        String group = "{\"type\":\"group\",\"components\":[";
        assertThat(findings("f.form", "{\"id\":\"f\",\"components\":[" + group.repeat(40) + "]}".repeat(40) + "]}"))
                .isEmpty();
        assertThat(findings("f.form", "{\"id\":\"f\",\"components\":[" + group.repeat(300) + "]}".repeat(300) + "]}"))
                .extracting(Finding::code)
                .containsExactly("form.malformed");
    }

    private List<Finding> findings(String name, String content) {
        return check.check(Map.of(name, content.getBytes(StandardCharsets.UTF_8)), key -> false);
    }
}
