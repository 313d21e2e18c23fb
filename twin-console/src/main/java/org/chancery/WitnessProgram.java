package org.chancery;

import java.util.List;
import org.chancery.engine.EngineNode;
import org.chancery.ledger.WitnessProcess;

/** {@code ./chancery witness}: a witness that cosigns, with the engine's second opinion as its judge. */
public final class WitnessProgram {

    private WitnessProgram() {}

    public static void main(String[] arguments) {
        // before anything logs: what happens to a witness it says in sentences of its own
        System.setProperty("logback.configurationFile", "witness-logback.xml");
        System.exit(WitnessProcess.run(List.of(arguments), EngineNode::judge));
    }
}
