package org.chancery.engine.gate;

import com.github.luben.zstd.ZstdDictTrainer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.chancery.ledger.Leaf;
import org.chancery.ledger.Ledger;

/**
 * Makes a dictionary for private parts from records of typical processes. Run by hand over the ledgers of the services'
 * scenarios and of {@code ./chancery bench records}; its result is committed.
 */
public final class DictionaryTraining {

    private static final int SIZE = 64 * 1024;
    private static final int LEVEL = 19;
    private static final int HEADER = 13;

    /** What is longer than this fills its own record with repetitions and gains little from a dictionary. */
    private static final int LONGEST = 16 * 1024;

    private DictionaryTraining() {}

    public static void train(List<Ledger> ledgers, Path target) throws Exception {
        List<byte[]> samples = new ArrayList<>();
        for (Ledger ledger : ledgers) {
            for (long i = 1; i < ledger.head().size(); i++) {
                Leaf leaf = ledger.leaf(i);
                if (leaf.privatePart().length > 0) {
                    byte[] part = ledger.cipher().open(leaf.id(), leaf.privatePart());
                    samples.add(Compression.unpack(part[0], Arrays.copyOfRange(part, HEADER, part.length)));
                }
            }
        }
        samples.removeIf(sample -> sample.length >= LONGEST);
        int total = samples.stream().mapToInt(sample -> sample.length).sum();
        ZstdDictTrainer trainer = new ZstdDictTrainer(total, SIZE, LEVEL);
        samples.forEach(trainer::addSample);
        Files.write(target, trainer.trainSamples());
        System.out.println(samples.size() + " samples of " + total + " bytes; dictionary in " + target);
    }
}
