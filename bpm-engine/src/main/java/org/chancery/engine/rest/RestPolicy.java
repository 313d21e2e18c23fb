package org.chancery.engine.rest;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.chancery.engine.Actor;
import org.chancery.engine.Actor.Role;

/**
 * What of Operaton's REST API is offered, to whom, and why the rest is not. What is not offered is refused, so an
 * operation that a newer Operaton adds is closed until somebody opens it here.
 *
 * <table>
 *   <caption>Refused on purpose with status 403</caption>
 *   <tr><th>what</th><th>why</th></tr>
 *   <tr><td>deployments with scripts or class names</td><td>models reach code only as named work</td></tr>
 *   <tr><td>users, groups, tenants, authorizations</td><td>accounts are kept outside the engine</td></tr>
 *   <tr><td>filters</td><td>could carry expressions</td></tr>
 *   <tr><td>telemetry, metrics, schema log</td><td>switched off; the schema is the ledger's</td></tr>
 *   <tr><td>history cleanup and deletion; any deletion</td><td>history is part of the ledger's state</td></tr>
 *   <tr><td>modification, migration, restart, variable writes</td><td>would go round duties</td></tr>
 *   <tr><td>delegation, BPMN errors of user tasks, identity links</td><td>would go round duties</td></tr>
 *   <tr><td>Java objects, files and bytes as variables</td><td>variables are small and typed</td></tr>
 *   <tr><td>running, moving or setting the retries of a timer before it is due</td><td>a deadline is nobody's to
 *       bring forward</td></tr>
 *   <tr><td>claiming for somebody else; members that would be ignored: {@code withVariablesInReturn}, start
 *       instructions, skipping of listeners, a due date beside retries</td><td>a caller must not believe that it was
 *       done</td></tr>
 *   <tr><td>work of a topic that is neither the organisation of the worker's account nor begins with it and {@code -};
 *       messages and signals that are not named so; the same for administrators, who work for nobody</td><td>as with
 *       clerks, one organisation's work is not another's</td></tr>
 *   <tr><td>with work that is fetched: variables that the model does not list in {@code workerInputs}; choosing work by
 *       the values of variables; lists of work</td><td>a worker reads of a case what its part needs</td></tr>
 *   <tr><td>a worker's variables that the model does not list in {@code workerResults}, its error codes that the model
 *       does not declare, variables of messages and signals and {@code variablesInResultEnabled}</td><td>they would go
 *       round the model</td></tr>
 *   <tr><td>a worker's words: {@code errorMessage} and {@code errorDetails} are dropped</td><td>they may quote a
 *       citizen and would outlive every erasure</td></tr>
 *   <tr><td>{@code deployment-activation-time}, and any other part of a deployment that is neither a file nor
 *       documented</td><td>a model is in force from its deployment on</td></tr>
 *   <tr><td>batches, CMMN, named engines</td><td>not part of the product</td></tr>
 * </table>
 */
public final class RestPolicy {

    /** What stands behind its code in the name of an organisation's group of workers: {@code it-worker}. */
    public static final String WORKERS = "-worker";

    /** Who may use an operation. */
    private enum Who {
        /** Anyone with a name; the engine's own duties decide. */
        ANYONE,
        READERS,
        VERSION_READERS,
        WORKERS,
        /** Also those who take work back from a worker that is gone. */
        UNLOCKERS,
        ANALYSTS,
        ADMINISTRATORS
    }

    private record Offer(Set<String> methods, Pattern path, Who who) {}

    private record Refusal(Pattern path, String reason) {}

    private static final String ID = "[^/]+";
    /** What a client asks before its first call. What a worker needs of a case, it gets with the task it locks. */
    private static final String VERSION = "version|engine";

    private static final String READ = "process-definition|process-instance|execution|task|variable-instance|history"
            + "|deployment|decision-definition|decision-requirements-definition|incident|job"
            + "|job-definition|event-subscription|message|external-task";

