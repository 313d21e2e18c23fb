/**
 * The second opinion: replays every case of a log on the model it was deployed with, from public records alone, and
 * evaluates its decisions again. Shares nothing with the engine but the BPMN and DMN model API and the FEEL library;
 * the rules of BPMN 2.0 (formal/2011-01-03, chapter 13) and DMN 1.3 (chapter 8) are written here once more, from the
 * standard. {@link org.chancery.engine.conformance.Conformance} is the way in.
 */
package org.chancery.engine.conformance;
