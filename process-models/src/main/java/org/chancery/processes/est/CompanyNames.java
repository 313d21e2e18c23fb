package org.chancery.processes.est;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
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

    /**
     * Why a name cannot be registered, as a message code. One character may be written out as fifteen (U+FDFA), so a
     * name that is short enough for the form may be too long for the register: that is told to whoever applies, not
     * found out by the registrar who grants.
     */
    static Optional<String> fault(String name) {
        int length = key(name).length();
        return length == 0
                ? Optional.of("check.company-name.empty")
                : length > Registers.MAX_KEY ? Optional.of("check.company-name.too-long") : Optional.empty();
    }

    /** Full-width and half-width forms, letter case, spaces and brackets do not distinguish names. */
    static String key(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFKC)
                .toUpperCase(Locale.ROOT)
                .replaceAll("[\\s\\p{Cf}()\\[\\]《》〈〉·・]", "");
    }
}
