package org.chancery.processes.est;

import java.text.Normalizer;
import java.util.Locale;
import org.chancery.engine.Registers;

/** Names of the companies registered so far. Two names that a reader cannot tell apart are one. */
final class CompanyNames {

    private static final String REGISTER = "est-company-name";

    private CompanyNames() {}

    static boolean isFree(Registers registers, String name) {
        return registers.find(REGISTER, key(name)).isEmpty();
    }

    /** @return false if the name was taken meanwhile */
    static boolean take(Registers registers, String name, String creditCode) {
        return registers.enter(REGISTER, key(name), creditCode);
    }

    /** Full-width and half-width forms, letter case, spaces and brackets do not distinguish names. */
    static String key(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFKC)
                .toUpperCase(Locale.ROOT)
                .replaceAll("[\\s\\p{Cf}()\\[\\]《》〈〉·・]", "");
    }
}
