package org.chancery.ledger.verify;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Checks pages of cases: every receipt, that all records are of one case, that the files are those that were deployed
 * with its model, and that around the proofs stands what this program writes. That no record was left out a page cannot
 * prove.
 */
final class PageVerifier {

    private final ReceiptVerifier receipts;
    private final Set<String> shells;

    PageVerifier(ReceiptVerifier receipts) {
        this(receipts, PageText.resource("pages.txt").lines().collect(Collectors.toSet()));
    }

    private PageVerifier(ReceiptVerifier receipts, Set<String> shells) {
        this.receipts = receipts;
        this.shells = shells;
    }

    Verdict verify(byte[] file) {
        try {
            PageText.Parsed page = PageText.parse(file);
            ReceiptVerifier known = receipts.inTheLightOf(page.data().history());
            Verdict verdict = new PageVerifier(known, shells).verify(page.data());
            return verdict instanceof Verdict.ValidCase && !shells.contains(page.shell())
                    ? new Verdict.Altered(Verdict.Part.PAGE)
                    : verdict;
        } catch (MalformedTextException e) {
            return new Verdict.Malformed(e.line(), e.flaw());
        }
    }

    private Verdict verify(PageText page) throws MalformedTextException {
        List<Verdict.Valid> records = new ArrayList<>();
        for (String receipt : page.receipts()) {
            Verdict verdict = receipts.verify(utf8(receipt));
            if (!(verdict instanceof Verdict.Valid valid)) {
                return verdict;
            }
            if (valid.values().isEmpty() && CommitmentCheck.of(valid.record()).count() > 0) {
                return new Verdict.Altered(Verdict.Part.FIELDS_HIDDEN, Long.toString(valid.index()));
            }
            records.add(valid);
        }
        if (records.isEmpty()) {
            throw new MalformedTextException(1, Flaw.NOT_A_PAGE);
        }
        Optional<String> subject = oneCase(records);
        if (subject.isEmpty()) {
            return new Verdict.Altered(Verdict.Part.RECORDS);
        }
        if (!receipts.isSigner(page.receipts().getFirst(), page.key())) {
            return new Verdict.Altered(Verdict.Part.KEY);
        }
        Instant asOf = records.stream()
                .map(Verdict.Valid::asOf)
                .min(Instant::compareTo)
                .orElseThrow();
        return problemWithModel(page, records.getFirst())
                .orElseGet(() -> new Verdict.ValidCase(
                        asOf, records.getFirst().origin(), subject.get(), records, page.address()));
    }

    /** The case's pseudonym, if all records concern it, stand in their order and lie in one log. */
    private static Optional<String> oneCase(List<Verdict.Valid> records) {
        Verdict.Valid first = records.getFirst();
        if (!(members(first).get("case") instanceof String subject)) {
            return Optional.empty();
        }
        for (int i = 1; i < records.size(); i++) {
            Verdict.Valid next = records.get(i);
            if (next.index() <= records.get(i - 1).index()
                    || !next.origin().equals(first.origin())
                    || !concerns(next, subject)) {
                return Optional.empty();
            }
        }
        return Optional.of(subject);
    }

    private static boolean concerns(Verdict.Valid record, String subject) {
        Map<String, Object> members = members(record);
        return subject.equals(members.get("case"))
                || transitions(members).stream()
                        .anyMatch(each -> each instanceof Map<?, ?> map && subject.equals(map.get("case")));
    }

    /** Files must be those that were deployed together with the model of the case's first record. */
    private Optional<Verdict> problemWithModel(PageText page, Verdict.Valid first) {
        if (page.deployment().isEmpty()) {
            return page.files().isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            new Verdict.Altered(Verdict.Part.FILE, page.files().firstKey()));
        }
        Verdict verdict = receipts.verify(utf8(page.deployment()));
        if (!(verdict instanceof Verdict.Valid deployment)) {
            return Optional.of(verdict);
        }
        Map<String, Object> members = members(deployment);
        List<Map<?, ?>> deployed = transitions(members).stream()
                .filter(Map.class::isInstance)
                .<Map<?, ?>>map(Map.class::cast)
                .filter(each -> "deployed".equals(each.get("type")))
                .toList();
        if (!"deployment".equals(members.get("kind"))
                || !(members(first).get("model") instanceof String model)
                || deployed.stream().noneMatch(each -> model.equals(each.get("model")))) {
            return Optional.of(new Verdict.Altered(Verdict.Part.MODEL));
        }
        return page.files().entrySet().stream()
                .filter(file -> deployed.stream()
                        .noneMatch(each -> file.getKey().equals(each.get("resource"))
                                && hash(file.getValue()).equals(each.get("model"))))
                .map(file -> (Verdict) new Verdict.Altered(Verdict.Part.FILE, file.getKey()))
                .findFirst();
    }

    private static Map<String, Object> members(Verdict.Valid record) {
        return JsonText.object(record.record()).orElse(Map.of());
    }

    private static List<?> transitions(Map<String, Object> members) {
        return members.get("transitions") instanceof List<?> list ? list : List.of();
    }

    private static String hash(String content) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Rfc6962.sha256().digest(utf8(content)));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
