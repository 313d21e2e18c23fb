package org.chancery.engine.conformance;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Follows a log, record by record in its order, and judges every case on it. Reads public parts only. Not for several
 * threads at once.
 */
public final class Conformance {

    private final Library library;
    private final Feel feel = new Feel();
    private final Map<String, Following> cases = new LinkedHashMap<>();
    private final Map<ModelRef, Long> deployed = new HashMap<>();
    private final List<Finding> unreadable = new ArrayList<>();
    /** Cases told of since {@link #ended} was asked; empty until it was, which stands for all. */
    private Optional<Set<String>> touched = Optional.empty();

    private long next;
    private Instant newest = Instant.EPOCH;

    /** One case as far as it was followed. */
    private static final class Following {
        final CaseReplay replay;
        final long first;
        Optional<ModelRef> model = Optional.empty();
        long last;
        long steps;

        Following(CaseReplay replay, long first) {
            this.replay = replay;
            this.first = first;
        }
    }

    public Conformance(ModelTexts texts) {
        library = new Library(texts);
    }

    /** The cases that a record is about, by their pseudonyms, as far as it can be read. */
    public static Set<String> casesIn(long leaf, byte[] publicPart) {
        try {
            Set<String> cases = new LinkedHashSet<>();
            PublicRecord record = PublicRecord.read(leaf, publicPart);
            cases.add(record.caseName());
            record.steps().forEach(step -> cases.add(step.caseName()));
            cases.remove("");
            return cases;
        } catch (PublicRecord.Unreadable e) {
            return e.cases();
        }
    }

    /** Whether a model that could not be had when it was needed can be had now. */
    boolean couldSeeMore() {
        return library.foundSince();
    }

    /** Index of the record that is to be read next. */
    public long next() {
        return next;
    }

    /**
     * Reads the next record.
     *
     * @param leaf its index, which must be {@link #next}
     * @return what was found in it that is not lawful
     */
    public List<Finding> read(long leaf, byte[] publicPart) {
        if (leaf != next) {
            throw new IllegalArgumentException("record " + next + " is next, not " + leaf);
        }
        next++;
        try {
            return read(PublicRecord.read(leaf, publicPart));
        } catch (PublicRecord.Unreadable e) {
            return e.cases().isEmpty() ? unreadable(leaf, "unreadable") : unseen(leaf, e.cases(), "unreadable");
        }
    }

    private List<Finding> unreadable(long leaf, String code) {
        Finding finding = new Finding(Finding.Kind.NOT_JUDGED, "", leaf, -1, "", code, Map.of());
        unreadable.add(finding);
        return List.of(finding);
    }

    private List<Finding> read(PublicRecord record) {
        newest = newest.isBefore(record.time()) ? record.time() : newest;
        if (!record.complete()) {
            return hidden(record);
        }
        Set<String> touched = new LinkedHashSet<>();
        for (Step step : record.steps()) {
            if (step.type().equals("deployed")) {
                deployed(step);
            } else if (!step.caseName().isEmpty()) {
                touched.add(step.caseName());
                apply(step);
            }
        }
        touched.forEach(name -> cases.get(name).replay.endOfRecord());
        return touched.stream()
                .flatMap(name -> cases.get(name).replay.findings().fresh().stream())
                .toList();
    }

    private List<Finding> hidden(PublicRecord record) {
        return record.caseName().isEmpty()
                ? unreadable(record.leaf(), "hidden")
                : unseen(record.leaf(), Set.of(record.caseName()), "hidden");
    }

    /** Something happened in these cases, and the record does not show what. */
    private List<Finding> unseen(long leaf, Set<String> names, String code) {
        List<Finding> found = new ArrayList<>();
        for (String name : names) {
            Following following = following(name, leaf);
            following.replay.unseen(leaf, code);
            following.last = leaf;
            found.addAll(following.replay.findings().fresh());
        }
        return found;
    }

    private void deployed(Step step) {
        step.model().filter(model -> !model.key().isEmpty()).ifPresent(model -> deployed.put(model, step.leaf()));
    }

    private void apply(Step step) {
        Following following = following(step.caseName(), step.leaf());
        if (following.steps == 0) {
            following.model = step.model();
        }
        Optional<ModelRef> undeployed = step.model().filter(model -> !deployed.containsKey(model));
        undeployed.filter(model -> !following.replay.isBlind()).ifPresent(model -> {
            following
                    .replay
                    .findings()
                    .deviation(
                            step,
                            step.element(),
                            "model-not-deployed",
                            Map.of(
                                    "process",
                                    model.key(),
                                    "version",
                                    String.valueOf(model.version()),
                                    "model",
                                    model.hash()));
            deployed.put(model, step.leaf());
        });
        following.last = step.leaf();
        following.steps++;
        following.replay.apply(step);
    }

    private Following following(String caseName, long leaf) {
        touched.ifPresent(names -> names.add(caseName));
        return cases.computeIfAbsent(caseName, name -> new Following(new CaseReplay(name, library, feel), leaf));
    }

    /** What there is to say of one case so far; empty if no record is about it. */
    public Optional<CaseJudgement> of(String caseName) {
        return Optional.ofNullable(cases.get(caseName)).map(following -> judgement(caseName, following));
    }

    /** What there is to say of every case so far, in the order in which they began. */
    public List<CaseJudgement> all() {
        return cases.entrySet().stream()
                .map(one -> judgement(one.getKey(), one.getValue()))
                .toList();
    }

    /** Of cases that have ended: all when asked the first time, then those that records read since have told of. */
    List<CaseJudgement> ended() {
        Set<String> asked = touched.orElseGet(cases::keySet);
        List<CaseJudgement> ended = asked.stream()
                .filter(name -> cases.get(name).replay.state().ended)
                .map(name -> judgement(name, cases.get(name)))
                .toList();
        touched = Optional.of(new LinkedHashSet<>());
        return ended;
    }

    /** Records of no single case that could not be judged. */
    public List<Finding> unreadable() {
        return List.copyOf(unreadable);
    }

    private CaseJudgement judgement(String caseName, Following following) {
        List<Finding> findings = new ArrayList<>(following.replay.findings().all());
        findings.addAll(omissions(caseName, following));
        return new CaseJudgement(
                caseName,
                following.model,
                following.first,
                following.last,
                following.steps,
                following.replay.state().endedAt,
                findings);
    }

    /** Of a case that is not judged any more nobody knows what it waits for. */
    private List<Finding> omissions(String caseName, Following following) {
        CaseReplay replay = following.replay;
        if (replay.isBlind()) {
            return List.of();
        }
        try {
            return new Omissions(replay.state(), replay.clocks()).at(caseName, following.last, newest);
        } catch (RuntimeException | StackOverflowError e) {
            String process = following.model.map(ModelRef::key).orElse("");
            return List.of(new Finding(
                    Finding.Kind.NOT_JUDGED,
                    caseName,
                    following.last,
                    -1,
                    process,
                    "judge-failed",
                    JudgeFailure.details(e)));
        }
    }
}
