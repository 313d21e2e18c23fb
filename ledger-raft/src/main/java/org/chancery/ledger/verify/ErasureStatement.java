package org.chancery.ledger.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a proven record says of an erasure that was carried out: with its receipt, the certificate of the erasure. The
 * transition is of type {@code erased}; its members {@code erasure}, {@code ground}, {@code keys} (names of the erased
 * keys in this case), {@code requestedBy}, {@code confirmedBy} (names of persons in this case), {@code purged} and
 * {@code pending} (voters).
 */
final class ErasureStatement {

    private final Map<?, ?> transition;
    private final String subject;
    private final String time;

    private ErasureStatement(Map<?, ?> transition, String subject, String time) {
        this.transition = transition;
        this.subject = subject;
        this.time = time;
    }

    /** Every erasure of which this record tells as carried out. */
    static List<ErasureStatement> in(Verdict.Valid receipt) {
        Map<String, Object> record = JsonText.object(receipt.record()).orElse(Map.of());
        List<ErasureStatement> erased = new ArrayList<>();
        if (record.get("transitions") instanceof List<?> transitions) {
            for (Object each : transitions) {
                if (each instanceof Map<?, ?> transition && "erased".equals(transition.get("type"))) {
                    String subject =
                            text(transition, "case").isEmpty() ? text(record, "case") : text(transition, "case");
                    String at = text(transition, "at").isEmpty() ? text(record, "time") : text(transition, "at");
                    erased.add(new ErasureStatement(transition, subject, at));
                }
            }
        }
        return erased;
    }

    /** The statement in sentences. */
    List<String> lines(Words words) {
        List<String> lines = new ArrayList<>();
        lines.add(words.say("erased", subject, time));
        lines.add(words.say("erased.keys", listed("keys").orElse("–")));
        lines.add(words.say("erased.ground", words.ground(text(transition, "ground"))));
        lines.add(words.say("erased.by", text(transition, "requestedBy"), text(transition, "confirmedBy")));
        lines.add(words.say("erased.purged", listed("purged").orElse("–")));
        listed("pending").ifPresent(voters -> lines.add(words.say("erased.pending", voters)));
        return lines;
    }

    private Optional<String> listed(String member) {
        return transition.get(member) instanceof List<?> all && !all.isEmpty()
                ? Optional.of(all.stream().map(String::valueOf).collect(Collectors.joining(", ")))
                : Optional.empty();
    }

    private static String text(Map<?, ?> members, String name) {
        return members.get(name) instanceof String text ? text : "";
    }
}
