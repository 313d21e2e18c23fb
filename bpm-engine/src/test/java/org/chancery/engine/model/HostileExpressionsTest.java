package org.chancery.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.chancery.engine.model.OneLineModels.condition;
import static org.chancery.engine.model.OneLineModels.decision;
import static org.chancery.engine.model.OneLineModels.findings;
import static org.chancery.engine.model.OneLineModels.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.camunda.feel.FeelEngineClock;
import org.camunda.feel.api.FeelEngineBuilder;
import org.camunda.feel.impl.interpreter.BuiltinFunctions;
import org.camunda.feel.valuemapper.ValueMapper;
import org.chancery.engine.EngineException.ModelRefused.Finding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Expressions, conditions and decisions that reach for Java, for the engine or for the clock are refused, and the element is named. */
class HostileExpressionsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${''.getClass().forName('java.lang.Runtime')}",
                "${''.class.forName('java.lang.Runtime').getMethod('getRuntime').invoke(null)}",
                "#{''.getClass()}",
                "${execution}",
                "${execution.processEngineServices.runtimeService}",
                "${execution.getProcessEngineServices()}",
                "${task.name}",
                "${authenticatedUserId}",
                "${caseExecution}",
                "${externalTask.id}",
                "${name.toString()}",
                "${name.class}",
                "${name['class']}",
                "${list[0]}",
                "${issueCode.run(execution)}",
                "${dateTime().plusDays(1)}",
                "${now()}",
                "${currentUser()}",
                "${fn:length(name)}",
                "${true ? ''.getClass() : 1}",
                "${1 + (''.bytes[0])}",
                "hello ${name} and ${''.getClass()}",
                "${empty name.class}",
                "${not (name.x eq 1)}",
                "${name(1)}",
                "${",
                "${name.'class'}",
            })
    void anExpressionBeyondVariablesAndOperatorsIsRefused(String expression) {
        assertThat(Expressions.refused(expression)).as(expression).isPresent();
        assertThat(findings(condition("", expression)))
                .as(expression)
                .extracting(Finding::code, Finding::element)
                .contains(tuple("model.expression", "toEnd"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain text",
                "${approved}",
                "${approved == true && amount > 500 || not late}",
                "${empty reason ? 'none' : reason}",
                "Case ${caseNumber}: ${-amount % 7}",
                "${(approved)}",
            })
    void variablesLiteralsAndOperatorsAreAllowed(String expression) {
        assertThat(findings(condition("", expression))).as(expression).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "now() > filed",
                "filed < today ( )",
                "date(NOW()) = filed",
                "random number() > 0.5",
                "function(x) external { java: { class: \"java.lang.Runtime\", method signature: \"exec(java.lang.String)\" } }",
                "execution.processEngineServices = null",
                "task.id = \"1\"",
                "if approved then today() else filed",
                "${source}",
                "#{source}",
                "now/**/() > filed",
                "now /* a */ /* b */ ( ) > filed",
                "now //x\n () > filed",
                "today\t() > filed",
                "random/**/number() > 0.5",
                "`now`() > filed",
                "`today` () > filed",
                "`random number`() > 0.5",
                "`a\"b` = now() or c = \"d\"",
                "filed in [filed..today()]",
                "if approved thentoday() else filed",
                "approved andnow() > filed",
                "now\u00a0() > filed",
                "now\u2028() > filed",
                "uuid() = filed",
                "if approved thenuuid () else filed",
            })
    void feelThatWouldNotReplayOrLeavesItIsRefused(String feel) {
        assertThat(findings(condition("language=\"feel\"", feel)))
                .as(feel)
                .extracting(Finding::code, Finding::element)
                .containsExactly(tuple("model.feel", "toEnd"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "approved",
                "outcome = \"now()\"",
                "amount > 5 // today() is not used",
                "snow = 2",
                "`now` > 1",
                "`a//b` = 1",
                "a.external = \"`now`()\""
            })
    void otherFeelIsAllowed(String feel) {
        assertThat(findings(condition("language=\"feel\"", feel))).as(feel).isEmpty();
    }

    @Test
    void aConditionInAScriptLanguageOrFromAFileIsRefused() {
        assertThat(findings(condition("language=\"groovy\"", "true")))
                .extracting(Finding::code)
                .contains("model.language");
        assertThat(findings(condition("language=\"feel\" camunda:resource=\"deployment://x\"", "true")))
                .extracting(Finding::code)
                .contains("model.script");
    }

    @Test
    void decisionsAreInFeelOnly() {
        String table = """
                <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="n">
                  <decision id="quota" name="quota"><decisionTable id="t">
                    <input id="i"><inputExpression id="ie" %s><text>%s</text></inputExpression></input>
                    <output id="o" name="o"/>
                    <rule id="r"><inputEntry id="e"><text>%s</text></inputEntry><outputEntry id="oe"><text>1</text></outputEntry></rule>
                  </decisionTable></decision>
                </definitions>""";
        assertThat(decision(table.formatted("", "amount", "> 5"))).isEmpty();
        assertThat(decision(table.formatted("expressionLanguage='feel'", "amount", "> 5")))
                .isEmpty();
        assertThat(decision(table.formatted("expressionLanguage='groovy'", "amount", "> 5")))
                .extracting(Finding::code, Finding::element)
                .containsExactly(tuple("model.language", "ie"));
        assertThat(decision(table.formatted("expressionLanguage='juel'", "amount", "> 5")))
                .hasSize(1);
        assertThat(decision(table.formatted("", "amount", "&lt; today()")))
                .extracting(Finding::code, Finding::element)
                .containsExactly(tuple("model.feel", "e"));
    }

    /** What nests without brackets, as long as it may be: the parser recurses, on the stack that jobs run on. */
    @ParameterizedTest
    @ValueSource(
            strings = {"-", "if true then ", "for x in [1] return ", "some x in [true] satisfies ", "1 + ", "1 ** "})
    void theLongestTextThatIsReadDoesNotEndTheStack(String part) throws Exception {
        String text = part.repeat((Expressions.MAX_LENGTH - 1) / part.length()) + "1";
        assertThat(Feel.isTooLong(text)).isFalse();
        AtomicReference<Throwable> ended = new AtomicReference<>();
        Thread job = new Thread(() -> FeelEngineBuilder.forJava().build().evaluateExpression(text, Map.of()));
        job.setUncaughtExceptionHandler((thread, e) -> ended.set(e));
        job.start();
        job.join();
        assertThat(ended).hasNullValue();
    }

    @Test
    void lengthAndDepthEndInAFindingAndNeverTheStack() {
        assertThat(findings(condition("language=\"feel\"", "name = \"" + "x".repeat(200_000) + "\" or now() = filed")))
                .extracting(Finding::code)
                .containsExactly("model.expression-long", "model.feel");
        assertThat(findings(condition("language=\"feel\"", "(".repeat(31) + "1" + ")".repeat(31) + " = 1")))
                .extracting(Finding::code, Finding::element)
                .containsExactly(tuple("model.expression-long", "toEnd"));
        assertThat(findings(condition("language=\"feel\"", "(".repeat(30) + "1" + ")".repeat(30) + " = 1")))
                .isEmpty();
        assertThat(findings(condition("", "${" + "(".repeat(50_000) + "1" + ")".repeat(50_000) + "}")))
                .extracting(Finding::code, Finding::element)
                .containsExactly(tuple("model.expression-long", "toEnd"));
        assertThat(findings(condition("", "${1" + "+1".repeat(100_000) + "}")))
                .extracting(Finding::code)
                .containsExactly("model.expression-long");
        int deep = 20_000;
        assertThat(findings(process("<subProcess>".repeat(deep) + "</subProcess>".repeat(deep))))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.code()).isEqualTo("model.too-deep");
                    assertThat(finding.details()).containsEntry("max", ModelFile.MAX_DEPTH);
                });
        assertThat(findings(process("<subProcess>".repeat(80) + "</subProcess>".repeat(80))))
                .isEmpty();
    }

    /** Which functions there are decides which {@link Feel} must refuse: a new one is looked at before it is let in. */
    @Test
    void theFunctionsOfFeelAreThoseThatWereLookedAt() throws IOException {
        BuiltinFunctions builtin =
                new BuiltinFunctions(FeelEngineClock.SystemClock$.MODULE$, ValueMapper.defaultValueMapper());
        Set<String> names = new TreeSet<>();
        builtin.functionNames().foreach(names::add);
        List<String> known;
        try (InputStream list = HostileExpressionsTest.class.getResourceAsStream("feel-functions.txt")) {
            known = new String(list.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
        assertThat(names).containsExactlyElementsOf(known);
        assertThat(names)
                .filteredOn(name -> Feel.refused(name + "(1)").isPresent())
                .containsExactly("now", "random number", "today", "uuid");
    }
}
