package org.chancery.engine.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A leader that lies about erasures: who decided, whose keys were destroyed, what was set aside. */
class ErasingTest extends ErasingCase {
    @Test
    void twoOfficersAndTheKeysThatWereRequestedAreLawful() {
        request(asItWas());
        confirm("officer-2", asItWas());
        erased(asItWas());
        erased(asItWas()); // a voter that was away
        assertThat(found).isEmpty();
        assertThat(judge.of(caseName).orElseThrow().verdict()).isEqualTo(CaseJudgement.Verdict.LAWFUL);
    }

    @Test
    void anApplicantsRequestAndOneOfficerAreLawful() {
        tell("erasure-requested", applicant, ErasingCase::own);
        confirm("officer-2", ErasingCase::own);
        erased(ErasingCase::own);
        assertThat(found).isEmpty();
    }

    /** In the applicant's other cases the decision is told without its request, of their own key alone. */
    @Test
    void aDecisionOfAnotherCaseReachesTheApplicantsKeyAlone() {
        elsewhere(asItWas());
        assertThat(found).isEmpty();
        tell("erasure-confirmed", "", step -> {
            step.put("erasure", "e2").put("confirmedBy", "officer-2");
            keys(step, CITIZEN);
        });
        found("erasure-unrequested");
        found.clear();
        tell("erasure-confirmed", "", step -> {
            step.put("erasure", "e3").put("confirmedBy", "officer-1");
            keys(step, applicant);
        });
        found("erasure-same-person");
    }

    /** What the first of two persons may not do. */
    @ParameterizedTest
    @CsvSource({
        "role,        CLERK,     erasure-role",
        "requestedBy, somebody,  erasure-other-name",
        "requestedBy, '',        erasure-nobody",
        "role,        APPLICANT, erasure-not-own"
    })
    void whatARequestMayNotSay(String member, String value, String code) {
        request(step -> step.put(member, value));
        found(code);
    }

    @Test
    void anApplicantDecidesOnNobodyElseAndSetsNothingAside() {
        tell("erasure-requested", applicant, step -> {
            own(step);
            step.put("role", "DATA_OFFICER").put("person", CITIZEN);
        });
        found("erasure-own-case");
        found.clear();
        tell("erasure-requested", applicant, step -> {
            own(step);
            step.put("erasure", "e2").putArray("despite").add("OPEN_CASE");
        });
        found("erasure-despite");
        found.clear();
        request(step -> step.put("erasure", "e3"));
        confirm(applicant, step -> step.put("erasure", "e3"));
        found("erasure-own-case");
    }

    /** What the second of two persons may not do. */
    @ParameterizedTest
    @CsvSource({
        "officer-1, confirmedBy, officer-1,       erasure-same-person",
        "clerk,     confirmedBy, officer-2,       erasure-other-name",
        "clerk,     role,        CLERK,           erasure-role",
        "officer-2, ground,      COURT_ORDER,     erasure-differs",
        "officer-2, requestedBy, officer-3,       erasure-differs"
    })
    void whatAConfirmationMayNotSay(String by, String member, String value, String code) {
        request(asItWas());
        confirm(by, step -> step.put(member, value));
        found(code);
    }

    @Test
    void nobodyConfirmsOrCarriesOutWhatWasNotAskedFor() {
        confirm("officer-2", asItWas());
        found("erasure-unrequested");
        found.clear();
        tell("erasure-declined", "officer-2", step -> step.put("erasure", "e2"));
        found("erasure-unrequested");
        found.clear();
        erased(step -> step.put("erasure", "e3"));
        found("erasure-unconfirmed");
    }

    @Test
    void whatIsDecidedIsDecidedOnce() {
        request(asItWas());
        declined("officer-2", asItWas());
        assertThat(found).isEmpty();
        confirm("officer-2", asItWas());
        found("erasure-again");
    }

    @Test
    void onlyTheKeysThatWereRequestedAreDestroyed() {
        request(asItWas());
        confirm("officer-2", step -> keys(step, CITIZEN, "key-of-another"));
        found("erasure-other-keys");
        found.clear();
        request(step -> step.put("erasure", "e2"));
        confirm("officer-2", step -> keys(step.put("erasure", "e2"), "key-of-another"));
        found("erasure-other-keys");
        found.clear();
        request(step -> step.put("erasure", "e3"));
        confirm("officer-2", step -> step.put("erasure", "e3"));
        erased(step -> keys(step.put("erasure", "e3"), CITIZEN, "key-of-another"));
        found("erasure-other-keys");
        found.clear();
        erased(step -> step.put("erasure", "e3").put("confirmedBy", "officer-3"));
        found("erasure-differs");
    }

