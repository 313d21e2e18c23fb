package org.chancery.engine.conformance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a judge states of a case that has ended: that it followed its model, or where it did not. Whoever holds a key
 * signs {@link #statement}; it names no person and no withheld fact.
 *
 * @param origin of the log
 * @param size of the tree up to which it was judged, at least the case's last leaf and one
 * @param root of that tree, as the checkpoint of that size has it
 */
public record CaseCertificate(String origin, long size, String root, CaseJudgement judgement) {

    private static final int VERSION = 1;
    private static final FindingWords WORDS = new FindingWords(Locale.ENGLISH);
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    public CaseCertificate {
        if (judgement.lastLeaf() >= size) {
            throw new IllegalArgumentException(
                    "a tree of " + size + " does not hold leaf " + judgement.lastLeaf() + " of the case");
        }
    }

    /** Empty while the case goes on: its certificate is due at its end. */
    public static Optional<CaseCertificate> of(String origin, long size, String root, CaseJudgement judgement) {
        return judgement.ended().map(ended -> new CaseCertificate(origin, size, root, judgement));
    }

    /**
     * The bytes to sign: JSON with sorted names and no blanks (RFC 8785; it holds texts and whole numbers only).
     * {@code verdict} is {@code followed}, {@code deviated}, {@code recorded} or {@code not-judged}; {@code deviations},
     * {@code recorded} (left out if there are none) and {@code notJudged} are in the order of the log, so the first
     * deviation is where the case left its model.
     */
    public byte[] statement() {
        Map<String, Object> members = new TreeMap<>();
        members.put("v", VERSION);
        members.put("type", "case-certificate");
        members.put("origin", origin);
        members.put("size", size);
        members.put("root", root);
        members.put("case", judgement.caseName());
        judgement.model().ifPresent(model -> {
            members.put("process", model.key());
            members.put("version", model.version());
            members.put("model", model.hash());
        });
        members.put("first", judgement.firstLeaf());
        members.put("last", judgement.lastLeaf());
        members.put("steps", judgement.steps());
        judgement.ended().ifPresent(ended -> members.put("ended", ended.toString()));
        members.put("verdict", verdict());
        members.put("deviations", told(judgement.deviations()));
        if (!judgement.recorded().isEmpty()) {
            members.put("recorded", told(judgement.recorded()));
        }
        members.put("notJudged", told(judgement.notJudged()));
        try {
            return JSON.writeValueAsString(members).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts and numbers can be written", e);
        }
    }

    private String verdict() {
        return switch (judgement.verdict()) {
            case LAWFUL -> "followed";
            case DEVIATED -> "deviated";
            case RECORDED -> "recorded";
            case NOT_JUDGED -> "not-judged";
        };
    }

    private static List<Map<String, Object>> told(List<Finding> findings) {
        return findings.stream().map(CaseCertificate::told).toList();
    }

    private static Map<String, Object> told(Finding finding) {
        Map<String, Object> told = new TreeMap<>();
        told.put("leaf", finding.leaf());
        told.put("step", finding.step());
        told.put("element", finding.element());
        told.put("code", finding.code());
        told.put("details", new TreeMap<>(finding.details()));
        told.put("reason", WORDS.of(finding));
        return told;
    }
}
