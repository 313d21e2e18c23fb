package org.chancery.engine.conformance;

/**
 * A condition, or another text that is computed, as the model has it.
 *
 * @param language as the model names it; empty for the default, which is FEEL in DMN and JUEL in BPMN
 */
record Expression(String text, String language) {

    /** FEEL by name, or by the address that DMN gives it. */
    boolean isFeel() {
        return language.equalsIgnoreCase("feel") || language.contains("/FEEL/") || language.endsWith("feel");
    }
}
