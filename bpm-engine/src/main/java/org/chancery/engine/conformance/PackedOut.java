package org.chancery.engine.conformance;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Writes what {@link PackedIn} reads: numbers in as many bytes as they need, texts of whatever records tell. */
final class PackedOut {

    private static final int SEVEN_BITS = 7;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** Small numbers take one byte, negative ones ten. */
    PackedOut number(long number) {
        long left = number;
        while ((left & ~0x7FL) != 0) {
            out.write((int) (left & 0x7F | 0x80));
            left >>>= SEVEN_BITS;
        }
        out.write((int) left);
        return this;
    }

    /** Also one that is no Unicode: code unit by code unit. */
    PackedOut text(String text) {
        number(text.length());
        text.chars().forEach(this::number);
        return this;
    }

    PackedOut texts(Collection<String> texts) {
        number(texts.size());
        texts.forEach(this::text);
        return this;
    }

    PackedOut bytes(byte[] bytes) {
        number(bytes.length);
        out.writeBytes(bytes);
        return this;
    }

    PackedOut instant(Instant instant) {
        return number(instant.getEpochSecond()).number(instant.getNano());
    }

    PackedOut model(ModelRef model) {
        return text(model.key()).number(model.version()).text(model.hash());
    }

    /** Without the case, which is known. */
    PackedOut finding(Finding finding) {
        text(finding.kind().name())
                .number(finding.leaf())
                .number(finding.step())
                .text(finding.element())
                .text(finding.code())
                .number(finding.details().size());
        for (Map.Entry<String, String> detail : finding.details().entrySet()) {
            text(detail.getKey()).text(detail.getValue());
        }
        return this;
    }

    PackedOut findings(List<Finding> findings) {
        number(findings.size());
        findings.forEach(this::finding);
        return this;
    }

    byte[] bytes() {
        return out.toByteArray();
    }
}
