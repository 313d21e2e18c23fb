package org.chancery.processes.est;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chancery.engine.Work;
import org.chancery.rules.CitizenId;
import org.chancery.rules.LegalClock;
import org.chancery.rules.UnifiedSocialCreditCode;

/**
 * Establishes the facts that the completeness decision rests on. What is personal goes in, only yes or no comes out, so
 * that anybody may evaluate the decision again.
 */
final class CheckParticulars implements Work {

    /** What is wrong with a person; the decision knows it as one of two reasons. */
    enum Defect {
        LEGAL_REP_MINOR,
        LEGAL_REP_BARRED,
        LEGAL_REP_ID,
        AGENT_ID,
        SHAREHOLDER_ID
    }

    private final LegalClock clock;
    private final ReferenceData data;

    CheckParticulars(LegalClock clock, ReferenceData data) {
        this.clock = clock;
        this.data = data;
    }

    @Override
    public void run(Context context) {
        LocalDate today = clock.day(context.now());
        Map<String, Boolean> facts = new LinkedHashMap<>();
        identities(context, today, facts);
        shareholders(context, today, facts);
        particulars(context, facts);
        facts.forEach(context::set);
        persons(context, facts);
        context.set(
                "staffClass",
                InvoiceClasses.staff(number(context, "staffExpected").intValue()));
        context.set("capitalClass", InvoiceClasses.capital(number(context, "registeredCapital")));
        if (context.variable("supplementRounds").isEmpty()) {
            context.set("supplementRounds", 0L);
        }
    }

    private void identities(Context context, LocalDate today, Map<String, Boolean> facts) {
        Optional<String> legalRep = context.personal("legalRepId").filter(id -> CitizenId.isValid(id, today));
        facts.put("legalRepIdValid", legalRep.isPresent());
        facts.put(
                "legalRepAdult",
                legalRep.filter(id -> CitizenId.parse(id, today).isAdultOn(today))
                        .isPresent());
        facts.put(
                "legalRepBarred",
                legalRep.filter(id -> data.isBarred(id, today)).isPresent());
        facts.put(
                "agentIdValid",
                context.personal("agentId")
                        .filter(id -> CitizenId.isValid(id, today))
                        .isPresent());
    }

    /** A company without any shareholder fails as well: there is nobody whose identity could be confirmed. */
    private static void shareholders(Context context, LocalDate today, Map<String, Boolean> facts) {
        List<String> persons = Lists.column(context.personal("naturalShareholders"), "shareholderId");
        List<String> companies =
                Lists.column(context.variable("corporateShareholders").map(String.class::cast), "corporateCode");
        boolean any = !persons.isEmpty() || !companies.isEmpty();
        facts.put("shareholderIdsValid", any && persons.stream().allMatch(id -> CitizenId.isValid(id, today)));
        facts.put("shareholderCodesValid", companies.stream().allMatch(UnifiedSocialCreditCode::isValid));
    }

    /**
     * What the decision asks, and anybody may know, tells of no single person; which defect it is, only the case's own
     * people read.
     */
    private static void persons(Context context, Map<String, Boolean> facts) {
        boolean minor = facts.get("legalRepIdValid") && !facts.get("legalRepAdult");
        boolean barred = facts.get("legalRepBarred");
        context.set("representativeEligible", !minor && !barred);
        set(
                context,
                "representativeDefect",
                minor ? Optional.of(Defect.LEGAL_REP_MINOR) : when(barred, Defect.LEGAL_REP_BARRED));
        Optional<Defect> identity = when(!facts.get("legalRepIdValid"), Defect.LEGAL_REP_ID)
                .or(() -> when(!facts.get("agentIdValid"), Defect.AGENT_ID))
                .or(() -> when(!facts.get("shareholderIdsValid"), Defect.SHAREHOLDER_ID));
        context.set("identitiesConfirmed", identity.isEmpty());
        set(context, "identityDefect", identity);
    }

    private static Optional<Defect> when(boolean found, Defect defect) {
        return found ? Optional.of(defect) : Optional.empty();
    }

    private static void set(Context context, String variable, Optional<Defect> defect) {
        context.set(variable, defect.map(Defect::name).orElse(""));
    }

    private static BigDecimal number(Context context, String variable) {
        return context.variable(variable)
                .map(value -> new BigDecimal(value.toString()))
                .orElse(BigDecimal.ZERO);
    }

    private void particulars(Context context, Map<String, Boolean> facts) {
        facts.put("nameFree", CompanyNames.isFree(context.registers(), text(context, "companyName")));
        facts.put("addressKnown", data.isKnownAddress(text(context, "division"), text(context, "address")));
        boolean licenceFirst = Lists.items(context.variable("scope").map(String.class::cast)).stream()
                .anyMatch(data::needsLicenceFirst);
        facts.put(
                "preLicenceMissing", licenceFirst && text(context, "preLicence").isBlank());
    }

    private static String text(Context context, String variable) {
        return context.variable(variable).map(String.class::cast).orElse("");
    }
}
