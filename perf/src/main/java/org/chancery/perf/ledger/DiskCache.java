package org.chancery.perf.ledger;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the system keeps of the disk in memory. */
final class DiskCache {

    private static final Path DROP = Path.of("/proc/sys/vm/drop_caches");

    private DiskCache() {}

    /**
     * Empties it, as after a start of the machine; harms nobody, but slows down who reads files meanwhile.
     *
     * @return whether that was possible: on Linux, for root
     */
    static boolean drop() {
        if (!Files.isWritable(DROP)) {
            return false;
        }
        try (FileOutputStream out = new FileOutputStream(DROP.toFile())) {
            out.write("3\n".getBytes(StandardCharsets.US_ASCII));
            return true;
        } catch (IOException notAllowed) {
            return false;
        }
    }
}
