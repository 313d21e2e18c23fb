package org.chancery.ledger.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** A store to be spoiled, as like its original as cheap. */
final class CrashCopy {

    private CrashCopy() {}

    /** Sealed files are never written to again, so links do for them. */
    static Path of(Path filledStore, Path copy) throws IOException {
        Files.walkFileTree(filledStore, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path from, BasicFileAttributes attributes) throws IOException {
                Files.createDirectory(copy.resolve(filledStore.relativize(from)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path from, BasicFileAttributes attributes) throws IOException {
                Path to = copy.resolve(filledStore.relativize(from));
                if (from.getParent().equals(filledStore)) {
                    Files.copy(from, to);
                } else {
                    Files.createLink(to, from);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return copy;
    }

    static void delete(Path copy) throws IOException {
        try (var paths = Files.walk(copy)) {
            paths.sorted((a, b) -> b.compareTo(a)).forEach(path -> {
                try {
                    Files.delete(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
