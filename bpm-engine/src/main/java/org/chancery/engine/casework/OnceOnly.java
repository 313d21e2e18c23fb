package org.chancery.engine.casework;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.chancery.engine.Actor;
import org.chancery.engine.EngineException.AlreadyDone;
import org.chancery.engine.EngineException.InvalidInput;
import org.chancery.engine.casefile.CaseFile;

/**
 * By what a repeated filing is known, and that it is the same one. The caller's key is kept as a hash, so that neither
 * the database nor the ledger holds one that could be replayed; what was filed is kept as HMAC-SHA-256 under that very
 * key, which stands nowhere, so that nobody can try values against it.
 *
 * @param key SHA-256 of the applicant and the caller's key, hexadecimal
 * @param content HMAC-SHA-256 of service and form, hexadecimal
 */
record OnceOnly(String key, String content) {

    private static final int MAX_KEY = 255;
    private static final ObjectMapper JSON =
            new ObjectMapper().configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true);

    static OnceOnly of(Actor actor, String service, Map<String, Object> entered, String given) {
        if (given.isBlank() || given.length() > MAX_KEY) {
            throw new InvalidInput(
                    List.of(new InvalidInput.Problem("", "case.idempotency-key", Map.of("max", MAX_KEY))));
        }
        byte[] key = (actor.personId() + "\n" + given).getBytes(StandardCharsets.UTF_8);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            byte[] content = mac.doFinal(JSON.writeValueAsBytes(List.of(service, entered)));
            return new OnceOnly(hex(MessageDigest.getInstance("SHA-256").digest(key)), hex(content));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        } catch (JsonProcessingException e) {
            throw new InvalidInput(List.of(new InvalidInput.Problem("", "field.text", Map.of())));
        }
    }

    /**
     * The number of the case that this filing opened before.
     *
     * @throws AlreadyDone if the caller's key was used for something else
     */
    String number(CaseFile filed) {
        if (!filed.filedContent().equals(content)) {
            throw new AlreadyDone("case.key-used", Map.of("case", filed.number()));
        }
        return filed.number();
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
