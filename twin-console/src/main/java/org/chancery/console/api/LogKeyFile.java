package org.chancery.console.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.chancery.ledger.LogKeys;

/** Where the log's public verifier keys lie, one a line, the Ed25519 one first. */
public record LogKeyFile(Path path) {

    /** The Ed25519 key, which signs every receipt. */
    public String main() throws IOException {
        try (var lines = Files.lines(path)) {
            return lines.findFirst().orElse("").strip();
        }
    }

    /** What became of the log's keys, see {@link LogKeys#history}: empty if it is not known any more. */
    public Optional<String> history() {
        return LogKeys.history(path.toAbsolutePath().getParent());
    }

    /** Who may order changes of them, as {@code officers.vkey} beside them tells; nobody if there is no such file. */
    public String officers() throws IOException {
        Path file = path.resolveSibling("officers.vkey");
        return Files.exists(file) ? Files.readString(file) : "";
    }
}
