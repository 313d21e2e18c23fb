package org.chancery.engine.model;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.chancery.engine.EngineException.ModelRefused.Finding;

/** Files that pages read as text, and the texts in a {@code .properties} file. */
final class TextFile {

    /** Why the texts of a file could not be read. */
    static final class Unreadable extends Exception {
        private final int line;

        private Unreadable(int line, Throwable cause) {
            super("line " + line + ": " + cause.getMessage(), cause);
            this.line = line;
        }
    }

    private TextFile() {}

    /** What stands against a file that holds texts. */
    static List<Finding> check(String name, byte[] content) {
        try {
            return texts(new String(content, StandardCharsets.UTF_8)).entrySet().stream()
                    .filter(text -> hasHalfACharacter(text.getKey() + '\n' + text.getValue()))
                    .map(text -> new Finding(name, text.getKey(), "model.text-characters", Map.of()))
                    .toList();
        } catch (Unreadable e) {
            return List.of(new Finding(name, "", "model.texts", Map.of("line", e.line)));
        }
    }

    /** Every page reads a deployed file as UTF-8, whatever the file says of itself. */
    static Optional<Finding> encoding(String name, byte[] content) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content));
            return Optional.empty();
        } catch (CharacterCodingException e) {
            return Optional.of(new Finding(name, "", "model.encoding", Map.of()));
        }
    }

    /** Key to text, as Java's properties files are written. */
    static Map<String, String> texts(String file) throws Unreadable {
        try {
            return load(file);
        } catch (IllegalArgumentException e) {
            throw new Unreadable(firstBadLine(file), e);
        }
    }

    private static Map<String, String> load(String file) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(file));
        } catch (IOException e) {
            throw new UncheckedIOException("memory is always readable", e);
        }
        Map<String, String> texts = new HashMap<>();
        properties.forEach((key, value) -> texts.put(key.toString(), value.toString()));
        return texts;
    }

    /** The reader does not say where it stumbled; what it can read up to a line, it could read up to any before. */
    private static int firstBadLine(String file) {
        List<String> lines = file.lines().toList();
        int good = 0;
        int bad = lines.size();
        while (bad - good > 1) {
            int middle = (good + bad) / 2;
            if (isReadable(String.join("\n", lines.subList(0, middle)))) {
                good = middle;
            } else {
                bad = middle;
            }
        }
        return bad;
    }

    private static boolean isReadable(String file) {
        try {
            load(file);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean hasHalfACharacter(String text) {
        return text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }
}
