package org.chancery.rules;

import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.operaton.bpm.dmn.engine.DmnDecision;
import org.operaton.bpm.dmn.engine.DmnDecisionTableResult;
import org.operaton.bpm.dmn.engine.DmnEngine;
import org.operaton.bpm.dmn.engine.DmnEngineConfiguration;
import org.operaton.bpm.dmn.engine.delegate.DmnDecisionTableEvaluationListener;
import org.operaton.bpm.dmn.engine.delegate.DmnEvaluatedDecisionRule;
import org.operaton.bpm.dmn.engine.impl.DefaultDmnEngineConfiguration;

/** A decision table under test, with the rows that hit. */
final class Decisions {

    private final DmnEngine engine;
    private final DmnDecision decision;
    private List<String> hits = List.of();

    Decisions(String file, String key) {
        DefaultDmnEngineConfiguration configuration =
                (DefaultDmnEngineConfiguration) DmnEngineConfiguration.createDefaultDmnEngineConfiguration();
        DmnDecisionTableEvaluationListener listener = event -> {
            if (event.getDecision().getKey().equals(key)) {
                hits = event.getMatchingRules().stream()
                        .map(DmnEvaluatedDecisionRule::getId)
                        .toList();
            }
        };
        configuration.getCustomPostDecisionTableEvaluationListeners().add(listener);
        engine = configuration.buildEngine();
        InputStream in = Decisions.class.getResourceAsStream("/decisions/" + file);
        decision = engine.parseDecision(key, in);
    }

    List<Map<String, Object>> decide(Map<String, Object> facts) {
        DmnDecisionTableResult result = engine.evaluateDecisionTable(decision, facts);
        return result.getResultList();
    }

    /** Ids of the rows that hit in the last {@link #decide}. */
    List<String> hits() {
        return hits;
    }
}
