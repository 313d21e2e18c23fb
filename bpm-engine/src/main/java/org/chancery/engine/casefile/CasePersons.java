package org.chancery.engine.casefile;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.chancery.engine.form.FormField;

/**
 * The ids under which the person keys know the persons of one case. The applicant goes by their own person id, which
 * the case names anyway. Everybody else goes by a pseudonym of case and subject, so that nothing links a person who
 * appears in two cases: HMAC-SHA-256 of 'person', a zero byte and the subject under the case's idempotency key, 16
 * bytes in base64url. A repeated filing therefore finds the keys of the first attempt.
 *
 * @param applicant person id
 * @param idempotencyKey as in {@link CaseFile}
 */
public record CasePersons(String applicant, String idempotencyKey) {

    private static final int LENGTH = 16;

    public static CasePersons of(CaseFile file) {
        return new CasePersons(file.applicant(), file.idempotencyKey());
    }

    /** Whom a personal field is about. */
    String of(FormField field) {
        return field.subject().equals(FormField.APPLICANT) ? applicant : pseudonym(field.subject());
    }

    /** Whom an entry of a list of persons is about. */
    String entry(FormField list, int place) {
        return pseudonym(FieldTable.entry(list.key(), place));
    }

    private String pseudonym(String subject) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(idempotencyKey.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] pseudonym = mac.doFinal(("person\0" + subject).getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(pseudonym, LENGTH));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
        }
    }
}
