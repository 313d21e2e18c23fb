package org.chancery.engine.gate;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.operaton.bpm.dmn.engine.impl.DmnDecisionTableImpl;
import org.operaton.bpm.dmn.engine.impl.DmnDecisionTableInputImpl;
import org.operaton.bpm.dmn.engine.impl.DmnDecisionTableRuleImpl;
import org.operaton.bpm.dmn.engine.impl.DmnExpressionImpl;

/** What of a decision table follows from public facts alone. */
final class PublicTable {

    private final Set<String> inputs = new HashSet<>();
    private final Set<String> rules = new HashSet<>();

    /**
     * @param table empty if the decision is no table: then nothing of it is public
     * @param facts names of the public facts
     */
    PublicTable(Optional<DmnDecisionTableImpl> table, Set<String> facts) {
        table.ifPresent(known -> {
            for (DmnDecisionTableInputImpl input : known.getInputs()) {
                if (facts.containsAll(Facts.names(List.of(text(input.getExpression()))))) {
                    inputs.add(input.getId());
                }
            }
            known.getRules().stream()
                    .filter(rule -> asksPublicInputsOnly(known, rule, facts))
                    .forEach(rule -> rules.add(rule.getId()));
        });
    }

    /** Whether the input of this clause may be told. */
    boolean hasInput(String clause) {
        return inputs.contains(clause);
    }

    /** Whether this row may be told. */
    boolean hasRule(String rule) {
        return rules.contains(rule);
    }

    private boolean asksPublicInputsOnly(DmnDecisionTableImpl table, DmnDecisionTableRuleImpl rule, Set<String> facts) {
        for (int i = 0; i < table.getInputs().size(); i++) {
            String condition = text(rule.getConditions().get(i)).strip();
            boolean asks = !condition.isEmpty() && !condition.equals("-");
            boolean open = inputs.contains(table.getInputs().get(i).getId())
                    && facts.containsAll(Facts.names(List.of(condition)));
            if (asks && !open) {
                return false;
            }
        }
        return true;
    }

    private static String text(DmnExpressionImpl expression) {
        return expression == null || expression.getExpression() == null ? "" : expression.getExpression();
    }
}