    /** The emptied places of a list go with whoever stands in it; they may be emptied until it is decided. */
    @Test
    void placesThatWereEmptiedMeanwhileGoWithIt() {
        request(asItWas());
        tell(
                "entered",
                "officer-1",
                step -> step.putObject("set").put("holders[0]", "x").put("plans", "y"));
        confirm("officer-2", step -> keys(step, CITIZEN, "key-of-an-emptied-place"));
        assertThat(found).isEmpty();
        request(step -> keys(step.put("erasure", "e2"), CITIZEN, "key-of-an-emptied-place"));
        tell("entered", "officer-1", step -> step.putObject("set").put("holders[0]", "z"));
        confirm("officer-2", step -> step.put("erasure", "e2"));
        assertThat(found).as("the place is taken again").isEmpty();
    }

    @Test
    void whatIsEnteredOutsideListsEmptiesNone() {
        request(asItWas());
        tell("entered", "officer-1", step -> step.putObject("set").put("plans", "y"));
        confirm("officer-2", step -> keys(step, CITIZEN, "key-of-another"));
        found("erasure-other-keys");
    }

    @Test
    void theApplicantsKeyGoesWithNobodyElse() {
        request(asItWas());
        tell("entered", "officer-1", step -> step.putObject("set").put("holders[0]", "x"));
        confirm("officer-2", step -> keys(step, CITIZEN, applicant));
        found("erasure-other-keys");
        found.clear();
        request(step -> keys(step.put("erasure", "e2"), CITIZEN, applicant));
        found("erasure-other-keys");
        found.clear();
        request(step -> keys(step.put("erasure", "e3"), "key-of-another"));
        found("erasure-other-keys");
    }

    @Test
    void noKeyThatWasRequestedIsLeftOut() {
        request(step -> keys(step, CITIZEN, "key-of-an-emptied-place"));
        confirm("officer-2", asItWas());
        found("erasure-other-keys");
    }

    /** Nobody sees here that there is another case: what holds in this one holds. */
    @Test
    void aDecisionOfAnotherCaseIsAnOfficersAndSetsAsideWhatHoldsHere() {
        elsewhere(step -> step.put("role", "CLERK"));
        found("erasure-role");
        found.clear();
        elsewhere(step -> step.put("erasure", "e2").remove("role"));
        assertThat(found).extracting(Finding::code).containsExactly("erasure-unstated");
        found.clear();
        at = end.plus(Duration.ofDays(9));
        elsewhere(step -> step.put("erasure", "e3"));
        found("erasure-held");
        found.clear();
        elsewhere(step -> step.put("erasure", "e4").putArray("despite").add("RETENTION"));
        elsewhere(step -> step.put("erasure", "e5").putArray("despite").add("OPEN_CASE")); // ended since
        assertThat(found).isEmpty();
        stillOpen();
        elsewhere(asItWas());
        found("erasure-held");
    }

    @Test
    void whoDeclinesIsAnOfficerOrWhoeverRequestedIt() {
        for (String id : List.of("e1", "e2", "e3", "e4", "e5", "e6")) {
            request(step -> step.put("erasure", id));
        }
        declined("officer-1", asItWas());
        declined("officer-2", step -> step.put("erasure", "e2"));
        assertThat(found).isEmpty();
        declined("clerk", step -> step.put("erasure", "e3").put("role", "CLERK"));
        found("erasure-role");
        found.clear();
        declined(applicant, step -> step.put("erasure", "e4"));
        found("erasure-own-case");
        found.clear();
        declined("", step -> step.put("erasure", "e5"));
        found("erasure-nobody");
        found.clear();
        declined("officer-2", step -> step.put("erasure", "e6").remove("role"));
        assertThat(found).extracting(Finding::code).containsExactly("erasure-unstated");
        found.clear();
        tell("erasure-requested", applicant, step -> own(step.put("erasure", "e7")));
        declined(applicant, step -> {
            own(step.put("erasure", "e7"));
            step.put("role", "APPLICANT");
        });
        assertThat(found).isEmpty();
    }

    @Test
    void aRecordOfNoVersionIsNotJudged() {
        append("{\"v\":null}".getBytes(StandardCharsets.UTF_8));
        assertThat(found).extracting(Finding::code).containsExactly("unreadable");
    }

    /** A record of before this was told, or one that hides it: neither lawful nor a deviation. */
    @Test
    void whatARecordDoesNotSayIsNotJudged() {
        request(step -> step.remove(Set.of("role", "person", "keys")));
        confirm("officer-2", asItWas());
        assertThat(found).extracting(Finding::code).containsExactly("erasure-unstated", "erasure-unstated");
        assertThat(found).allMatch(one -> one.kind() == Finding.Kind.NOT_JUDGED);
    }

    @Test
    void whoDidNotSeeTheCaseAccusesNobody() {
        begin(hash -> Optional.empty(), told);
        confirm("officer-2", asItWas());
        erased(asItWas());
        assertThat(found).extracting(Finding::code).containsOnly("erasure-unseen");
        assertThat(found).allMatch(one -> one.kind() == Finding.Kind.NOT_JUDGED);
    }
}
