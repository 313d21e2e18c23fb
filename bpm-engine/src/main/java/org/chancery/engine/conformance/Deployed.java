package org.chancery.engine.conformance;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where the log tells of each model and decision first: that it is deployed, or of a case under it although it was not.
 * So that a case may be replayed again later, what was told after a step does not count for it.
 */
final class Deployed {

    /** A transaction that began before a deployment may be recorded after it. */
    private static final Duration SETTLED = Duration.ofMinutes(1);

    private record Place(long leaf, int number, Instant at) {
        boolean isBefore(Step step) {
            return leaf < step.leaf() || leaf == step.leaf() && number < step.number();
        }

        boolean isSettled(Step step, DatedAhead ahead) {
            return isBefore(step)
                    && Duration.between(ahead.of(leaf, at, step), step.at()).compareTo(SETTLED) > 0;
        }
    }

    /** Versions by key. */
    private static final class Versions {
        private final Map<String, Map<ModelRef, Place>> byKey = new LinkedHashMap<>();

        void told(ModelRef model, Place place) {
            byKey.computeIfAbsent(model.key(), key -> new LinkedHashMap<>()).putIfAbsent(model, place);
        }

        Optional<Place> of(ModelRef model) {
            return Optional.ofNullable(byKey.getOrDefault(model.key(), Map.of()).get(model));
        }

        boolean isKnown(ModelRef model, Step step) {
            return of(model).filter(place -> place.isBefore(step)).isPresent();
        }

        boolean isNewest(ModelRef model, Step step, DatedAhead ahead) {
            return byKey.getOrDefault(model.key(), Map.of()).entrySet().stream()
                    .noneMatch(other -> other.getKey().version() > model.version()
                            && other.getValue().isSettled(step, ahead));
        }

        void write(PackedOut out) {
            out.number(byKey.values().stream().mapToInt(Map::size).sum());
            byKey.values()
                    .forEach(versions -> versions.forEach((model, place) -> out.model(model)
                            .number(place.leaf())
                            .number(place.number())
                            .instant(place.at())));
        }

        void read(PackedIn in) {
            for (int left = in.count(); left > 0; left--) {
                ModelRef model = in.model();
                told(model, new Place(in.number(), (int) in.number(), in.instant()));
            }
        }
    }

    private final Versions processes = new Versions();
    private final Versions decisions = new Versions();
    /** Models of cases that nobody had deployed: said once. */
    private final Versions assumed = new Versions();

    private final DatedAhead ahead = new DatedAhead();

    private static Place place(Step step) {
        return new Place(step.leaf(), step.number(), step.at());
    }

    /** An entry, after which the log tells that it is this late. */
    void passes(long leaf, Instant median) {
        ahead.passes(leaf, median);
    }

    /** A step that tells of a deployment. */
    void told(Step step) {
        ahead.deployed(step.leaf(), step.at());
        step.model().filter(model -> !model.key().isEmpty()).ifPresent(model -> processes.told(model, place(step)));
        String decision = step.text("decision");
        step.model()
                .filter(model -> !decision.isEmpty())
                .map(model -> new ModelRef(decision, model.version(), model.hash()))
                .ifPresent(model -> decisions.told(model, place(step)));
    }

    /** A case goes on under this model, which was not deployed. */
    void assume(ModelRef model, Step step) {
        assumed.told(model, place(step));
    }

    boolean isKnown(ModelRef model, Step step) {
        return processes.isKnown(model, step) || assumed.isKnown(model, step);
    }

    boolean isDecision(ModelRef decision, Step step) {
        return decisions.isKnown(decision, step);
    }

    /** Whether an element of the caller's model that asks a decision by this binding gets this one; empty if nobody can tell. */
    Optional<Boolean> asks(Node.Binding binding, ModelRef caller, ModelRef decision, Step step) {
        return fits(decisions, binding, caller, decision, step);
    }

    /** Whether a call activity of the caller's model with this binding calls this model; empty if nobody can tell. */
    Optional<Boolean> calls(Node.Binding binding, ModelRef caller, ModelRef called, Step step) {
        return processes.isKnown(called, step)
                ? fits(processes, binding, caller, called, step)
                : Optional.of(true); // said where that case begins
    }

    /** Without a binding the newest is meant; what a tag or a computed version means, nobody can tell here. */
    private Optional<Boolean> fits(Versions all, Node.Binding binding, ModelRef caller, ModelRef told, Step step) {
        return switch (binding.kind()) {
            case "deployment" -> {
                Optional<Long> with = processes.of(caller).map(Place::leaf);
                yield Optional.of(with.isEmpty() || with.equals(all.of(told).map(Place::leaf)));
            }
            case "version" ->
                binding.version().matches("\\d{1,9}")
                        ? Optional.of(Long.parseLong(binding.version()) == told.version())
                        : Optional.empty();
            case "", "latest" -> Optional.of(all.isNewest(told, step, ahead));
            default -> Optional.empty();
        };
    }

    void write(PackedOut out) {
        processes.write(out);
        decisions.write(out);
        assumed.write(out);
        ahead.write(out);
    }

    void read(PackedIn in) {
        processes.read(in);
        decisions.read(in);
        assumed.read(in);
        ahead.read(in);
    }
}
