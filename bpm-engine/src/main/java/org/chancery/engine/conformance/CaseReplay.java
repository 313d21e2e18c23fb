package org.chancery.engine.conformance;

import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.chancery.engine.conformance.Node.Kind;

/** Replays one case, transition by transition, on its model: what is begun and ended; {@link Stops}, {@link Departures}. */
final class CaseReplay {

    /** Told of a case without moving it in its model. */
    private static final Set<String> MOVE_NOTHING =
            Set.of("entered", "status", "incident", "incident-resolved", "job-failed", "retries");

    private final Library library;
    private final Feel feel;
    private final Deployed deployed;
    private final Findings findings;
    private final CaseState state = new CaseState();
    private final Clocks clocks;
    private final Duties duties;
    private final Erasing erasing;
    private RecordNotes notes = new RecordNotes();
    private Optional<Step> last = Optional.empty();
    /**
     * The entry from which on nothing can be judged: a model could not be had, a record not be read, or the judge itself
     * failed.
     */
    private long seenUntil = Long.MAX_VALUE;

    CaseReplay(String caseName, Library library, Feel feel, Deployed deployed) {
        this.library = library;
        this.feel = feel;
        this.deployed = deployed;
        findings = new Findings(caseName);
        clocks = new Clocks(feel, findings);
        duties = new Duties(state, findings);
        erasing = new Erasing(state, findings);
    }

    CaseState state() {
        return state;
    }

    Findings findings() {
        return findings;
    }

    Clocks clocks() {
        return clocks;
    }

    /** Nothing after this can be judged: neither what is lawful nor what is not, nor what is left out. */
    boolean isBlind() {
        return seenUntil < Long.MAX_VALUE;
    }

    /** The case's record does not show what happened: nothing after it can be judged. */
    void unseen(long leaf, String code) {
        findings.add(Finding.Kind.NOT_JUDGED, leaf, -1, "", code, Map.of());
        blindFrom(leaf);
    }

    private void blindFrom(long leaf) {
        seenUntil = Math.min(seenUntil, leaf);
    }

    /**
     * Judges the next transition. If that fails inside the judge, where the case stands is not known any more, and
     * nothing of it from there on is judged; what was found before stays.
     */
    void apply(Step step) {
        try {
            if (Recordings.areTold(step)) {
                last = Optional.of(step);
                new Recordings(state, findings, seenUntil).judge(step);
            } else if (erasing.takes(step, isBlind())) {
                last = Optional.of(step);
            } else if (isBlind()) {
                toldToEnd(step);
            } else {
                last = Optional.of(step);
                judge(step);
            }
        } catch (RuntimeException | StackOverflowError e) {
            failed(step, e);
        }
    }

    /** What is nested too deeply lies in what was read; other errors are of the machine, and stop the judge. */
    private void failed(Step step, Throwable failure) {
        findings.add(
                Finding.Kind.NOT_JUDGED,
                step.leaf(),
                step.number(),
                step.element(),
                "judge-failed",
                JudgeFailure.details(failure));
        blindFrom(step.leaf());
        toldToEnd(step);
    }

    /** That a case which cannot be judged any more has ended, its record says; no certificate is due before. */
    private void toldToEnd(Step step) {
        boolean end = step.type().equals("completed") || step.type().equals("cancelled");
        boolean whole = step.visit().isEmpty() && step.scope().isEmpty();
        boolean process =
                step.model().filter(model -> model.key().equals(step.element())).isPresent();
        if (end && whole && process && !state.ended) {
            state.end(step);
        }
    }

