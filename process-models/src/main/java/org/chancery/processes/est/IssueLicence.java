package org.chancery.processes.est;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.chancery.engine.Registers;
import org.chancery.engine.Work;
import org.chancery.rules.UnifiedSocialCreditCode;

/**
 * Enters the company in the register and gives it its credit code. If its name went to another company since the check,
 * nothing is issued and a person decides.
 */
final class IssueLicence implements Work {

    /** An enterprise registered by market regulation (GB 32100 table 1). */
    private static final String ENTERPRISE = "91";
    /** As the table of completeness has it for a name that is taken still. */
    private static final String NAME_TAKEN = "《市场主体登记管理条例》第十条、第二十条";
    /** The registrar's block of organisation codes. */
    private static final char BLOCK = 'M';

    @Override
    public void run(Context context) {
        Registers registers = context.registers();
        String name = text(context, "companyName");
        if (!CompanyNames.isFree(registers, name)) {
            context.set("nameFree", false);
            context.set("reason", "NAME_TAKEN");
            context.set("ground", NAME_TAKEN);
            context.set("licenceIssued", false);
            return;
        }
        String division = text(context, "division");
        UnifiedSocialCreditCode code =
                UnifiedSocialCreditCode.issue(ENTERPRISE, division, BLOCK, registers.next("est-serial"));
        CompanyNames.take(registers, name, code.value());
        context.set("creditCode", code.value());
        context.set("licenceIssued", true);
        long others = registers.next(counter(division, text(context, "address"))) - 1;
        context.set("companiesAtAddress", others);
        context.set("addressClass", InvoiceClasses.address(others));
    }

    /** Counters are kept for ever, and need no address to count: its SHA-256 does, base64url. */
    static String counter(String division, String address) {
        try {
            byte[] place = (division + "/" + address).getBytes(StandardCharsets.UTF_8);
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(place);
            return "est-address/" + Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static String text(Context context, String variable) {
        return context.variable(variable)
                .map(String.class::cast)
                .orElseThrow(() -> new IllegalStateException("the application has no " + variable));
    }
}
