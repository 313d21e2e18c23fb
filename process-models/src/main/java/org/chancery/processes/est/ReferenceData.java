package org.chancery.processes.est;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What other authorities keep and registration looks up: the address library, persons barred from office, business items
 * that need a licence first.
 */
final class ReferenceData {

    private static final Pattern ADDRESS = Pattern.compile("(\\D+?)(\\d{1,5})号.*");

    private record Street(String division, String name, int from, int to) {}

    private final List<Street> streets;
    private final Map<String, LocalDate> barredUntil;
    private final Set<String> licenceFirst;

    private ReferenceData(List<Street> streets, Map<String, LocalDate> barredUntil, Set<String> licenceFirst) {
        this.streets = streets;
        this.barredUntil = barredUntil;
        this.licenceFirst = licenceFirst;
    }

    /** Made-up entries that ship with the product; a real office connects its own registers. */
    static ReferenceData demonstration() {
        List<Street> streets = rows("demo-addresses.csv").stream()
                .map(row -> new Street(row[0], row[1], Integer.parseInt(row[2]), Integer.parseInt(row[3])))
                .toList();
        Map<String, LocalDate> barred = rows("demo-barred.csv").stream()
                .collect(Collectors.toMap(row -> row[0], row -> LocalDate.parse(row[1])));
        Set<String> licenceFirst = rows("scopes.csv").stream()
                .filter(row -> row[1].equals("yes"))
                .map(row -> row[0])
                .collect(Collectors.toSet());
        return new ReferenceData(streets, barred, licenceFirst);
    }

    /** Whether the library has this street and number in this division. */
    boolean isKnownAddress(String division, String address) {
        Matcher parts = ADDRESS.matcher(address.strip());
        if (!parts.matches()) {
            return false;
        }
        int number = Integer.parseInt(parts.group(2));
        return streets.stream()
                .anyMatch(street -> street.division().equals(division)
                        && street.name().equals(parts.group(1))
                        && street.from() <= number
                        && number <= street.to());
    }

    /** Whether this citizen may not be a legal representative on a day (市场主体登记管理条例 Art 12). */
    boolean isBarred(String citizenId, LocalDate on) {
        LocalDate until = barredUntil.get(citizenId);
        return until != null && !on.isAfter(until);
    }

    boolean needsLicenceFirst(String item) {
        return licenceFirst.contains(item);
    }

    private static List<String[]> rows(String file) {
        try (InputStream in = ReferenceData.class.getResourceAsStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .skip(1)
                    .map(line -> line.split(","))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
