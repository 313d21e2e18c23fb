package org.chancery.engine.conformance;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Deviations that are recorded: an authorised person gives the ground of a deviation that was found before, and another
 * one confirms it. One of the two is an auditor, neither is the applicant. A record that does not keep to this is itself
 * a deviation and records nothing; so is one of a deviation that nobody found, or that is recorded already. These
 * records move nothing in the case: the deviation stays found.
 */
final class Recordings {

    static final String PROPOSED = "deviation-proposed";
    static final String RECORDED = "deviation-recorded";

    private static final String AUDITOR = "AUDITOR";
    private static final Set<String> ROLES = Set.of(AUDITOR, "ADMINISTRATOR");
    private static final Pattern GROUND = Pattern.compile("(?U)[^\\p{Cntrl}{}\\u2028\\u2029]{10,300}");

    private final CaseState state;
    private final Findings findings;
    private final long seenUntil;

    /** @param seenUntil the entry from which on this judge did not see all of the case */
    Recordings(CaseState state, Findings findings, long seenUntil) {
        this.state = state;
        this.findings = findings;
        this.seenUntil = seenUntil;
    }

    static boolean areTold(Step step) {
        return step.type().equals(PROPOSED) || step.type().equals(RECORDED);
    }

    void judge(Step step) {
        Optional<String> wrong = wrong(step);
        if (wrong.filter(code -> isUnseen(code, step)).isPresent()) {
            findings.add(
                    Finding.Kind.NOT_JUDGED, step.leaf(), step.number(), step.element(), "record-unseen", about(step));
        } else if (wrong.isPresent()) {
            findings.deviation(step, step.element(), wrong.get(), about(step));
        } else if (step.type().equals(PROPOSED)) {
            findings.add(Finding.Kind.PROPOSED, step.leaf(), step.number(), step.element(), PROPOSED, proposal(step));
        } else {
            findings.add(Finding.Kind.RECORDED, step.leaf(), step.number(), step.element(), RECORDED, recording(step));
        }
    }

    /** Whoever did not see the entry that is named cannot say that there was nothing to find, or to confirm. */
    private boolean isUnseen(String code, Step step) {
        return switch (code) {
            case "record-unfounded" ->
                entry(step, "of")
                        .filter(of -> of < step.leaf() && (seenUntil <= of || isMissing(of)))
                        .isPresent();
            case "record-unproposed" ->
                entry(step, "proposal")
                        .filter(proposal -> findings.all().stream()
                                .anyMatch(found -> found.kind() == Finding.Kind.NOT_JUDGED && found.leaf() == proposal))
                        .isPresent();
            default -> false;
        };
    }

    /** Whether this judge lacked a file on which judging the case up to there rests. */
    private boolean isMissing(long leaf) {
        return findings.all().stream()
                .anyMatch(found -> found.kind() == Finding.Kind.NOT_JUDGED
                        && found.code().equals("model-missing")
                        && found.leaf() <= leaf);
    }

    private static Optional<Long> entry(Step step, String member) {
        return step.members().get(member) instanceof Number number ? Optional.of(number.longValue()) : Optional.empty();
    }

    private Optional<String> wrong(Step step) {
        if (step.actor().isEmpty()) {
            return Optional.of("record-nobody");
        }
        if (!ROLES.contains(step.text("role"))) {
            return Optional.of("record-role");
        }
        if (step.actor().get().key().equals(state.applicant)) {
            return Optional.of("record-own-case");
        }
        if (!GROUND.matcher(step.text("ground")).matches()) {
            return Optional.of("record-ground");
        }
        if (findings.all().stream()
                .noneMatch(found -> found.kind() == Finding.Kind.DEVIATION
                        && found.leaf() < step.leaf()
                        && isMeant(found.leaf(), found.element(), found.code(), found.mark(), step))) {
            return Optional.of("record-unfounded");
        }
        if (told(Finding.Kind.RECORDED, step).findAny().isPresent()) {
            return Optional.of("record-again");
        }
        return step.type().equals(RECORDED) ? unconfirmed(step) : Optional.empty();
    }

    private Optional<String> unconfirmed(Step step) {
        Optional<Finding> proposal = proposalOf(step);
        if (proposal.isEmpty()) {
            return Optional.of("record-unproposed");
        }
        if (proposal.get()
                .details()
                .get("key")
                .equals(step.actor().orElseThrow().key())) {
            return Optional.of("record-same-person");
        }
        boolean audited = step.text("role").equals(AUDITOR)
                || proposal.get().details().get("role").equals(AUDITOR);
        return audited ? Optional.empty() : Optional.of("record-no-auditor");
    }

    /** The proposal that is confirmed: by its entry, about the same deviation, with the same ground. */
    private Optional<Finding> proposalOf(Step step) {
        return told(Finding.Kind.PROPOSED, step)
                .filter(found -> String.valueOf(found.leaf()).equals(number(step, "proposal")))
                .filter(found -> found.details().get("ground").equals(step.text("ground")))
                .findFirst();
    }

    private Stream<Finding> told(Finding.Kind kind, Step step) {
        List<Finding> all = findings.all();
        return all.stream()
                .filter(found -> found.kind() == kind)
                .filter(found -> isMeant(
                        Long.parseLong(found.details().get("of")),
                        found.element(),
                        found.details().get("what"),
                        found.details().get("mark"),
                        step));
    }

    /** A step without a mark is of before there were any, and about all that share its place. */
    private static boolean isMeant(long leaf, String element, String code, String mark, Step step) {
        String told = step.text("mark");
        return String.valueOf(leaf).equals(number(step, "of"))
                && element.equals(step.element())
                && Objects.equals(code, step.text("code"))
                && (told.isEmpty() || mark.isEmpty() || told.equals(mark));
    }

    private static Map<String, String> about(Step step) {
        return Map.of("of", number(step, "of"), "what", step.text("code"));
    }

    private static Map<String, String> proposal(Step step) {
        Step.Who who = step.actor().orElseThrow();
        return Map.of(
                "of",
                number(step, "of"),
                "what",
                step.text("code"),
                "mark",
                step.text("mark"),
                "ground",
                step.text("ground"),
                "organisation",
                who.organisation(),
                "role",
                step.text("role"),
                "key",
                who.key());
    }

    private Map<String, String> recording(Step step) {
        Map<String, String> proposal = proposalOf(step).orElseThrow().details();
        return Map.of(
                "of",
                number(step, "of"),
                "what",
                step.text("code"),
                "mark",
                step.text("mark"),
                "ground",
                step.text("ground"),
                "proposal",
                number(step, "proposal"),
                "proposer",
                proposal.get("organisation") + " " + proposal.get("role"),
                "confirmer",
                step.actor().orElseThrow().organisation() + " " + step.text("role"));
    }

    private static String number(Step step, String member) {
        return step.members().get(member) instanceof Number number ? number.toString() : "";
    }
}
