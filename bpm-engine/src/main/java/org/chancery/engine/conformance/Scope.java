package org.chancery.engine.conformance;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chancery.engine.conformance.Node.Kind;

/** A running process, subprocess or frame of several instances: its tokens, open visits and facts. */
final class Scope {

    /** A token that has reached an element which has not been begun. */
    static final class Token {
        final String flow;
        final Node target;
        /** Whether it was said already that nothing follows. */
        boolean told;

        Token(String flow, Node target) {
            this.flow = flow;
            this.target = target;
        }
    }

    /**
     * Flows of an element left once that are yet to be taken, each by itself.
     *
     * @param certain whether all of them must be; otherwise nobody can tell which
     */
    record Rest(String from, List<String> flows, boolean certain) {}

    /**
     * Something was stopped for an event behind which the engine pauses.
     *
     * @param stopped the element's id; this scope's own for all that was in here
     * @param since when it had begun
     */
    record Awaited(String stopped, Instant since, LaterEvents.Objections objections) {}

    final String tag;
    /** The visit that this is the inside of; empty for the case's own process. */
    final Optional<Visit> visit;

    final Node node;
    final boolean frame;
    final ProcessModel model;
    final ModelRef ref;
    final Instant since;
    final List<Token> tokens = new ArrayList<>();
    final List<Visit> visits = new ArrayList<>();
    /** How often what can be compensated was done and not compensated since. */
    final Map<String, Integer> done = new HashMap<>();
    /** Elements that have ended and whose flows are yet to be taken. */
    final Map<String, Integer> leaving = new HashMap<>();
    /** Flows whose tokens a join has gathered. */
    final Map<String, List<String>> gathered = new HashMap<>();
    /** Elements that were left on some of their flows, the others being taken in records of their own. */
    final List<Rest> rest = new ArrayList<>();

    final Map<String, Object> facts = new HashMap<>();
    /** What was stopped for events that are told of later. */
    final List<Awaited> awaited = new ArrayList<>();

    /** How often event subprocesses that stop nothing have begun here, by their ids. */
    final Map<String, Integer> came = new HashMap<>();

    boolean begun;
    boolean told;
    /** The engine pauses behind the last element, so that the end is told of in a later record. */
    boolean endsLater;
    /** Its own event subprocess compensates it, and says which of the handlers within begin. */
    boolean compensatesItself;

    /** How many instances there are, as the model says; empty before the record tells how many. */
    Optional<Truth> due = Optional.empty();

    int instancesBegun;
    int instancesDone;

    Scope(String tag, Optional<Visit> visit, Node node, boolean frame, ProcessModel model, ModelRef ref, Instant at) {
        this.tag = tag;
        this.visit = visit;
        this.node = node;
        this.frame = frame;
        this.model = model;
        this.ref = ref;
        this.since = at;
    }

    Optional<Scope> outer() {
        return visit.map(opened -> opened.scope);
    }

    /** How many scopes are around this one. */
    int depth() {
        return outer().map(at -> at.depth() + 1).orElse(0);
    }

    boolean isWithin(Scope ancestor) {
        Optional<Scope> at = Optional.of(this);
        while (at.isPresent()) {
            if (at.get() == ancestor) {
                return true;
            }
            at = at.get().outer();
        }
        return false;
    }

    /** Whether an event subprocess below the ancestor, here or around this, has taken over what compensates it. */
    boolean isInCareOfItself(Scope ancestor) {
        return this != ancestor
                && (compensatesItself
                        || outer().filter(at -> at.isInCareOfItself(ancestor)).isPresent());
    }

    /** Whether this is the inside of that element, or of something in it, below the ancestor. */
    boolean isWithin(String element, Scope ancestor) {
        return this != ancestor
                && (node.id().equals(element)
                        || outer().filter(at -> at.isWithin(element, ancestor)).isPresent());
    }

    boolean isEmpty() {
        return tokens.isEmpty()
                && visits.isEmpty()
                && leaving.isEmpty()
                && gathered.isEmpty()
                && awaited.isEmpty()
                && rest.stream().noneMatch(Rest::certain);
    }

    /** Whatever was on its way here goes no further. */
    void clear() {
        tokens.clear();
        leaving.clear();
        gathered.clear();
        awaited.clear();
        rest.clear();
    }

    /** Whether this flow was yet to be taken; from now on it is. */
    boolean takes(String node, String flow) {
        Optional<Rest> open = rest.stream()
                .filter(found -> found.from().equals(node) && found.flows().contains(flow))
                .findFirst();
        open.ifPresent(found -> {
            List<String> left = new ArrayList<>(found.flows());
            left.remove(flow);
            rest.remove(found);
            if (!left.isEmpty()) {
                rest.add(new Rest(node, List.copyOf(left), found.certain()));
            }
        });
        return open.isPresent();
    }

    /** What was stopped for this event, rather where the event could come; from now on it is not awaited there. */
    Optional<Awaited> awaited(Node event) {
        List<Awaited> found = awaited.stream()
                .filter(one -> one.objections().byEvent().containsKey(event.id()))
                .toList();
        Optional<Awaited> used = found.stream()
                .filter(one -> one.objections().of(event).isEmpty())
                .findFirst()
                .or(() -> found.stream().findFirst());
        used.ifPresent(awaited::remove);
        return used;
    }

    /** Facts that what happens here can read: its own and those around it, as far as its process reaches. */
    Map<String, Object> known() {
        Map<String, Object> known = node.is(Kind.PROCESS)
                ? new HashMap<>()
                : outer().map(Scope::known).orElseGet(HashMap::new);
        known.putAll(facts);
        return known;
    }

    Facts view() {
        return Facts.of(known(), model.publicFacts());
    }

    /** Begins of visits to this element that are open. */
    List<Visit> open(String element) {
        return visits.stream().filter(open -> open.node.id().equals(element)).toList();
    }

    /** What is open here, in words of the model: ids of elements, each once. */
    String openElements() {
        List<String> open = new ArrayList<>();
        visits.forEach(found -> open.add(found.node.id()));
        tokens.forEach(token -> open.add(token.target.id()));
        open.addAll(leaving.keySet());
        open.addAll(gathered.keySet());
        rest.forEach(left -> open.add(left.from()));
        return String.join(", ", open.stream().distinct().sorted().toList());
    }

    static void count(Map<String, Integer> counts, String id, int by) {
        counts.merge(id, by, Integer::sum);
        counts.remove(id, 0);
    }
}
