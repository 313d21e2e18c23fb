package org.chancery.ledger.verify;

import java.util.ArrayList;
import java.util.List;

/**
 * Whose statements of lawfulness one trusts: a file of lines, of which these count; empty lines and lines that begin
 * with {@code #}, {@code log} or {@code needed} are passed over.
 *
 * <pre>
 * judge court court.example/witness/lawfulness+1a2b3c4d+AZ…     a name in this file, and the key; or the key alone
 * </pre>
 */
public final class JudgeKeys {

    private JudgeKeys() {}

    /** The keys, in the order of the file. */
    public static List<VerifierKey> parse(String file) throws MalformedTextException {
        List<VerifierKey> keys = new ArrayList<>();
        int number = 0;
        for (String line : file.split("\n", -1)) {
            String[] words = line.strip().split("[ \t]+");
            try {
                switch (words[0] + " " + words.length) {
                    case "judge 3" -> keys.add(VerifierKey.parse(words[2]));
                    case "log 2", "needed 2" -> {}
                    default -> {
                        if (!words[0].isEmpty() && !words[0].startsWith("#")) {
                            keys.add(VerifierKey.parse(line.strip()));
                        }
                    }
                }
                number++;
            } catch (MalformedTextException e) {
                throw e.after(number);
            }
        }
        return keys;
    }
}
