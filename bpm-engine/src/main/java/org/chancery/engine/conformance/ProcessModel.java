package org.chancery.engine.conformance;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One process of a model: its elements by id.
 *
 * @param publicFacts names of the facts that records tell; others are withheld
 * @param retention for how long after its end a case's personal data have to be kept, if the model says so
 */
record ProcessModel(Node process, Map<String, Node> nodes, Set<String> publicFacts, Optional<Duration> retention) {

    /** A node and the elements that a token would pass on its way there, itself left out. */
    record Way(Node at, List<String> skipped) {}

    Optional<Node> node(String id) {
        return Optional.ofNullable(nodes.get(id));
    }

    List<Node> within(Node scope) {
        return nodes.values().stream()
                .filter(node -> node.parent().equals(scope.id()))
                .toList();
    }

    /** The start event that opens an event subprocess, or a process or subprocess that begins by itself. */
    Optional<Node> start(Node scope) {
        return within(scope).stream().filter(node -> node.is(Node.Kind.START)).findFirst();
    }

    /** Whether this event subprocess stops all else in its scope when it begins. */
    boolean interrupts(Node event) {
        return event.is(Node.Kind.EVENT_SUBPROCESS)
                && start(event)
                        .filter(start -> start.event().interrupting() && !start.triggeredBy(Node.Trigger.COMPENSATION))
                        .isPresent();
    }

    /** The event subprocess of this scope that compensates it, instead of the handlers within. */
    Optional<Node> compensating(Node scope) {
        return within(scope).stream()
                .filter(node -> node.is(Node.Kind.EVENT_SUBPROCESS)
                        && start(node)
                                .filter(at -> at.triggeredBy(Node.Trigger.COMPENSATION))
                                .isPresent())
                .findFirst();
    }

    Optional<Node.Flow> flow(String id) {
        return nodes.values().stream()
                .flatMap(node -> node.out().stream())
                .filter(flow -> flow.id().equals(id))
                .findFirst();
    }

    /** Where a link event leads to, or comes from. */
    List<Node> links(Node link, Node.Kind kind) {
        return nodes.values().stream()
                .filter(node -> node.is(kind)
                        && node.triggeredBy(Node.Trigger.LINK)
                        && node.parent().equals(link.parent())
                        && node.event().detail().equals(link.event().detail()))
                .toList();
    }

    /**
     * Elements from which a token can reach this one, each with the shortest way: breadth first against the flows, from
     * interrupting boundary events to what they are attached to.
     */
    Map<String, Way> waysTo(Node target) {
        Map<String, Way> ways = new LinkedHashMap<>();
        Deque<Way> open = new ArrayDeque<>();
        Set<String> seen = new HashSet<>(Set.of(target.id()));
        open.add(new Way(target, List.of()));
        while (!open.isEmpty()) {
            Way way = open.poll();
            for (Node before : before(way.at())) {
                if (seen.add(before.id())) {
                    List<String> skipped = new ArrayList<>(List.of(before.id()));
                    skipped.addAll(way.skipped());
                    Way further = new Way(before, List.copyOf(skipped));
                    ways.put(before.id(), further);
                    open.add(further);
                }
            }
        }
        return ways;
    }

    private List<Node> before(Node node) {
        List<Node> before = new ArrayList<>();
        node.in().stream().map(flow -> nodes.get(flow.source())).forEach(before::add);
        if (node.is(Node.Kind.BOUNDARY) && node.event().interrupting()) {
            node(node.attachedTo()).ifPresent(before::add);
        }
        if (node.triggeredBy(Node.Trigger.LINK) && node.is(Node.Kind.CATCH)) {
            before.addAll(links(node, Node.Kind.THROW));
        }
        return before;
    }

    static ProcessModel of(
            Node process, Map<String, Node> nodes, Set<String> publicFacts, Optional<Duration> retention) {
        return new ProcessModel(process, new HashMap<>(nodes), Set.copyOf(publicFacts), retention);
    }
}
