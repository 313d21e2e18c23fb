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
    private static final int MAX_RECEIPTS = 1_000;

    public KeyHistory {
        receipts = List.copyOf(receipts);
    }

    /** Reads the file; says nothing about the receipts yet. */
    public static KeyHistory parse(String file) throws MalformedTextException {
        List<String> lines = file.lines().toList();
        if (lines.isEmpty() || !lines.getFirst().equals(FIRST_LINE) || lines.size() > MAX_RECEIPTS) {
            throw new MalformedTextException(1, Flaw.NOT_A_KEY_HISTORY);
        }
        List<String> receipts = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
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

    /**
     * What is trusted in the light of these records. That a key ended is believed of any receipt whose signature holds;
     * a key that was not known, only of receipts that are valid under the policy too. Since an end may take the ground from under
     * what was believed before, all is gone through again after each.
     */
    Trust applied(Trust given) {
        KeyLimits limits = given.limits();
        while (true) {
            Trust known = known(given.with(given.logs(), limits));
            if (known.limits().equals(limits)) {
                return known;
            }
            limits = known.limits();
        }
    }

    private Trust known(Trust given) {
        Trust trust = given;
        while (true) {
            Trust next = step(trust);
            if (next.equals(trust)) {
                return trust;
            }
            trust = next;
        }
    }

    private Trust step(Trust trust) {
        Set<VerifierKey> keys = new LinkedHashSet<>(trust.logs());
        KeyLimits limits = trust.limits();
        for (String receipt : receipts) {
            byte[] file = receipt.getBytes(StandardCharsets.UTF_8);
            if (!(new ReceiptVerifier(trust.withoutWitnesses()).verify(file) instanceof Verdict.Valid signed)) {
                continue;
            }
            boolean whole = new ReceiptVerifier(trust).verify(file) instanceof Verdict.Valid;
            for (KeyEvent event : KeyEvent.in(signed.record(), signed.origin())) {
                limits = limits.with(event, signed.index());
                if (whole) {
                    keys.add(event.key()); // one that ended too: what it signed before is what it was
                }
                if (whole && event instanceof KeyEvent.Added added) {
                    keys.add(added.after());
                }
            }
        }
        return trust.with(List.copyOf(keys), limits);
    }
}
