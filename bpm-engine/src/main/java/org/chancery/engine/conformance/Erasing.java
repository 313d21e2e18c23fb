package org.chancery.engine.conformance;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Erasures of persons as one case's records tell them (ADR 0006): somebody requests it, an officer who is somebody else
 * confirms, and only then the keys that were requested are destroyed. An applicant may request their own; a case that
 * must be kept is set aside by name, by officers. These records move nothing in the case.
 *
 * <p>An applicant's key serves all their cases. In the others the decision is told without its request, which stands in a
 * case that no record may name: such a record can only destroy the applicant's own key, and what it says of the two
 * persons, the ground and what is set aside has to be taken from it. Nor can anybody tell here that there is another case.
 */
final class Erasing {

    private static final String REQUESTED = "erasure-requested";
    private static final String DECLINED = "erasure-declined";
    private static final String CONFIRMED = "erasure-confirmed";
    private static final String ERASED = "erased";
    private static final Set<String> TOLD = Set.of(REQUESTED, DECLINED, CONFIRMED, ERASED);

    private static final String OFFICER = "DATA_OFFICER";
    private static final String APPLICANT = "APPLICANT";
    private static final String OPEN = "OPEN_CASE";
    private static final String RETENTION = "RETENTION";
    private static final String OVER = "RETENTION_ENDED";

    /** A record tells times to the second of its head. */
    private static final Duration SLACK = Duration.ofSeconds(2);

    /** How a commitment to the entry of a list is called. */
    private static final Pattern ENTRY = Pattern.compile(".+\\[\\d+]");

    private final CaseState state;
    private final Findings findings;
    private final Map<String, Step> requested = new HashMap<>();
    private final Map<String, Step> confirmed = new HashMap<>();
    private final Set<String> decided = new HashSet<>();

    /** The newest entry that changed a list of persons: places may have been emptied in it. */
    private long listed = -1;

    Erasing(CaseState state, Findings findings) {
        this.state = state;
        this.findings = findings;
    }

    /**
     * Judges the step if it tells of an erasure.
     *
     * @param blind whether this judge did not see all of the case
     * @return whether it does
     */
    boolean takes(Step step, boolean blind) {
        if (step.type().equals("entered")
                && step.object("set").keySet().stream()
                        .anyMatch(field -> ENTRY.matcher(field).matches())) {
            listed = step.leaf();
        }
        if (!TOLD.contains(step.type())) {
            return false;
        }
        Optional<String> wrong = state.applicant.isEmpty() && blind
                ? Optional.of("erasure-unseen") // not even who filed it
                : wrong(step, blind);
        boolean lacking = wrong.filter(code -> code.equals("erasure-unstated") || code.equals("erasure-unseen"))
                .isPresent();
        Map<String, String> details = Map.of("erasure", step.text("erasure"));
        if (lacking) {
            findings.add(Finding.Kind.NOT_JUDGED, step.leaf(), step.number(), "", wrong.get(), details);
        } else {
            wrong.ifPresent(code -> findings.deviation(step, "", code, details));
        }
        return true;
    }

    private Optional<String> wrong(Step step, boolean blind) {
        String id = step.text("erasure");
        return switch (step.type()) {
            case REQUESTED -> {
                boolean again = requested.putIfAbsent(id, step) != null;
                yield again ? Optional.of("erasure-again") : request(step);
            }
            case DECLINED -> {
                boolean again = !decided.add(id);
                yield again ? Optional.of("erasure-again") : declined(step, blind);
            }
            case CONFIRMED -> {
                boolean again = !decided.add(id);
                confirmed.putIfAbsent(id, step);
                yield again ? Optional.of("erasure-again") : decision(step, blind);
            }
            default -> carriedOut(step, blind);
        };
    }

    private Optional<String> request(Step step) {
        Optional<String> named = named(step, "requestedBy");
        if (named.isPresent()) {
            return named;
        }
        if (step.text("role").isEmpty() || step.text("person").isEmpty()) {
            return Optional.of("erasure-unstated");
        }
        Set<String> keys = texts(step, "keys");
        boolean theirs = keys.contains(step.text("person")) && !isAnothers(keys, step.text("person"));
        return inRole(step).or(() -> theirs ? Optional.empty() : Optional.of("erasure-other-keys"));
    }

    private Optional<String> inRole(Step step) {
        boolean own = step.text("requestedBy").equals(state.applicant);
        return switch (step.text("role")) {
            case OFFICER -> own ? Optional.of("erasure-own-case") : Optional.empty();
            case APPLICANT -> {
                if (!own || !step.text("person").equals(state.applicant)) {
                    yield Optional.of("erasure-not-own");
                }
                yield texts(step, "despite").isEmpty() ? Optional.empty() : Optional.of("erasure-despite");
            }
            default -> Optional.of("erasure-role");
        };
    }

    /** The applicant's key goes with nobody else. */
    private boolean isAnothers(Set<String> keys, String person) {
        return !person.equals(state.applicant) && keys.contains(state.applicant);
    }

