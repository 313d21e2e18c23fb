package org.chancery.ledger.verify;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.chancery.ledger.CommittedValue;
import org.chancery.ledger.CommittedValue.Opened;
import org.chancery.ledger.CommittedValue.Personal;

/**
 * Whether the values of a receipt are those that its record commits to: every one of them, in the order of transitions
 * and names, each shown or withheld. Only to be asked of a record that is proven.
 */
final class CommitmentCheck {

    private final List<Commitment> commitments;

    private record Commitment(int transition, String name, Object hash) {}

    private CommitmentCheck(List<Commitment> commitments) {
        this.commitments = commitments;
    }

    /** @param record canonical JSON */
    static CommitmentCheck of(String record) {
        List<Commitment> commitments = new ArrayList<>();
        Object transitions = JsonText.object(record)
                .<Object>map(members -> members.get("transitions"))
                .orElse(List.of());
        if (transitions instanceof List<?> list) {
            for (int number = 0; number < list.size(); number++) {
                int at = number;
                if (list.get(number) instanceof Map<?, ?> transition
                        && transition.get("set") instanceof Map<?, ?> set) {
                    new TreeMap<>(set)
                            .forEach((name, hash) -> commitments.add(new Commitment(at, (String) name, hash)));
                }
            }
        }
        return new CommitmentCheck(commitments);
    }

    /** How many values the record commits to. */
    int count() {
        return commitments.size();
    }

    /** @return what does not fit; empty if all of it does */
    Optional<Verdict.Altered> problem(List<CommittedValue> values) {
        for (int i = 0; i < commitments.size(); i++) {
            Commitment commitment = commitments.get(i);
            if (i >= values.size()
                    || values.get(i).transition() != commitment.transition()
                    || !values.get(i).name().equals(commitment.name())) {
                return Optional.of(new Verdict.Altered(Verdict.Part.FIELD_MISSING, commitment.name()));
            }
            if (!fits(values.get(i), commitment)) {
                return Optional.of(new Verdict.Altered(Verdict.Part.FIELD, commitment.name()));
            }
        }
        return commitments.size() >= values.size()
                ? Optional.empty()
                : Optional.of(new Verdict.Altered(
                        Verdict.Part.FIELD_ADDED, values.get(commitments.size()).name()));
    }

    private static boolean fits(CommittedValue value, Commitment commitment) {
        return value.opened()
                .map(opened -> hash(value.name(), opened).equals(commitment.hash())
                        && opened.personal()
                                .map(personal ->
                                        commitment(personal, value.name()).equals(opened.value()))
                                .orElse(true))
                .orElse(true);
    }

    private static String hash(String name, Opened opened) {
        MessageDigest digest = Rfc6962.sha256();
        digest.update(opened.salt().bytes());
        digest.update((name + "\0").getBytes(StandardCharsets.UTF_8));
        return url(digest.digest(opened.value().getBytes(StandardCharsets.UTF_8)));
    }

    private static String commitment(Personal personal, String field) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(personal.salt().bytes(), "HmacSHA256"));
            String text = personal.caseNumber() + "\0" + field + "\0" + personal.text();
            return url(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
        }
    }

    private static String url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