    private static final List<Offer> OFFERED = List.of(
            offer("GET", "(" + READ + ")(/.*)?", Who.READERS),
            offer("GET", "(" + VERSION + ")(/.*)?", Who.VERSION_READERS),
            offer(
                    "POST",
                    "(process-instance|execution|task|variable-instance|job|job-definition|external-task)(/count)?",
                    Who.READERS),
            offer("POST", "history/[a-z-]+(/count)?", Who.READERS),
            offer("POST", "process-definition/key/" + ID + "/(start|submit-form)", Who.ANYONE),
            offer("POST", "task/" + ID + "/(claim|unclaim|complete|submit-form)", Who.ANYONE),
            offer("POST", "external-task/fetchAndLock", Who.WORKERS),
            offer("POST", "external-task/" + ID + "/(complete|failure|bpmnError|extendLock|lock)", Who.WORKERS),
            offer("POST", "external-task/" + ID + "/unlock", Who.UNLOCKERS),
            offer("POST", "(message|signal)", Who.WORKERS),
            offer("POST", "decision-definition/key/" + ID + "/evaluate", Who.ANALYSTS),
            offer("POST", "deployment/create", Who.ANALYSTS),
            offer("PUT", "(job|external-task)/" + ID + "/retries", Who.ADMINISTRATORS),
            offer("POST", "job/" + ID + "/execute", Who.ADMINISTRATORS));

    /** The first that fits names the reason; all of these win over what is offered. */
    private static final List<Refusal> REFUSED = List.of(
            refusal("engine/.+", "rest.named-engine"),
            refusal("(user|group|tenant|authorization|identity)(/.*)?", "rest.identity"),
            refusal("filter(/.*)?", "rest.filter"),
            refusal("(telemetry|metrics|optimize)(/.*)?", "rest.telemetry"),
            refusal("schema(/.*)?", "rest.schema"),
            refusal("history/cleanup(/.*)?", "rest.history"),
            refusal(
                    "history/(.*/)?(delete|delete-async|set-removal-time|set-annotation|clear-annotation)",
                    "rest.history"),
            refusal("(migration|modification)(/.*)?", "rest.surgery"),
            refusal("process-instance/" + ID + "/(modification|modification-async|suspended)", "rest.surgery"),
            refusal("process-definition/" + ID + "/(restart|restart-async|suspended)", "rest.surgery"),
            refusal("process-definition/(?!key/)" + ID + "/(start|submit-form)", "rest.start-by-key"),
            refusal("batch(/.*)?", "rest.batch"),
            refusal(".*-async(-.*)?", "rest.batch"),
            refusal("case-(definition|instance|execution)(/.*)?", "rest.cmmn"),
            refusal("history/case-.*", "rest.cmmn"));

    /** Reasons for writes that are neither offered nor refused by their path alone. */
    private static final List<Refusal> WRITES = List.of(
            refusal(
                    "(process-instance|execution|task|variable-instance)/(" + ID
                            + "/)?(variables|localVariables)(/.*)?",
                    "rest.variables"),
            refusal("task/.+", "rest.task"),
            refusal("history(/.*)?", "rest.history"));

    private RestPolicy() {}

    /**
     * @param path below {@code /engine-rest}, without a slash in front
     * @return the message code of the reason for refusing it, or empty if it may pass
     */
    static Optional<String> refusal(Actor actor, String method, String path) {
        Optional<String> refused = reason(REFUSED, path);
        if (refused.isPresent()) {
            return refused;
        }
        Optional<Offer> offer = OFFERED.stream()
                .filter(one -> one.methods().contains(method)
                        && one.path().matcher(path).matches())
                .findFirst();
        if (offer.isPresent()) {
            return may(actor, offer.get().who()) ? Optional.empty() : Optional.of("rest.role");
        }
        if ("DELETE".equals(method)) {
            return Optional.of("rest.delete");
        }
        return reason(WRITES, path).or(() -> Optional.of("rest.not-offered"));
    }

    private static boolean may(Actor actor, Who who) {
        boolean administrator = actor.is(Role.ADMINISTRATOR);
        boolean worker = actor.groups().contains(actor.organisation() + WORKERS);
        return switch (who) {
            case ANYONE -> true;
            case READERS -> administrator || actor.is(Role.AUDITOR);
            case VERSION_READERS -> administrator || worker || actor.is(Role.AUDITOR);
            case WORKERS -> worker;
            case UNLOCKERS -> administrator || worker;
            case ANALYSTS -> administrator || actor.is(Role.ANALYST);
            case ADMINISTRATORS -> administrator;
        };
    }

    private static Optional<String> reason(List<Refusal> refusals, String path) {
        return refusals.stream()
                .filter(refusal -> refusal.path().matcher(path).matches())
                .map(Refusal::reason)
                .findFirst();
    }

    private static Offer offer(String method, String path, Who who) {
        return new Offer("GET".equals(method) ? Set.of("GET", "HEAD") : Set.of(method), Pattern.compile(path), who);
    }

    private static Refusal refusal(String path, String reason) {
        return new Refusal(Pattern.compile(path), reason);
    }
}
