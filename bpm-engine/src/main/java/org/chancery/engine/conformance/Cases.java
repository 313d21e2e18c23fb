package org.chancery.engine.conformance;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.chancery.ledger.JudgeMemory;
import org.chancery.ledger.LedgerException;

/**
 * The cases of a log. Without a memory all stay here; with one, those that were told of lately, and of the others it
 * holds a {@link CaseMemo}. A case of which something is told again is followed again, from its first entry on, and what
 * is found so must be what was found before: whatever was put by is checked where it is used.
 */
final class Cases {

    private static final String PREFIX = "case ";

    /** Whoever has a case on the screen asks for it again and again. */
    private static final int LOOKED_AT = 8;

    private final Function<String, Following> begin;
    private final Map<String, Kept> present;
    /** Followed again for somebody who asked, and as it was then. */
    private final Map<String, Kept> lookedAt = new Lately<>(LOOKED_AT);

    private final Optional<JudgeMemory> memory;
    private final int most;

    /** A case in memory. */
    private static final class Kept {
        final Following following;
        /** {@link #chain} over the entries so far. */
        byte[] seen = new byte[0];

        boolean isPutBy;

        Kept(Following following) {
            this.following = following;
        }
    }

    /**
     * @param begin begins a case
     * @param most how many cases stay here when there is a memory for the others
     */
    Cases(Function<String, Following> begin, Optional<JudgeMemory> memory, int most) {
        this.begin = begin;
        this.memory = memory;
        this.most = most;
        this.present = new LinkedHashMap<>(16, 0.75f, memory.isPresent());
    }

    /**
     * The case, followed as far as it was told of; one that begins now if there is none.
     *
     * @throws LedgerException if what it takes cannot be had now
     * @throws JudgeMemory.Contradicted if it is not what it was
     */
    Following open(String name) {
        Kept known = present.get(name);
        if (known != null) {
            return known.following;
        }
        Optional<Kept> again = memo(name).map(memo -> again(name, memo));
        again.ifPresent(kept -> present.put(name, kept));
        return again.map(kept -> kept.following).orElseGet(() -> begin.apply(name));
    }

    private Optional<CaseMemo> memo(String name) {
        return memory.flatMap(known -> known.get(PREFIX + name)).map(packed -> CaseMemo.unpacked(name, packed));
    }

    private Kept again(String name, CaseMemo memo) {
        Kept again = new Kept(begin.apply(name));
        for (long leaf : memo.leaves()) {
            byte[] entry = memory.orElseThrow().entry(leaf);
            again.seen = chain(again.seen, leaf, entry);
            again.following.follow(Telling.of(leaf, entry));
        }
        if (!again.following.memo(again.seen).agrees(memo)) {
            throw new JudgeMemory.Contradicted("followed again from entry " + memo.leaves()[0] + " to " + memo.last()
                    + ", a case is not what it was");
        }
        again.isPutBy = true;
        return again;
    }

    /** This entry tells of these cases. */
    void begin(Collection<Following> cases, long leaf, byte[] entry) {
        for (Following one : cases) {
            Kept kept = present.computeIfAbsent(one.name(), name -> new Kept(one));
            one.begin(leaf);
            kept.isPutBy = false;
            if (memory.isPresent()) {
                kept.seen = chain(kept.seen, leaf, entry);
            }
        }
    }

    /** This entry is over: cases told of less lately need not stay. */
    void end(long leaf) {
        Iterator<Kept> all = present.values().iterator();
        while (memory.isPresent() && present.size() > most) {
            Kept eldest = all.next();
            if (eldest.following.last() == leaf || !isPutBy(eldest)) {
                return;
            }
            all.remove();
        }
    }

    /** What cannot be put by now stays here. */
    private boolean isPutBy(Kept kept) {
        try {
            put(kept);
            return true;
        } catch (LedgerException.Unavailable e) {
            return false;
        }
    }

    private void put(Kept kept) {
        if (!kept.isPutBy) {
            memory.orElseThrow()
                    .put(
                            PREFIX + kept.following.name(),
                            kept.following.memo(kept.seen).packed());
            kept.isPutBy = true;
        }
    }

    /** Puts by all; those that have ended need not stay. */
    void putBy() {
        present.values().forEach(this::put);
        present.values().removeIf(kept -> kept.following.hasEnded());
    }

    /** A digest of one entry after the other: what was shown once cannot be shown otherwise later. */
    static byte[] chain(byte[] before, long leaf, byte[] entry) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(before);
            digest.update(ByteBuffer.allocate(Long.BYTES).putLong(leaf).array());
            return digest.digest(entry);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /**
     * What there is to say of a case so far; empty if nothing was told of it. Changes nothing here.
     *
     * @param omissions what has not happened in it although it should
     */
    Optional<CaseJudgement> judgement(String name, Function<Following, List<Finding>> omissions) {
        if (present.containsKey(name)) {
            return Optional.of(judgement(present.get(name).following, omissions));
        }
        return memo(name)
                .map(memo -> memo.ended().isPresent()
                        ? memo.judgement(name, memo.findings())
                        : judgement(lookedAt(name, memo).following, omissions));
    }

    private Kept lookedAt(String name, CaseMemo memo) {
        Kept known = lookedAt.get(name);
        if (known == null || !Arrays.equals(known.seen, memo.seen())) {
            known = again(name, memo);
            lookedAt.put(name, known);
        }
        return known;
    }

    /** @throws IllegalStateException if there is a memory: not all are here */
    List<CaseJudgement> all(Function<Following, List<Finding>> omissions) {
        if (memory.isPresent()) {
            throw new IllegalStateException("most cases are put by");
        }
        return present.values().stream()
                .map(kept -> judgement(kept.following, omissions))
                .toList();
    }

    private static CaseJudgement judgement(Following following, Function<Following, List<Finding>> omissions) {
        CaseMemo memo = following.memo(new byte[0]);
        List<Finding> findings = new ArrayList<>(memo.findings());
        findings.addAll(omissions.apply(following));
        return memo.judgement(following.name(), findings);
    }
}
