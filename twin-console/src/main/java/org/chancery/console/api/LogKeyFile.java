package org.chancery.console.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the log's public verifier keys lie, one a line, the Ed25519 one first. */
public record LogKeyFile(Path path) {

    /** The Ed25519 key, which signs every receipt. */
    public String main() throws IOException {
        try (var lines = Files.lines(path)) {
            return lines.findFirst().orElse("").strip();
        }
    }
}
