package org.chancery.ledger.verify;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What became of a log's keys, as {@code log.keys} tells it: a first line, then one receipt a line, in base64, of each
 * record about keys ({@link KeyEvent}). A receipt may be there twice, under the key that was good before and under the
 * one that is now: who trusts either finds a way to the other.
 *
 * @param receipts each as a {@code .receipt} file has it
 */
public record KeyHistory(List<String> receipts) {

    /** Nothing became of them. */
    public static final KeyHistory NONE = new KeyHistory(List.of());

    private static final String FIRST_LINE = "chancery keys v1";
    /** Lines of a file with its first one; a history has fewer receipts. */
    static final int MAX_RECEIPTS = 1_000;

    public KeyHistory {
        receipts = List.copyOf(receipts);
    }

    /** Reads the file; says nothing about the receipts yet. */
    public static KeyHistory parse(String file) throws MalformedTextException {
        List<String> lines = List.of(file.split("\n", -1));
        int last = lines.size() - 1; // nothing follows the last line's end
        if (!lines.getFirst().equals(FIRST_LINE) || !lines.getLast().isEmpty() || last > MAX_RECEIPTS) {
            throw new MalformedTextException(1, Flaw.NOT_A_KEY_HISTORY);
        }
        List<String> receipts = new ArrayList<>();
        for (int i = 1; i < last; i++) {
            int line = i + 1;
            byte[] receipt = Canonical.base64(lines.get(i))
                    .orElseThrow(() -> new MalformedTextException(line, Flaw.NOT_A_KEY_HISTORY));
            receipts.add(new String(receipt, StandardCharsets.UTF_8));
        }
        return new KeyHistory(receipts);
    }

    /** The file. */
    public String text() {
        StringBuilder text = new StringBuilder(FIRST_LINE).append('\n');
        receipts.forEach(
                receipt -> text.append(Base64.getEncoder().encodeToString(receipt.getBytes(StandardCharsets.UTF_8)))
                        .append('\n'));
        return text.toString();
    }

    /** What its receipts say of keys of the log of this name; whether they are genuine is not asked. */
    public List<KeyEvent> events(String origin) {
        List<KeyEvent> events = new ArrayList<>();
        for (String receipt : receipts) {
            try {
                ReceiptText read = ReceiptText.parse(receipt.getBytes(StandardCharsets.UTF_8));
                events.addAll(KeyEvent.in(read.record(), origin));
            } catch (MalformedTextException none) {
                continue; // what is no receipt says nothing
            }
        }
        return events;
    }

    /** With receipts that another one has besides. */
    KeyHistory and(KeyHistory more) {
        Set<String> all = new LinkedHashSet<>(receipts);
        all.addAll(more.receipts);
        return new KeyHistory(List.copyOf(all));
    }

    /** What is trusted, and what the receipts that hold say of keys. */
    private record Known(Trust trust, Set<KeyAct> acts) {}

    /**
     * What is trusted in the light of these records. That a key ended is believed of any receipt whose signature holds;
     * a key that was not known, only of receipts that are valid under the policy too. What the officers who are asked
     * did not order is not believed either way; {@link KeyLimits#end} refuses the key that it names. Since an end may
     * take the ground from under what was believed before, all is gone through again after each.
     */
    Trust applied(Trust given) {
        Known known = known(new Known(given, Set.of()));
        while (true) {
            Trust again = given.with(given.logs(), known.trust().limits());
            Known next = known(new Known(again, known.acts()));
            if (next.trust().limits().equals(known.trust().limits())) {
                return next.trust()
                        .with(next.trust().logs(), next.trust().limits().telling(next.acts()));
            }
            known = next;
        }
    }

    private static boolean isEnd(KeyAct act) {
        return act.isOrdered() && !(act.event() instanceof KeyEvent.Added);
    }

    private Known known(Known given) {
        Known known = step(given);
        while (true) {
            Known next = step(known);
            if (next.equals(known)) {
                return known;
            }
            known = next;
        }
    }

    private Known step(Known before) {
        Trust trust = before.trust();
        Set<VerifierKey> keys = new LinkedHashSet<>(trust.logs());
        Set<KeyAct> acts = new LinkedHashSet<>();
        before.acts().stream()
                .filter(KeyHistory::isEnd)
                .forEach(acts::add); // as those limits stay, so does their reason
        KeyLimits limits = trust.limits();
        for (String receipt : receipts) {
            byte[] file = receipt.getBytes(StandardCharsets.UTF_8);
            if (!(new ReceiptVerifier(trust.withoutWitnesses()).verify(file) instanceof Verdict.Valid signed)) {
                continue;
            }
            boolean whole = new ReceiptVerifier(trust).verify(file) instanceof Verdict.Valid;
            KeyRecord record = KeyRecord.of(signed.record(), signed.origin());
            KeyAuthority authority = record.orderedBy(trust.officers(), signed.index());
            for (KeyEvent event : record.events()) {
                KeyAct act = new KeyAct(event, signed.index(), authority);
                acts.add(act);
                if (act.isOrdered()) {
                    limits = limits.with(event, signed.index());
                }
                if (act.isOrdered() && whole) {
                    keys.add(event.key()); // one that ended too: what it signed before is what it was
                }
                if (act.isOrdered() && whole && event instanceof KeyEvent.Added added) {
                    keys.add(added.after());
                }
            }
        }
        return new Known(trust.with(List.copyOf(keys), limits), acts);
    }
}