    private void judge(Step step) {
        clocks.passes(step);
        switch (step.type()) {
            case "started" -> begin(step).ifPresent(state::open);
            case "passed" ->
                begin(step).ifPresent(visit -> {
                    state.open(visit);
                    end(step, visit);
                });
            case "completed" -> completed(step);
            case "cancelled" -> new Stops(state, notes, clocks, findings).stopped(step, this::begin);
            case "taken" -> new Departures(state, notes, feel, findings).taken(step);
            case "claimed", "assigned", "released" ->
                state.visit(step.visit())
                        .filter(visit -> visit.node.is(Kind.USER))
                        .ifPresent(visit -> duties.held(step, visit));
            case "variable" -> variables(step);
            case "decision" ->
                scopeOf(step)
                        .ifPresent(scope -> new Rulings(library, deployed, feel, notes, findings).decided(step, scope));
            case "deadlines" -> state.clockTold = true;
            default -> {
                if (!MOVE_NOTHING.contains(step.type())) {
                    findings.unjudged(step, step.element(), "element-kind", Set.of(step.type()));
                }
            }
        }
    }

    /** An engine transaction happens as a whole: what it began to do must be done at its end. */
    void endOfRecord() {
        if (!isBlind()) {
            try {
                new RecordEnd(state, notes, feel, findings, last).check();
            } catch (RuntimeException | StackOverflowError e) {
                failed(last.orElseThrow(), e);
            }
        }
        notes = new RecordNotes();
        last = Optional.empty();
    }

    private Optional<Visit> begin(Step step) {
        if (state.ended) {
            findings.deviation(step, step.element(), "after-end", Map.of());
            return Optional.empty();
        }
        if (state.root().isEmpty()) {
            return beginCase(step);
        }
        Optional<Visit> caller = state.visit(step.scope()).filter(visit -> visit.node.is(Kind.CALL) && !visit.frame);
        if (caller.isPresent()) {
            beginCalled(step, caller.get());
            return Optional.empty();
        }
        Optional<Scope> scope = state.scope(step.scope()).or(() -> state.revive(step.scope(), step.element()));
        if (scope.isEmpty()) {
            findings.deviation(step, step.element(), "scope-closed", Map.of());
            return Optional.empty();
        }
        return begin(step, scope.get());
    }

    private Optional<Visit> beginCase(Step step) {
        if (step.model().isEmpty()) {
            findings.deviation(step, step.element(), "model-unknown", Map.of());
            blindFrom(step.leaf());
            return Optional.empty();
        }
        ModelRef ref = step.model().get();
        Optional<ProcessModel> model = library.process(ref);
        if (model.isEmpty()) {
            findings.unjudged(step, ref.key(), "model-missing", Set.of(ref.hash()));
            blindFrom(step.leaf());
            return Optional.empty();
        }
        state.applicant = step.actor().map(Step.Who::key).orElse("");
        Scope scope = state.start(model.get(), ref, "", Optional.empty(), step.begun());
        if (step.element().equals(ref.key())) {
            return Optional.empty();
        }
        findings.deviation(step, step.element(), "case-not-begun", Map.of("process", ref.key()));
        return begin(step, scope);
    }

    private void requireBound(Step step, Visit caller, ModelRef called) {
        Node.Binding binding = caller.node.binding();
        Optional<Boolean> bound = deployed.calls(binding, caller.scope.ref, called, step);
        if (bound.isEmpty()) {
            findings.unjudged(step, caller.node.id(), "binding", Set.of(binding.toString()));
        } else if (!bound.get()) {
            findings.deviation(
                    step,
                    caller.node.id(),
                    "other-process",
                    Map.of("told", called.key() + " " + called.version(), "expected", caller.node.called()));
        }
    }

    private void beginCalled(Step step, Visit caller) {
        String expected = caller.node.called();
        boolean dynamic = expected.contains("{");
        if (!dynamic && !expected.equals(step.element()) || caller.inside.isPresent() || caller.answered) {
            findings.deviation(
                    step, caller.node.id(), "other-process", Map.of("told", step.element(), "expected", expected));
        }
        if (dynamic) {
            findings.unjudged(step, caller.node.id(), "called", Set.of());
        }
        step.model().ifPresent(called -> requireBound(step, caller, called));
        Optional<ProcessModel> model = step.model().flatMap(library::process);
        if (model.isEmpty()) {
            findings.unjudged(step, caller.node.id(), "model-missing", Set.of());
            blindFrom(step.leaf());
            return;
        }
        state.start(model.get(), step.model().get(), step.visit(), Optional.of(caller), step.begun());
    }

