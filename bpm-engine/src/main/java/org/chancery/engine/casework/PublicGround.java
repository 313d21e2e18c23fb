package org.chancery.engine.casework;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Connection;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.chancery.engine.EngineException.InvalidInput;
import org.chancery.engine.EngineException.InvalidInput.Problem;
import org.chancery.engine.Seals;
import org.chancery.engine.casefile.CaseFile;
import org.chancery.engine.casefile.FieldTable;
import org.chancery.ledger.PersonKeys;

/**
 * The ground of a deviation stands in the ledger in clear, for ever. No program knows every name; this one refuses what
 * it can know: whatever personal was entered in the case, its title, and numbers as long as those of cases, telephones
 * and identity documents.
 */
final class PublicGround {

    private static final Pattern FORM = Pattern.compile("(?U)[^\\p{Cntrl}{}\\u2028\\u2029]*");
    private static final Pattern LONG_NUMBER = Pattern.compile("\\p{Nd}([\\p{Z}\\p{P}\\p{S}]{0,2}\\p{Nd}){6,}");
    private static final Pattern BETWEEN = Pattern.compile("[\\p{Z}\\p{P}\\p{S}]");
    /** A shorter value, such as a share of 5, stands in many a text by chance. */
    private static final int SHORTEST_VALUE = 2;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final PersonKeys keys;

    PublicGround(PersonKeys keys) {
        this.keys = keys;
    }

    /** The ground as it is recorded. */
    String of(Connection connection, CaseFile file, String entered) {
        String ground = entered.strip();
        int length = ground.codePointCount(0, ground.length());
        if (length < Seals.SHORTEST_GROUND
                || length > Seals.LONGEST_GROUND
                || !FORM.matcher(ground).matches()) {
            throw refused("deviation.ground-length", Map.of("min", Seals.SHORTEST_GROUND, "max", Seals.LONGEST_GROUND));
        }
        if (LONG_NUMBER.matcher(compatible(ground)).find()) {
            throw refused("deviation.ground-number", Map.of());
        }
        String told = plain(ground);
        List<String> values = new ArrayList<>(List.of(file.title(), file.number()));
        new FieldTable(connection, keys)
                .of(file.number())
                .values()
                .forEach(opened -> opened.value().ifPresent(value -> values.addAll(texts(value))));
        if (values.stream()
                .map(PublicGround::plain)
                .filter(PublicGround::isTelling)
                .anyMatch(told::contains)) {
            throw refused("deviation.ground-personal", Map.of());
        }
        return ground;
    }

    /** Full-width digits and letters, as input methods give them, are read as the plain ones. */
    private static String compatible(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC);
    }

    /** Neither a blank nor a point in the middle of a name makes it another one. */
    private static String plain(String text) {
        return BETWEEN.matcher(compatible(text).toLowerCase(Locale.ROOT)).replaceAll("");
    }

    /** Two Chinese characters are a name; two digits are a share. */
    private static boolean isTelling(String value) {
        return value.length() >= SHORTEST_VALUE && value.codePoints().anyMatch(Character::isLetter);
    }

    /** A list of persons is kept as JSON: each text in it. */
    private static List<String> texts(String value) {
        List<String> texts = new ArrayList<>(List.of(value));
        json(value).ifPresent(list -> list.forEach(entry -> entry.forEach(one -> texts.add(one.asText()))));
        return texts;
    }

    private static Optional<JsonNode> json(String value) {
        try {
            return Optional.of(JSON.readTree(value)).filter(JsonNode::isArray);
        } catch (JsonProcessingException notOne) {
            return Optional.empty();
        }
    }

    private static InvalidInput refused(String code, Map<String, Object> details) {
        return new InvalidInput(List.of(new Problem("ground", code, details)));
    }
}
