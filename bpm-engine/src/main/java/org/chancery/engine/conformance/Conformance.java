package org.chancery.engine.conformance;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.chancery.ledger.JudgeMemory;
import org.chancery.ledger.LedgerException;

/**
 * Follows a log, record by record in its order, and judges every case on it. Reads public parts only. Not for several
 * threads at once.
 */
public final class Conformance {

    private final Library library;
    private final Feel feel = new Feel();
    private final Cases cases;
    private final Deployed deployed = new Deployed();
    private final LedgerTimes times = new LedgerTimes();
    private final InstantSource clock;
    private final List<Finding> unreadable = new ArrayList<>();
    /** Cases that have ended and were told of since {@link #ended} was asked. */
    private final Set<String> ended = new LinkedHashSet<>();

    private long next;

    /** One that holds all cases in memory, and takes the log's word for what time it is. */
    public Conformance(ModelTexts texts) {
        this(texts, () -> Instant.MAX);
    }

    /**
     * One that holds all cases in memory.
     *
     * @param clock of whoever judges: it is not later than this, whatever times records tell
     */
    public Conformance(ModelTexts texts, InstantSource clock) {
        this(texts, clock, Optional.empty(), Integer.MAX_VALUE);
    }

    /** @param most how many cases stay in memory if there is another one for those that were told of less lately */
    Conformance(ModelTexts texts, InstantSource clock, Optional<JudgeMemory> memory, int most) {
        this.clock = clock;
        library = new Library(
                memory.<ModelTexts>map(known -> new KeptTexts(texts, known)).orElse(texts));
        cases = new Cases(
                name -> new Following(name, new CaseReplay(name, library, feel, deployed), deployed, times),
                memory,
                most);
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
     * @throws LedgerException if a case that it tells of cannot be had from the memory now; it is not read then
     * @throws JudgeMemory.Contradicted if a case is not as it was put by
     */
    public List<Finding> read(long leaf, byte[] publicPart) {
        if (leaf != next) {
            throw new IllegalArgumentException("record " + next + " is next, not " + leaf);
        }
        Telling told = Telling.of(leaf, publicPart);
        Map<String, Following> concerned = new LinkedHashMap<>();
        told.cases().forEach(name -> concerned.put(name, cases.open(name)));
        next++;
        cases.begin(concerned.values(), leaf, publicPart);
        List<Finding> found = read(told, concerned);
        concerned.values().stream()
                .filter(Following::hasEnded)
                .map(Following::name)
                .forEach(ended::add);
        cases.end(leaf);
        return found;
    }

    private List<Finding> read(Telling told, Map<String, Following> concerned) {
        told.time().ifPresent(time -> {
            times.told(told.leaf(), time);
            deployed.passes(told.leaf(), times.median());
        });
        if (told.hidden().isPresent()) {
            return unseen(told.leaf(), told.hidden().get(), concerned);
        }
        for (Step step : told.steps()) {
            if (Telling.isDeployment(step)) {
                deployed.told(times.of(step));
            } else if (Telling.isOfCase(step)) {
                concerned.get(step.caseName()).apply(step);
            }
        }
        return concerned.values().stream().flatMap(one -> one.end().stream()).toList();
    }

    /** Something happened in these cases, or in none that can be named, and the record does not show what. */
    private List<Finding> unseen(long leaf, String code, Map<String, Following> concerned) {
        if (concerned.isEmpty()) {
            Finding finding = new Finding(Finding.Kind.NOT_JUDGED, "", leaf, -1, "", code, Map.of());
            unreadable.add(finding);
            return List.of(finding);
        }
        return concerned.values().stream()
                .flatMap(one -> one.unseen(leaf, code).stream())
                .toList();
    }

    /** What there is to say of one case so far; empty if no record is about it. */
    public Optional<CaseJudgement> of(String caseName) {
        return cases.judgement(caseName, this::omissions);
    }

    /**
     * What there is to say of every case so far, in the order in which they began.
     *
     * @throws IllegalStateException if not all are in memory
     */
    public List<CaseJudgement> all() {
        return cases.all(this::omissions);
    }

    /**
     * Of cases that have ended: all when asked the first time, then those that records read since have told of.
     *
     * @param most how many at a time; the others the next time
     */
    List<CaseJudgement> ended(int most) {
        List<String> names = ended.stream().limit(most).toList();
        List<CaseJudgement> judgements =
                names.stream().flatMap(name -> of(name).stream()).toList();
        names.forEach(ended::remove);
        return judgements;
    }

    /** Records of no single case that could not be judged. */
    public List<Finding> unreadable() {
        return List.copyOf(unreadable);
    }

    /** Puts all cases by, and gives what else another one must know to go on. */
    byte[] putBy() {
        cases.putBy();
        PackedOut out = new PackedOut().number(next).findings(unreadable);
        times.write(out);
        deployed.write(out);
        out.texts(ended);
        return out.texts(library.missing()).bytes();
    }

    /** Goes on where another one put by, with the same memory. */
    void goOn(byte[] rest) {
        PackedIn in = new PackedIn(rest);
        next = in.number();
        unreadable.addAll(in.findings(""));
        times.read(in);
        deployed.read(in);
        ended.addAll(in.texts());
        library.missed(in.texts());
    }

    /** The time of the log's newest entry; one from the future makes nothing overdue. */
    private Instant now() {
        Instant now = clock.instant();
        return times.newest().isBefore(now) ? times.newest() : now;
    }

    /** Of a case that is not judged any more nobody knows what it waits for. */
    private List<Finding> omissions(Following following) {
        CaseReplay replay = following.replay();
        if (replay.isBlind()) {
            return List.of();
        }
        try {
            return new Omissions(replay.state(), replay.clocks()).at(following.name(), following.last(), now());
        } catch (RuntimeException | StackOverflowError e) {
            String process = following.model().map(ModelRef::key).orElse("");
            return List.of(new Finding(
                    Finding.Kind.NOT_JUDGED,
                    following.name(),
                    following.last(),
                    -1,
                    process,
                    "judge-failed",
                    JudgeFailure.details(e)));
        }
    }
}
