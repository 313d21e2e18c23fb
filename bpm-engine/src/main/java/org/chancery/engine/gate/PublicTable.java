package org.chancery.engine.gate;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.operaton.bpm.dmn.engine.impl.DmnDecisionTableImpl;
import org.operaton.bpm.dmn.engine.impl.DmnDecisionTableInputImpl;
import org.operaton.bpm.dmn.engine.impl.DmnDecisionTableRuleImpl;
import org.operaton.bpm.dmn.engine.impl.DmnExpressionImpl;

/** What of a decision table follows from public facts alone. */
final class PublicTable {

    private final boolean table;
    private final boolean tellsRules;
    private final Set<String> inputs = new HashSet<>();
    private final Set<String> outputs = new TreeSet<>();

    /**
     * @param table empty if the decision is no table: then nothing of it is public
     * @param facts names of the public facts
     */
    PublicTable(Optional<DmnDecisionTableImpl> table, Set<String> facts) {
        this.table = table.isPresent();
        table.ifPresent(known -> {
            for (DmnDecisionTableInputImpl input : known.getInputs()) {
                if (Names.arePublic(text(input.getExpression()), facts)) {
                    inputs.add(input.getId());
                }
            }
            known.getOutputs().forEach(output -> {
                if (output.getOutputName() != null) {
                    outputs.add(output.getOutputName());
                }
            });
        });
        tellsRules = table.filter(
                        known -> known.getRules().stream().allMatch(rule -> asksPublicInputsOnly(known, rule, facts)))
                .isPresent();
    }

    /** Whether the decision is a table at all. */
    boolean isTable() {
        return table;
    }

    /** Whether the input of this clause may be told. */
    boolean hasInput(String clause) {
        return inputs.contains(clause);
    }

    /**
     * Whether the rows hit may be told: no row of the table asks for a withheld fact. One that does would be told by the
     * hit of another row, or by none.
     */
    boolean tellsRules() {
        return tellsRules;
    }

    /** Names of the outputs that a hit has. */
    Set<String> outputs() {
        return outputs;
    }

    private boolean asksPublicInputsOnly(DmnDecisionTableImpl known, DmnDecisionTableRuleImpl rule, Set<String> facts) {
        for (int i = 0; i < known.getInputs().size(); i++) {
            String condition = text(rule.getConditions().get(i)).strip();
            boolean asks = !condition.isEmpty() && !condition.equals("-");
            boolean open = inputs.contains(known.getInputs().get(i).getId()) && Names.arePublic(condition, facts);
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
