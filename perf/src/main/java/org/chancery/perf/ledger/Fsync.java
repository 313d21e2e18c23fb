package org.chancery.perf.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.chancery.perf.Spread;

/** What the disk makes of an fsync: nothing that is durable can be faster, alone. */
final class Fsync {

    private static final int TIMES = 201;
    private static final int BYTES = 1024;

    private Fsync() {}

    static Spread millis(Path folder) throws IOException {
        Path file = folder.resolve("fsync");
        double[] millis = new double[TIMES];
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int i = 0; i < TIMES; i++) {
                long begin = System.nanoTime();
                channel.write(ByteBuffer.allocate(BYTES));
                channel.force(false);
                millis[i] = (System.nanoTime() - begin) / 1e6;
            }
        } finally {
            Files.deleteIfExists(file);
        }
        return Spread.of(millis);
    }
}
