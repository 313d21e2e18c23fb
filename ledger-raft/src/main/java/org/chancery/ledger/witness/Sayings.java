package org.chancery.ledger.witness;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.chancery.ledger.JudgeSilence;
import org.chancery.ledger.Judgement;
import org.chancery.ledger.Lawfulness;

/** What a witness's process tells of a log that it follows: what is new; what stays as it is, is said once. */
final class Sayings {

    private final Words words;
    private final PrintStream out;
    private final PrintStream err;
    private final Set<Path> known = new HashSet<>();
    private String looked = "";
    private String stated = "";
    private String silent = "";
    private List<String> missing = List.of();
    private List<String> compared = List.of();

    Sayings(Words words, PrintStream out, PrintStream err) {
        this.words = words;
        this.out = out;
        this.err = err;
    }

    /** @return whether the log is cosigned as far as it shows */
    boolean look(LogFollower.Look look) {
        String sentence = words.look(look);
        boolean good = look instanceof LogFollower.Look.Cosigned || look instanceof LogFollower.Look.NothingNew;
        if (!sentence.equals(looked)) {
            (good ? out : err).println(sentence);
            looked = sentence;
        }
        return good;
    }

    void splitViews(Collection<WitnessedLog> logs) {
        for (WitnessedLog log : logs) {
            log.splitViews().stream().filter(known::add).forEach(pair -> err.println(words.say("split", pair)));
        }
    }

    void peers(List<Comparisons.Standing> standings) {
        List<String> sentences = standings.stream().map(words::standing).toList();
        for (int i = 0; i < standings.size(); i++) {
            if (!compared.contains(sentences.get(i))) {
                boolean same = standings.get(i).found() instanceof PeerComparison.Found.Same;
                (same ? out : err).println(sentences.get(i));
            }
        }
        compared = sentences;
    }

    /** Says that there are peers of whom nobody knows whether they agree. */
    void notCompared(List<Comparisons.Standing> standings) {
        List<String> left = standings.stream()
                .filter(one -> !one.found().isCompared())
                .map(one -> one.peer().toString())
                .toList();
        err.println(words.say("peer.left", left.size(), standings.size(), String.join(", ", left)));
    }

    /** @return whether there is no judge, or it has stated all that it could */
    boolean opinion(Following following) {
        if (following.opinion().isEmpty()) {
            return true;
        }
        SecondOpinion opinion = following.opinion().get();
        opinion.newest().ifPresent(this::statement);
        Optional<JudgeSilence> silence = opinion.silence();
        String why = silence.map(found -> words.say(found.lasting() ? "judge.stopped" : "judge.silent", found.why()))
                .orElse("");
        if (!why.equals(silent) && !why.isEmpty()) {
            err.println(why);
        }
        silent = why;
        List<String> lacking = opinion.missing();
        lacking.stream()
                .filter(reason -> !missing.contains(reason))
                .forEach(reason -> err.println(words.say("judge.missing", reason)));
        missing = lacking;
        return silence.isEmpty();
    }

    private void statement(Lawfulness said) {
        if (said.note().equals(stated)) {
            return;
        }
        stated = said.note();
        long size = said.head().size();
        out.println(
                said.findings().isEmpty()
                        ? words.say("stated.all", size)
                        : words.say(
                                "stated.but",
                                size,
                                count(said, Judgement.Deviation.class),
                                count(said, Judgement.NotJudged.class)));
    }

    private static long count(Lawfulness said, Class<? extends Judgement> kind) {
        return said.findings().stream().filter(kind::isInstance).count();
    }
}
