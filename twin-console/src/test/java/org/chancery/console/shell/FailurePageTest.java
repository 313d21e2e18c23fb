package org.chancery.console.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.chancery.engine.EngineException;
import org.junit.jupiter.api.Test;

class FailurePageTest {

    @Test
    void theStatusSaysWhetherComingBackHelps() {
        assertThat(FailurePage.status(new EngineException.NotPermitted("task.own-case", Map.of())))
                .isEqualTo(403);
        assertThat(FailurePage.status(new EngineException.NotFound("case", "1")))
                .isEqualTo(404);
        assertThat(FailurePage.status(new EngineException.Failed("x", null))).isEqualTo(500);
        assertThat(FailurePage.status(new EngineException.NoQuorum(null))).isEqualTo(503);
    }
}
