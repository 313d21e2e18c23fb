package org.chancery.engine.gate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The transitions of one record as its public part states them. What they have in common is said once, by the record:
 * a transition that names no case, process, version or model has the record's; one that names no time happened within
 * a second of the record's.
 */
final class PublicTransitions {

    private final List<Transition> transitions;
    private final Map<String, CaseNames.Name> cases;
    private final Instant time;
    private final Optional<CaseNames.Name> theCase;
    private final Optional<ModelHashes.Model> theModel;

    /**
     * @param cases names by root process instance
     * @param time of the record
     */
    PublicTransitions(List<Transition> transitions, Map<String, CaseNames.Name> cases, Instant time) {
        this.transitions = transitions;
        this.cases = cases;
        this.time = time;
        this.theCase = oneCase();
        this.theModel = theCase.isEmpty()
                ? Optional.empty()
                : transitions.stream()
                        .flatMap(transition -> transition.model().stream())
                        .findFirst();
    }

    /** The case that all of them are about. */
    private Optional<CaseNames.Name> oneCase() {
        var roots = new HashSet<Optional<String>>();
        transitions.forEach(transition -> roots.add(transition.root()));
        return roots.size() == 1 ? roots.iterator().next().map(cases::get) : Optional.empty();
    }

    Optional<CaseNames.Name> theCase() {
        return theCase;
    }

    /** What the record says for all of them. */
    Map<String, Object> common() {
        Map<String, Object> common = new TreeMap<>();
        theCase.ifPresent(name -> common.put("case", name.pseudonym()));
        theModel.ifPresent(model -> put(common, model));
        return common;
    }

    /**
     * What each says of itself.
     *
     * @param seed of the record's commitments
     */
    List<Map<String, Object>> own(byte[] seed) {
        List<Map<String, Object>> own = new ArrayList<>();
        for (Transition transition : transitions) {
            own.add(members(transition, own.size(), seed));
        }
        return own;
    }

    /** What the public part only commits to: number of the transition, as text, to path and value. */
    Map<String, Object> withheld() {
        Map<String, Object> withheld = new TreeMap<>();
        for (int number = 0; number < transitions.size(); number++) {
            if (!transitions.get(number).withheld().isEmpty()) {
                withheld.put(Integer.toString(number), transitions.get(number).withheld());
            }
        }
        return withheld;
    }

    private Map<String, Object> members(Transition transition, int number, byte[] seed) {
        Map<String, Object> members = new TreeMap<>(transition.members());
        members.put("type", transition.type());
        transition.element().ifPresent(element -> members.put("element", element));
        if (!transition.isWithinAMomentOf(time)) {
            members.put("at", transition.at().toString());
        }
        if (!transition.model().equals(theModel)) {
            transition.model().ifPresent(model -> put(members, model));
        }
        if (!transition.committed().isEmpty()) {
            Map<String, String> set = new TreeMap<>();
            transition.committed().forEach((name, value) -> set.put(name, Commitments.of(seed, number, name, value)));
            members.put("set", set);
        }
        transition.root().map(cases::get).ifPresent(name -> ofCase(members, transition, name));
        return members;
    }

    private void ofCase(Map<String, Object> members, Transition transition, CaseNames.Name name) {
        if (theCase.isEmpty()) {
            members.put("case", name.pseudonym());
        }
        transition
                .instance()
                .filter(instance -> !instance.equals(transition.root().orElse("")))
                .ifPresent(instance -> members.put("instance", Digests.visit(name.salt(), instance)));
        transition
                .scope()
                .filter(scope -> !scope.equals(transition.root().orElse("")))
                .ifPresent(scope -> members.put("scope", Digests.visit(name.salt(), scope)));
        transition.named().forEach((member, persons) -> members.put(member, keys(persons, name.salt())));
    }

    private static Object keys(Object persons, byte[] salt) {
        return persons instanceof List<?> several
                ? several.stream()
                        .map(person -> Digests.personKey(salt, (String) person))
                        .sorted()
                        .toList()
                : Digests.personKey(salt, (String) persons);
    }

    private static void put(Map<String, Object> members, ModelHashes.Model model) {
        members.put("process", model.key());
        members.put("version", model.version());
        members.put("model", model.hash());
    }
}
