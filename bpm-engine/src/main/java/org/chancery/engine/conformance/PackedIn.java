package org.chancery.engine.conformance;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads what {@link PackedOut} wrote. Whoever keeps the bytes vouches for them, so that what does not fit is a mistake of
 * ours: it fails with a {@link RuntimeException}.
 */
final class PackedIn {

    private static final int SEVEN_BITS = 7;

    private final ByteBuffer in;

    PackedIn(byte[] bytes) {
        in = ByteBuffer.wrap(bytes);
    }

    long number() {
        long number = 0;
        for (int shift = 0; ; shift += SEVEN_BITS) {
            byte next = in.get();
            number |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return number;
            }
        }
    }

    int count() {
        return Math.toIntExact(number());
    }

    String text() {
        char[] units = new char[checked(count())];
        for (int i = 0; i < units.length; i++) {
            units[i] = (char) number();
        }
        return new String(units);
    }

    List<String> texts() {
        List<String> texts = new ArrayList<>();
        for (int left = count(); left > 0; left--) {
            texts.add(text());
        }
        return texts;
    }

    byte[] bytes() {
        byte[] bytes = new byte[checked(count())];
        in.get(bytes);
        return bytes;
    }

    /** What is counted takes a byte each at least. */
    private int checked(int count) {
        if (count < 0 || count > in.remaining()) {
            throw new IllegalStateException("there are no " + count + " more");
        }
        return count;
    }

    Instant instant() {
        return Instant.ofEpochSecond(number(), number());
    }

    ModelRef model() {
        return new ModelRef(text(), number(), text());
    }

    private Finding finding(String caseName) {
        Finding.Kind kind = Finding.Kind.valueOf(text());
        long leaf = number();
        int step = (int) number();
        String element = text();
        String code = text();
        Map<String, String> details = new HashMap<>();
        for (int left = count(); left > 0; left--) {
            String name = text();
            details.put(name, text());
        }
        return new Finding(kind, caseName, leaf, step, element, code, details);
    }

    List<Finding> findings(String caseName) {
        List<Finding> findings = new ArrayList<>();
        for (int left = count(); left > 0; left--) {
            findings.add(finding(caseName));
        }
        return findings;
    }
}
