package org.chancery.console.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.chancery.ledger.LogKeys;

/** Where the log's public verifier keys lie, one a line, the Ed25519 one first. */
public record LogKeyFile(Path path) {

    /** The Ed25519 key, which signs every receipt. */
    public String main() throws IOException {
        try (var lines = Files.lines(path)) {
            return lines.findFirst().orElse("").strip();
        }
    }

    /** What became of the log's keys, as {@code log.keys} beside them tells: nothing if there is no such file. */
    public String history() throws IOException {
        Path file = path.resolveSibling("log.keys");
        return Files.exists(file) ? Files.readString(file) : LogKeys.UNCHANGED;
    }
}
