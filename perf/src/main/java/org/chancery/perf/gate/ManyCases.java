package org.chancery.perf.gate;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.chancery.ledger.Hash;
import org.chancery.ledger.Head;
import org.chancery.ledger.verify.MerkleFrontier;
import org.chancery.ledger.witness.LogView;

/**
 * A long lawful log made of one case that the engine did: what comes before it, then the case again and again, each time
 * under another name and at another time, some cases beside each other. Entries are made when they are read.
 */
final class ManyCases implements LogView {

    /** Cases that go on at the same time. */
    static final int TOGETHER = 1_000;

    private static final int AT_ONCE = 256;
    private static final Pattern TIME = Pattern.compile("20\\d\\d-\\d\\d-\\d\\dT[0-9:.]+Z");
    /** Between cases that begin together and the next ones; the times of a log hardly ever go back. */
    private static final long APART_SECONDS = 2 * 3600;

    private final List<byte[]> before;
    private final List<String> told;
    private final String name;

    /**
     * @param before entries that come first
     * @param told entries of one case
     * @param name of that case
     */
    ManyCases(List<byte[]> before, List<byte[]> told, String name) {
        this.before = before;
        this.told = told.stream()
                .map(entry -> new String(entry, StandardCharsets.UTF_8))
                .toList();
        this.name = name;
    }

    /** Entries of a case. */
    int length() {
        return told.size();
    }

    /** How many entries there are with so many that are wanted: whole cases. */
    long whole(long wanted) {
        long block = (long) TOGETHER * told.size();
        return before.size() + Math.max(1, (wanted - before.size()) / block) * block;
    }

    private byte[] entry(long leaf) {
        if (leaf < before.size()) {
            return before.get((int) leaf);
        }
        long at = leaf - before.size();
        long block = at / ((long) TOGETHER * told.size());
        int inside = (int) (at % ((long) TOGETHER * told.size()));
        long serial = block * TOGETHER + inside % TOGETHER;
        String text = told.get(inside / TOGETHER).replace(name, named(serial));
        Matcher times = TIME.matcher(text);
        return times.replaceAll(time -> Instant.parse(time.group())
                        .plusSeconds(block * APART_SECONDS)
                        .toString())
                .getBytes(StandardCharsets.UTF_8);
    }

    private String named(long serial) {
        String number = "%09d".formatted(serial); // of one length, or a shorter one might follow digits of the name
        return name.substring(0, name.length() - number.length()) + number;
    }

    Head head(long size) {
        MerkleFrontier tree = new MerkleFrontier();
        for (long leaf = 0; leaf < size; leaf++) {
            tree.add(entry(leaf));
        }
        return tree.head();
    }

    @Override
    public long size() {
        return Long.MAX_VALUE;
    }

    @Override
    public List<Hash> consistencyProof(long from, long to) {
        throw new UnsupportedOperationException("it is read at one size");
    }

    @Override
    public List<byte[]> entries(long from, long to) {
        List<byte[]> entries = new ArrayList<>();
        for (long leaf = from; leaf < Math.min(to, from + AT_ONCE); leaf++) {
            entries.add(entry(leaf));
        }
        return entries;
    }
}
