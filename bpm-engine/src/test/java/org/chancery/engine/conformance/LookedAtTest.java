package org.chancery.engine.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chancery.ledger.JudgeMemory;
import org.chancery.ledger.Leaf;
import org.junit.jupiter.api.Test;

/** A case on somebody's screen is asked for every few seconds: if it was put by it is followed again once. */
class LookedAtTest {

    @Test
    void aCaseThatWasPutByIsFollowedOnceUntilMoreIsToldOfIt() throws Exception {
        try (Office office = new Office()) {
            office.deploy("twice.bpmn", Sketch.of("twice", "", """
                    start s
                    user a
                    user b
                    end e
                    s -> a
                    a -> b
                    b -> e
                    """));
            List<Leaf> before = office.all();
            List<Leaf> one = office.run("twice", Map.of(), "complete a");
            List<Leaf> other = office.run("twice", Map.of(), "complete a");
            int half = one.size() / 2;
            List<Leaf> first = new ArrayList<>(before);
            first.addAll(one.subList(0, half));
            first.addAll(other.subList(0, half));
            List<Leaf> second = new ArrayList<>(one.subList(half, one.size()));
            second.addAll(other.subList(half, other.size()));

            Map<String, byte[]> texts = new HashMap<>();
            office.files().forEach(file -> texts.put(Library.hash(file), file));
            ModelTexts library = hash -> Optional.ofNullable(texts.get(hash));
            Shelf shelf = new Shelf();
            LedgerJudge judge = new LedgerJudge(library, 1);
            judge.begin(shelf);
            Conformance all = new Conformance(library);
            String name = Conformance.casesIn(0, one.getFirst().publicPart())
                    .iterator()
                    .next();

            for (List<Leaf> leaves : List.of(first, second)) {
                leaves.forEach(leaf -> {
                    judge.judge(shelf.log.size(), leaf.publicPart());
                    all.read(shelf.log.size(), leaf.publicPart());
                    shelf.log.add(leaf.publicPart());
                });
                int fetched = shelf.fetched;
                assertThat(judge.of(name)).isEqualTo(all.of(name)).isPresent();
                assertThat(shelf.fetched).isGreaterThan(fetched);
                fetched = shelf.fetched;
                assertThat(judge.of(name)).isEqualTo(all.of(name));
                assertThat(shelf.fetched).isEqualTo(fetched);
            }
        }
    }

    private static final class Shelf implements JudgeMemory {

        private final List<byte[]> log = new ArrayList<>();
        private final Map<String, byte[]> kept = new HashMap<>();
        private int fetched;

        @Override
        public Optional<byte[]> get(String name) {
            return Optional.ofNullable(kept.get(name));
        }

        @Override
        public void put(String name, byte[] what) {
            kept.put(name, what);
        }

        @Override
        public byte[] entry(long leaf) {
            fetched++;
            return log.get((int) leaf);
        }
    }
}