    /** Whoever requested it may take it back in the role in which they did; otherwise an officer declines. */
    private Optional<String> declined(Step step, boolean blind) {
        Step request = requested.get(step.text("erasure"));
        if (request == null) {
            return unseenOr("erasure-unrequested", blind);
        }
        if (step.actor().isEmpty()) {
            return Optional.of("erasure-nobody");
        }
        if (step.text("role").isEmpty()) {
            return Optional.of("erasure-unstated");
        }
        String by = step.actor().get().key();
        boolean back = by.equals(request.text("requestedBy"));
        if (!step.text("role").equals(back ? request.text("role") : OFFICER)) {
            return Optional.of("erasure-role");
        }
        return by.equals(state.applicant) && !back ? Optional.of("erasure-own-case") : differs(step, request);
    }

    private Optional<String> decision(Step step, boolean blind) {
        if (step.text("confirmedBy").isEmpty()) {
            return Optional.of("erasure-nobody");
        }
        if (step.text("confirmedBy").equals(step.text("requestedBy"))) {
            return Optional.of("erasure-same-person");
        }
        if (step.text("confirmedBy").equals(state.applicant)) {
            return Optional.of("erasure-own-case");
        }
        Step request = requested.get(step.text("erasure"));
        if (request == null) {
            boolean ofAnotherCase = texts(step, "keys").equals(Set.of(state.applicant));
            return ofAnotherCase ? elsewhere(step, blind) : unseenOr("erasure-unrequested", blind);
        }
        return named(step, "confirmedBy")
                .or(() -> differs(step, request))
                .or(() -> fitting(step, request))
                .or(() -> blind ? Optional.empty() : held(step, texts(step, "despite")));
    }

    /**
     * Decided in another case, if there is one: nobody can tell here. What is set aside is that of all cases together,
     * and this one may have ended since it was weighed as an open one.
     */
    private Optional<String> elsewhere(Step step, boolean blind) {
        if (step.text("role").isEmpty()) {
            return Optional.of("erasure-unstated");
        }
        if (!step.text("role").equals(OFFICER)) {
            return Optional.of("erasure-role");
        }
        Set<String> despite = new HashSet<>(texts(step, "despite"));
        if (despite.contains(OPEN)) {
            despite.add(RETENTION);
        }
        return blind ? Optional.empty() : held(step, despite);
    }

    private Optional<String> fitting(Step step, Step request) {
        String person = request.text("person");
        if (step.text("role").isEmpty() || person.isEmpty()) {
            return Optional.of("erasure-unstated");
        }
        if (!step.text("role").equals(OFFICER)) {
            return Optional.of("erasure-role");
        }
        Set<String> keys = texts(step, "keys");
        boolean emptiedSince = listed > request.leaf();
        boolean theirs =
                emptiedSince ? keys.contains(person) && !isAnothers(keys, person) : keys.equals(texts(request, "keys"));
        return theirs ? Optional.empty() : Optional.of("erasure-other-keys");
    }

    private Optional<String> held(Step step, Set<String> despite) {
        boolean kept = isKept(step.at());
        if (step.text("ground").equals(OVER)
                && (!state.ended || kept || retention().isEmpty())) {
            return Optional.of("erasure-retention");
        }
        boolean open = !state.ended && !despite.contains(OPEN);
        return open || kept && !despite.contains(RETENTION) ? Optional.of("erasure-held") : Optional.empty();
    }

    private boolean isKept(Instant at) {
        return state.keptFrom
                .flatMap(end ->
                        retention().filter(time -> Duration.between(end, at).compareTo(time.minus(SLACK)) < 0))
                .isPresent();
    }

    private Optional<Duration> retention() {
        return state.root().flatMap(scope -> scope.model.retention());
    }

    private Optional<String> carriedOut(Step step, boolean blind) {
        Step decision = confirmed.get(step.text("erasure"));
        if (decision == null) {
            return unseenOr("erasure-unconfirmed", blind);
        }
        if (!texts(step, "keys").equals(texts(decision, "keys"))) {
            return Optional.of("erasure-other-keys");
        }
        boolean same = step.text("confirmedBy").equals(decision.text("confirmedBy"));
        return same ? differs(step, decision) : Optional.of("erasure-differs");
    }

    /** What was weighed is told again by each step that follows from it. */
    private static Optional<String> differs(Step step, Step before) {
        boolean same = step.text("requestedBy").equals(before.text("requestedBy"))
                && step.text("ground").equals(before.text("ground"))
                && texts(step, "despite").equals(texts(before, "despite"));
        return same ? Optional.empty() : Optional.of("erasure-differs");
    }

    /** Whoever decides acts in their own name. */
    private static Optional<String> named(Step step, String member) {
        if (step.actor().isEmpty() || step.text(member).isEmpty()) {
            return Optional.of("erasure-nobody");
        }
        boolean own = step.actor().get().key().equals(step.text(member));
        return own ? Optional.empty() : Optional.of("erasure-other-name");
    }

    /** Whoever did not see all of the case cannot say that something was not told before. */
    private static Optional<String> unseenOr(String code, boolean blind) {
        return Optional.of(blind ? "erasure-unseen" : code);
    }

    private static Set<String> texts(Step step, String member) {
        return step.members().get(member) instanceof List<?> list
                ? list.stream().map(Objects::toString).collect(Collectors.toSet())
                : Set.of();
    }
}
