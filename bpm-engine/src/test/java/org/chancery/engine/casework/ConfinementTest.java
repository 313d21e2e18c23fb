package org.chancery.engine.casework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.operaton.bpm.engine.ProcessEngineException;
import org.operaton.bpm.engine.variable.Variables;

/** What runs inside the engine is confined at run time too, whatever a model says. */
class ConfinementTest {

    private static Workbench bench;

    @BeforeAll
    static void open() {
        bench = Licence.open();
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    @Test
    void variablesThatAreNotSmallAndTypedAreRefusedWhicheverWayTheyCome() {
        String number = bench.file("variables");
        var runtime = bench.engine.getRuntimeService();
        String instance = runtime.createProcessInstanceQuery()
                .processInstanceBusinessKey(number)
                .singleResult()
                .getId();
        for (Object value : List.of(
                new ArrayList<>(List.of("x")),
                new byte[3],
                "x".repeat(4_001),
                Variables.serializedObjectValue("rO0ABQ==")
                        .serializationDataFormat("application/x-java-serialized-object")
                        .objectTypeName("java.util.ArrayList")
                        .create())) {
            assertThatThrownBy(() -> runtime.setVariable(instance, "sly", value))
                    .isInstanceOf(ProcessEngineException.class);
        }
        runtime.setVariable(instance, "small", "x".repeat(4_000));
    }

    @Test
    void expressionsAndScriptsAreConfinedAtRunTimeToo() {
        var expressions = bench.configuration.getExpressionManager();
        assertThatThrownBy(() -> expressions.createExpression("${''.getClass()}"))
                .hasMessageContaining("refused");
        var scripts = bench.configuration.getScriptEngineResolver();
        for (String language :
                List.of("groovy", "javascript", "ecmascript", "python", "FEEL-unary-tests", "feel-scala")) {
            assertThatThrownBy(() -> scripts.getScriptEngine(language, true)).hasMessageContaining("FEEL is the only");
        }
        assertThat(scripts.getScriptEngine("feel", true)).isNotNull();
        var factory = bench.configuration.getScriptFactory();
        var computed = expressions.createExpression("${source}");
        assertThatThrownBy(() -> factory.createScriptFromResource("feel", "deployment://a.feel"))
                .hasMessageContaining("outside the model");
        assertThatThrownBy(() -> factory.createScriptFromResource("feel", computed))
                .hasMessageContaining("outside the model");
        assertThatThrownBy(() -> factory.createScriptFromSource("feel", computed))
                .hasMessageContaining("outside the model");
        assertThat(factory.createScriptFromSource("feel", "1 + 1")).isNotNull();
    }
}
