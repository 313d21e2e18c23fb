package org.chancery.processes.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.fail;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.chancery.engine.Cases;
import org.chancery.engine.EngineException.InvalidInput;
import org.chancery.processes.scenario.Scenario.Step;

/** Plays a scenario in an office. The sentences it knows are listed in {@link #sentences}. */
public final class Play {

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    private final Office office;
    private final Map<String, Object> standard;
    private final Map<Pattern, BiConsumer<MatchResult, Step>> sentences = new LinkedHashMap<>();

    /** @param standard the values of a filing 'as usual' */
    public Play(Office office, Map<String, Object> standard) {
        this.office = office;
        this.standard = standard;
        sentences();
    }

    public void run(Scenario scenario) {
        for (Step step : scenario.steps()) {
            try {
                play(step);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(scenario.name() + " line " + step.line() + ": " + step.text(), e);
            }
        }
    }

    private void play(Step step) {
        for (Map.Entry<Pattern, BiConsumer<MatchResult, Step>> sentence : sentences.entrySet()) {
            Matcher matcher = sentence.getKey().matcher(step.text());
            if (matcher.matches()) {
                sentence.getValue().accept(matcher.toMatchResult(), step);
                return;
            }
        }
        fail("no such sentence: " + step.text());
    }

    private void sentences() {
        on("it is (\\S+ \\S+)", (m, step) -> office.clock(moment(m.group(1))));
        on("the applicant files as usual(?: but)?", (m, step) -> office.file(merged(step)));
        on(
                "filing is refused at (\\S+) with (\\S+) if",
                (m, step) -> refused(m.group(1), m.group(2), () -> office.file(merged(step))));
        on(
                "(\\S+)'s (\\S+) is refused at (\\S+) with (\\S+) if",
                (m, step) ->
                        refused(m.group(3), m.group(4), () -> office.complete(m.group(1), m.group(2), step.values())));
        on("titled (.+)", (m, step) -> assertThat(office.title()).isEqualTo(m.group(1)));
        on("back to case (\\d+)", (m, step) -> office.select(Integer.parseInt(m.group(1))));
        on(
                "the applicant does (\\S+) as usual(?: but)?",
                (m, step) -> office.complete("public", m.group(1), merged(step)));
        on("(\\S+) does (\\S+)", (m, step) -> office.complete(m.group(1), m.group(2), step.values()));
        on(
                "open: ?(.*)",
                (m, step) -> assertThat(office.openTasks()).containsExactlyInAnyOrderElementsOf(words(m.group(1))));
        on("status is (\\S+)", (m, step) -> assertThat(office.status()).isEqualTo(Cases.Status.valueOf(m.group(1))));
        on("promised by (\\S+ \\S+)", (m, step) -> assertThat(office.promised()).contains(moment(m.group(1))));
        on("due by law (\\S+ \\S+)", (m, step) -> assertThat(office.statutory()).contains(moment(m.group(1))));
        on("no deadline runs", (m, step) -> assertThat(office.promised()).isEmpty());
        on(
                "(\\S+) decided by rows? (.+)",
                (m, step) -> assertThat(office.rows(m.group(1))).isEqualTo(words(m.group(2))));
        on(
                "fact (\\S+) is (.+)",
                (m, step) -> assertThat(office.fact(m.group(1))).contains(m.group(2)));
        on(
                "fact (\\S+) starts with (.+)",
                (m, step) -> assertThat(office.fact(m.group(1)).orElse("")).startsWith(m.group(2)));
        on("no fact (\\S+)", (m, step) -> assertThat(office.fact(m.group(1))).isEmpty());
        on(
                "(\\S+) happened (\\d+) times?",
                (m, step) -> assertThat(office.passed(m.group(1))).isEqualTo(Long.parseLong(m.group(2))));
        on(
                "(\\S+) never happened",
                (m, step) -> assertThat(office.passed(m.group(1))).isZero());
        on(
                "overlapping: (.+)",
                (m, step) -> assertThat(office.overlap(words(m.group(1)))).isTrue());
        on("the case has ended", (m, step) -> assertThat(office.ended()).isTrue());
        on("the case goes on", (m, step) -> assertThat(office.ended()).isFalse());
    }

    private void on(String sentence, BiConsumer<MatchResult, Step> act) {
        sentences.put(Pattern.compile(sentence), act);
    }

    private Map<String, Object> merged(Step step) {
        Map<String, Object> values = new LinkedHashMap<>(standard);
        values.putAll(step.values());
        values.values().removeIf(value -> value.equals("nothing"));
        return values;
    }

    private static void refused(String field, String code, Runnable act) {
        Throwable thrown = catchThrowable(act::run);
        assertThat(thrown).isInstanceOf(InvalidInput.class);
        assertThat(((InvalidInput) thrown).problems())
                .extracting(problem -> problem.field() + " " + problem.code())
                .containsExactly(field + " " + code);
    }

    private static List<String> words(String text) {
        return text.isBlank() ? List.of() : List.of(text.strip().split("[ ,]+"));
    }

    /** In the office's zone; {@code close} is its closing time. */
    private static java.time.Instant moment(String text) {
        String[] parts = text.split(" ");
        LocalTime time = parts[1].equals("close") ? LocalTime.of(18, 0) : LocalTime.parse(parts[1]);
        return LocalDateTime.of(LocalDate.parse(parts[0]), time).atZone(ZONE).toInstant();
    }
}