    private Optional<Visit> begin(Step step, Scope scope) {
        boolean frame = step.isFrame();
        String id = step.node();
        Optional<Node> node = scope.model.node(id).filter(found -> belongs(found, scope, frame));
        if (node.isEmpty()) {
            findings.deviation(step, step.element(), "element-unknown", Map.of());
            return Optional.empty();
        }
        underItsModel(step, scope);
        if (node.get().is(Kind.OTHER)) {
            findings.unjudged(step, id, "element-kind", Set.of());
        }
        if (node.get().compensates() && node.get().holdsOthers() && scope.frame) {
            // the engine does not tell apart what happens in several of these
            findings.unjudged(step, id, "element-kind", Set.of());
            blindFrom(step.leaf());
            return Optional.empty();
        }
        Causes.Cause cause = new Causes(state, notes, clocks, instances(), findings).of(step, scope, node.get());
        String tag = step.visit().isEmpty() ? "passed " + step.leaf() + " " + step.number() : step.visit();
        Visit visit = new Visit(tag, node.get(), scope, frame, cause.via(), cause.since());
        if (scope.model.interrupts(node.get())) {
            notes.groundBeside(visit);
        }
        return Optional.of(visit);
    }

    /** An instance belongs to the frame around it, like what compensates it; the frame, and all else, to what contains it in the model. */
    private static boolean belongs(Node node, Scope scope, boolean frame) {
        return scope.frame
                ? !frame && scope.node.id().equals(node.compensates() ? node.attachedTo() : node.id())
                : frame == node.repetition().isPresent() && node.parent().equals(scope.node.id());
    }

    private Instances instances() {
        return new Instances(notes, feel, findings);
    }

    private void underItsModel(Step step, Scope scope) {
        if (step.model().isPresent() && !step.model().get().equals(scope.ref)) {
            findings.deviation(
                    step,
                    step.element(),
                    "other-model",
                    Map.of("told", step.model().get().hash(), "expected", scope.ref.hash()));
        }
    }

    private void completed(Step step) {
        Optional<Scope> process = state.process(step);
        if (process.isPresent()) {
            endProcess(step, process.get());
            return;
        }
        if (state.ended) {
            findings.deviation(step, step.element(), "after-end", Map.of());
            return;
        }
        Optional<Visit> open =
                state.visit(step.visit()).filter(visit -> visit.node.id().equals(step.node()));
        if (open.isEmpty()) {
            findings.deviation(step, step.element(), "not-begun", Map.of());
            begin(step).ifPresent(visit -> {
                state.open(visit);
                end(step, visit);
            });
            return;
        }
        underItsModel(step, open.get().scope);
        end(step, open.get());
    }

    private void endProcess(Step step, Scope scope) {
        if (!scope.isEmpty()) {
            findings.deviation(step, scope.node.id(), "unfinished", Map.of("open", scope.openElements()));
        }
        state.close(scope);
        scope.visit.ifPresentOrElse(
                caller -> {
                    caller.answered = true;
                    caller.inside = Optional.empty();
                },
                () -> state.end(step));
    }

    private void end(Step step, Visit visit) {
        new Endings(state, notes, clocks, duties, instances(), findings).end(step, visit);
        state.end(visit);
        new Departures(state, notes, feel, findings).left(step, visit);
    }

    private void variables(Step step) {
        Optional<Scope> scope = state.scope(step.visit());
        step.facts().forEach((name, value) -> {
            scope.ifPresent(found -> found.facts.put(name, value));
            notes.told.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
        });
        scope.filter(found -> found.frame && step.facts().containsKey(Instances.COUNT))
                .ifPresent(frame ->
                        instances().count(frame, frame.node.repetition().orElseThrow()));
    }

    private Optional<Scope> scopeOf(Step step) {
        return notes.ruled.stream()
                .filter(visit -> visit.node.id().equals(step.element()))
                .reduce((first, last) -> last)
                .map(visit -> visit.scope)
                .or(() -> state.scopes().stream()
                        .filter(scope -> !scope.open(step.element()).isEmpty())
                        .findFirst())
                .or(state::root);
    }
}
