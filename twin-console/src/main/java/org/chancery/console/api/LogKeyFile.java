package org.chancery.console.api;

import java.nio.file.Path;

/** Where the log's public verifier key lies. */
public record LogKeyFile(Path path) {}
