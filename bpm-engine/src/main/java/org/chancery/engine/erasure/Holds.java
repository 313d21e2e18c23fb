package org.chancery.engine.erasure;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.chancery.engine.EngineException.NotPermitted;
import org.chancery.engine.Erasures.Erasure;
import org.chancery.engine.Erasures.Ground;
import org.chancery.engine.Erasures.Hold;
import org.chancery.engine.Erasures.HoldKind;
import org.chancery.engine.casefile.CaseFile;
import org.chancery.engine.casefile.CaseTable;
import org.chancery.engine.model.DeployedFiles;

/**
 * What speaks against an erasure: a case that runs needs its data, and after its end they are kept for as long as the
 * model's extension property {@code retentionDays} says.
 */
final class Holds {

    private final DeployedFiles files;
    private final Clock clock;

    Holds(DeployedFiles files, Clock clock) {
        this.files = files;
        this.clock = clock;
    }

    /** The case itself, and if the applicant is to be erased, all of theirs: one key serves them. */
    static List<CaseFile> concerned(CaseTable cases, CaseFile file, String person) {
        return person.equals(file.applicant()) ? cases.ofApplicant(person) : List.of(file);
    }

    List<Hold> of(List<CaseFile> concerned) {
        List<Hold> holds = new ArrayList<>();
        for (CaseFile file : concerned) {
            if (file.endedAt().isEmpty()) {
                holds.add(new Hold(HoldKind.OPEN_CASE, file.number(), Optional.empty()));
            } else {
                Instant ended = file.endedAt().get();
                retention(file)
                        .map(ended::plus)
                        .filter(until -> until.isAfter(clock.instant()))
                        .ifPresent(until -> holds.add(new Hold(HoldKind.RETENTION, file.number(), Optional.of(until))));
            }
        }
        return holds;
    }

    /** A ground that the state of the cases contradicts is none. */
    void requireTrue(Ground ground, List<CaseFile> concerned) {
        if (ground != Ground.RETENTION_ENDED) {
            return;
        }
        List<Hold> holds = of(concerned);
        if (!holds.isEmpty()) {
            throw new NotPermitted("erasure.retention-runs", Map.of("cases", names(holds)));
        }
        List<String> unstated = concerned.stream()
                .filter(file -> retention(file).isEmpty())
                .map(CaseFile::number)
                .sorted()
                .toList();
        if (!unstated.isEmpty()) {
            throw new NotPermitted("erasure.retention-unstated", Map.of("cases", String.join(", ", unstated)));
        }
    }

    /** What the request set aside; of a case that was filed after it, nothing: nobody weighed that one. */
    static Predicate<Hold> setAside(Erasure erasure, List<CaseFile> concerned) {
        Set<String> weighed = concerned.stream()
                .filter(file -> !file.startedAt().isAfter(erasure.requestedAt()))
                .map(CaseFile::number)
                .collect(Collectors.toSet());
        return hold -> erasure.despite().contains(hold.kind()) && weighed.contains(hold.caseNumber());
    }

    /** @throws NotPermitted if anything holds that is not set aside */
    static void requireSetAside(List<Hold> holds, Predicate<Hold> setAside) {
        List<Hold> left = holds.stream().filter(setAside.negate()).toList();
        if (!left.isEmpty()) {
            throw new NotPermitted("erasure.held", Map.of("cases", names(left)));
        }
    }

    private static String names(List<Hold> holds) {
        return holds.stream().map(Hold::caseNumber).distinct().sorted().collect(Collectors.joining(", "));
    }

    private Optional<Duration> retention(CaseFile file) {
        return files.process(file.definitionId()).retentionDays().map(Duration::ofDays);
    }
}
