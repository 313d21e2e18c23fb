package org.chancery.ledger.verify;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.chancery.ledger.Hash;

/** Values that have exactly one written form here; every other form of the same value is refused. */
public final class Canonical {

    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,17}");

    private Canonical() {}

    /** ASCII decimal without leading zeroes, below 10^18. */
    public static OptionalLong number(String text) {
        return NUMBER.matcher(text).matches() ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    /** RFC 4648 §4 with padding and with unused bits zero. */
    public static Optional<byte[]> base64(String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            return Base64.getEncoder().encodeToString(bytes).equals(text) ? Optional.of(bytes) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    public static Optional<Hash> hash(String text) {
        return base64(text).filter(bytes -> bytes.length == Hash.LENGTH).map(Hash::new);
    }

    /** UTC, ISO 8601, as {@link Instant#toString} writes it, of the years 0000 to 9999, which have no sign. */
    public static Optional<Instant> instant(String text) {
        try {
            Instant instant = Instant.parse(text);
            boolean signed = text.startsWith("+") || text.startsWith("-");
            return !signed && instant.toString().equals(text) ? Optional.of(instant) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
