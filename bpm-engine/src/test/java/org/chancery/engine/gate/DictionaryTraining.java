package org.chancery.engine.gate;

import com.github.luben.zstd.ZstdDictTrainer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.chancery.ledger.Leaf;
import org.chancery.ledger.Ledger;

/** Makes a dictionary for private parts from records of typical processes. Run by hand; its result is committed. */
public final class DictionaryTraining {

    private static final int SIZE = 24 * 1024;
    private static final int HEADER = 13;
    private static final int LONGEST = 16 * 1024;

    private DictionaryTraining() {}

    /** @param ledger one whose cipher leaves private parts as they are */
    public static void train(Ledger ledger, Path target) throws Exception {
        List<byte[]> samples = new ArrayList<>();
        int total = 0;
        for (long i = 2; i < ledger.head().size(); i++) {
            Leaf leaf = ledger.leaf(i);
            if (leaf.privatePart().length > HEADER) {
                byte[] part = leaf.privatePart();
                byte[] plain = Compression.unpack(part[0], Arrays.copyOfRange(part, HEADER, part.length));
                if (plain.length < LONGEST) {
                    samples.add(plain);
                    total += plain.length;
                }
            }
        }
        ZstdDictTrainer trainer = new ZstdDictTrainer(total, SIZE);
        samples.forEach(trainer::addSample);
        Files.write(target, trainer.trainSamples());
        System.out.println(samples.size() + " samples of " + total + " bytes; dictionary in " + target);
    }
}
