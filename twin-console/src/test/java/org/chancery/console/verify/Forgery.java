package org.chancery.console.verify;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * A file that no verifier may call valid.
 *
 * @param name how it was made
 * @param base number of the genuine file that it was made from
 */
record Forgery(String name, int base, byte[] file) {

    /** How it differs from its base, so that a browser need not be sent the whole of it. */
    Map<String, Object> difference(List<byte[]> genuine) {
        byte[] from = genuine.get(base);
        int shorter = Math.min(from.length, file.length);
        int before = 0;
        while (before < shorter && from[before] == file[before]) {
            before++;
        }
        int behind = 0;
        while (behind < shorter - before && from[from.length - 1 - behind] == file[file.length - 1 - behind]) {
            behind++;
        }
        byte[] middle = Arrays.copyOfRange(file, before, file.length - behind);
        return Map.of(
                "name",
                name,
                "base",
                base,
                "before",
                before,
                "behind",
                behind,
                "middle",
                Base64.getEncoder().encodeToString(middle));
    }
}
