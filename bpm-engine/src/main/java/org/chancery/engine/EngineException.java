package org.chancery.engine;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A refusal of the engine. Unless it is {@link UnknownOutcome}, nothing was changed. Screens show the text that the
 * message bundle {@code org.chancery.engine.messages} holds under {@link #code()}, filled with {@link #details()}.
 */
public abstract sealed class EngineException extends RuntimeException {

    private final String code;
    private final transient Map<String, Object> details;

    private EngineException(String code, Map<String, Object> details, Throwable cause) {
        this(code, details, code + (details.isEmpty() ? "" : " " + details), cause);
    }

    private EngineException(String code, Map<String, Object> details, String logged, Throwable cause) {
        super(logged, cause);
        this.code = code;
        this.details = Map.copyOf(details);
    }

    public String code() {
        return code;
    }

    public Map<String, Object> details() {
        return details;
    }

    /** No majority of the ledger's voters answers. Nothing was changed; try again later. */
    public static final class NoQuorum extends EngineException {
        public NoQuorum(Throwable cause) {
            super("no-quorum", Map.of(), cause);
        }
    }

    /** The node is replaying, or the decision rested on a state that is no longer current. Try again. */
    public static final class NotCurrent extends EngineException {
        public NotCurrent(Throwable cause) {
            super("not-current", Map.of(), cause);
        }
    }

    /** This node's database does not agree with the ledger, so it records nothing. Nothing was changed; use another. */
    public static final class Diverged extends EngineException {
        public Diverged(Throwable cause) {
            super("diverged", Map.of(), cause);
        }
    }

    /** Whether the act took effect is not known yet; look at the case before repeating it. */
    public static final class UnknownOutcome extends EngineException {
        public UnknownOutcome(UUID recordId, Throwable cause) {
            super("unknown-outcome", Map.of("record", RecordId.text(recordId)), cause);
        }
    }

    /** This person may not do this. {@code code} says which rule refused. */
    public static final class NotPermitted extends EngineException {
        public NotPermitted(String code, Map<String, Object> details) {
            super(code, details, null);
        }
    }

    /** Somebody else was faster; details name {@code by} (a person id) and {@code at} where known. */
    public static final class AlreadyDone extends EngineException {
        public AlreadyDone(String code, Map<String, Object> details) {
            super(code, details, null);
        }
    }

    /** There is no such thing, or this person may not know of it. */
    public static final class NotFound extends EngineException {
        public NotFound(String what, String id) {
            super("not-found", Map.of("what", what, "id", id), null);
        }
    }

    /** What was entered is not acceptable; each problem names its field. */
    public static final class InvalidInput extends EngineException {
        private final transient List<Problem> problems;

        public InvalidInput(List<Problem> problems) {
            super("invalid-input", Map.of("problems", problems), null);
            this.problems = List.copyOf(problems);
        }

        public List<Problem> problems() {
            return problems;
        }

        /**
         * One problem of one field.
         *
         * @param field the field's key; empty for the form as a whole
         * @param code key of the text in the message bundle
         * @param details values for the text
         */
        public record Problem(String field, String code, Map<String, Object> details) {}
    }

    /** A model was refused at deployment; each finding names its element. */
    public static final class ModelRefused extends EngineException {
        private final transient List<Finding> findings;

        public ModelRefused(List<Finding> findings) {
            super("model-refused", Map.of("findings", findings), null);
            this.findings = List.copyOf(findings);
        }

        public List<Finding> findings() {
            return findings;
        }

        /**
         * One reason for a refusal.
         *
         * @param resource file name of the model
         * @param element id of the element; empty if the file as a whole is meant
         * @param code key of the text in the message bundle, e.g. {@code model.script}
         * @param details values for the text
         */
        public record Finding(String resource, String element, String code, Map<String, Object> details) {}
    }

    /**
     * The act failed inside the engine; nothing was changed. What failed is for the log alone: a database quotes its
     * statements and the values in them, so neither {@link #code()} nor {@link #details()} tell of it.
     */
    public static final class Failed extends EngineException {

        /** @param what for the log: what could not be done, with the machine's own words */
        public Failed(String what, Throwable cause) {
            super("failed", Map.of(), "failed: " + what, cause);
        }

        private Failed(Throwable cause, String code) {
            super(code, Map.of(), cause);
        }

        /** A step that runs by itself failed. Which exception it was, and where, is for the log alone. */
        public static Failed ofWork(Throwable cause) {
            return new Failed(cause, "work-failed");
        }

        /** One act would change more than a record of the ledger can hold; trying again cannot succeed. */
        public static Failed tooLarge(Throwable cause) {
            return new Failed(cause, "record-too-large");
        }
    }
}
