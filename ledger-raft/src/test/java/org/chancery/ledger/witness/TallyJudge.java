package org.chancery.ledger.witness;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.chancery.ledger.Judge;
import org.chancery.ledger.JudgeMemory;
import org.chancery.ledger.Judgement;

/**
 * A judge whose every word depends on all that it was given: of each entry, whose text is a name, it says how often it
 * came, how often that name did, and what the entry was in which it came before. Holds no name in memory.
 */
final class TallyJudge implements Judge {

    private final String rules;
    /** Entries it was given. */
    private final List<Long> given;

    private JudgeMemory memory;
    private long total;

    TallyJudge(String rules, List<Long> given) {
        this.rules = rules;
        this.given = given;
    }

    @Override
    public Optional<String> rules() {
        return Optional.of(rules);
    }

    @Override
    public void begin(JudgeMemory known) {
        memory = known;
    }

    @Override
    public byte[] putBy() {
        return ByteBuffer.allocate(Long.BYTES).putLong(total).array();
    }

    @Override
    public void goOn(byte[] rest) {
        total = ByteBuffer.wrap(rest).getLong();
    }

    @Override
    public List<Judgement> judge(long leaf, byte[] record) {
        String name = new String(record, StandardCharsets.UTF_8);
        Optional<ByteBuffer> known = memory.get(name).map(ByteBuffer::wrap);
        long times = known.map(ByteBuffer::getLong).orElse(0L) + 1;
        long last = known.map(ByteBuffer::getLong).orElse(-1L);
        String before = last < 0 ? "nothing" : new String(memory.entry(last), StandardCharsets.UTF_8);
        memory.put(
                name,
                ByteBuffer.allocate(2 * Long.BYTES).putLong(times).putLong(leaf).array());
        total++;
        given.add(leaf);
        return List.of(
                new Judgement.Deviation(name, leaf, "e", total + " in all, " + times + " of it, after " + before));
    }

    /** What one says that holds everything in its head. */
    static List<Judgement> expected(List<String> entries) {
        List<Judgement> all = new ArrayList<>();
        for (int leaf = 0; leaf < entries.size(); leaf++) {
            String name = entries.get(leaf);
            long times =
                    entries.subList(0, leaf + 1).stream().filter(name::equals).count();
            String before = times == 1 ? "nothing" : name;
            all.add(new Judgement.Deviation(
                    name, leaf, "e", (leaf + 1) + " in all, " + times + " of it, after " + before));
        }
        return all;
    }
}
