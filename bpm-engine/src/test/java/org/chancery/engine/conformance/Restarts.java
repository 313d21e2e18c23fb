package org.chancery.engine.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.chancery.ledger.Head;
import org.chancery.ledger.verify.CaseCertificateNote;
import org.chancery.ledger.verify.MalformedTextException;
import org.chancery.ledger.verify.VerifierKey;
import org.chancery.ledger.witness.Jury;
import org.chancery.ledger.witness.Witness;

/**
 * Lets witnesses judge one log, one of them without a stop, the others stopped and started at random, with few cases in
 * memory: each must find, state and certify the same, and say the same of every case.
 */
final class Restarts {

    private static final String ORIGIN = "log.example";

    private final Path folder;
    private final ToldLog log;
    private final ModelTexts texts;
    private final List<String> cases;
    private final List<Head> heads = new ArrayList<>();

    /** How a witness comes to its end before it is started again. */
    enum Stop {
        CLOSED,
        KILLED,
        /** Closed, and somebody flips a bit of what it kept. */
        FLIPPED,
        /** Closed, and somebody puts back what it had kept earlier. */
        OLDER
    }

    /**
     * What a witness says.
     *
     * @param findings after each head, as they are signed
     * @param certificates by case: all that they say but for the tree
     * @param cases all there is to say of each, what was left out as well
     */
    record Said(
            List<String> findings, Map<String, Map<String, Object>> certificates, Map<String, CaseJudgement> cases) {}

    /** @param cases names of all cases in the log */
    Restarts(Path folder, List<byte[]> entries, ModelTexts texts, List<String> cases, Random random) {
        this.folder = folder;
        this.log = new ToldLog(entries);
        this.texts = texts;
        this.cases = cases;
        TreeSet<Integer> sizes = new TreeSet<>(List.of(entries.size()));
        random.ints(12, 2, entries.size()).forEach(sizes::add);
        sizes.forEach(size -> heads.add(log.head(size)));
    }

    /** How often the log was read from its first entry on. */
    int beginnings() {
        return log.beginnings();
    }

    /** By one that is never stopped and holds all cases. */
    Said inOneGo() throws IOException {
        try (Run run = new Run("one go", Integer.MAX_VALUE)) {
            heads.forEach(run::judge);
            return run.said();
        }
    }

    /** By one that is stopped now and then. */
    Said stopped(String name, Stop stop, int present, Random random) throws IOException {
        try (Run run = new Run(name, present)) {
            for (Head head : heads) {
                run.judge(head);
                if (random.nextInt(3) > 0) {
                    run.again(stop, random);
                }
            }
            return run.said();
        }
    }

    private final class Run implements AutoCloseable {
        private final Path own;
        private final int present;
        private final List<String> findings = new ArrayList<>();
        private Instant now = Instant.parse("2026-11-24T01:00:00Z");
        private final Map<Path, byte[]> earlier = new HashMap<>();
        private Witness witness;
        private Jury jury;
        private LedgerJudge judge;

        Run(String name, int present) {
            this.own = folder.resolve(name);
            this.present = present;
            open();
        }

        private void open() {
            Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
            witness = Witness.open(own, "w.example", List.of(new VerifierKey(ORIGIN, new byte[32])), clock);
            jury = witness.jury(ORIGIN, () -> judge = new LedgerJudge(texts, present));
        }

        void judge(Head head) {
            now = now.plusSeconds(40); // so that the state is kept every other time
            jury.judge(head, log);
            findings.add(jury.newest().orElseThrow().findingsText());
        }

        void again(Stop stop, Random random) throws IOException {
            if (stop != Stop.KILLED) {
                jury.close();
            }
            witness.close();
            if (stop == Stop.FLIPPED) {
                flip(random);
            } else if (stop == Stop.OLDER) {
                putBack();
            }
            open();
        }

        private List<Path> kept() throws IOException {
            try (Stream<Path> all = Files.walk(own)) {
                return all.filter(file -> file.getParent().endsWith("judge") && Files.isRegularFile(file))
                        .toList();
            }
        }

        /** The first state every time: the whole folder, as from a copy of the disk. */
        private void putBack() throws IOException {
            boolean first = earlier.isEmpty();
            for (Path file : kept()) {
                if (first) {
                    earlier.put(file, Files.readAllBytes(file));
                } else {
                    Files.delete(file);
                }
            }
            for (Map.Entry<Path, byte[]> file : earlier.entrySet()) {
                Files.write(file.getKey(), file.getValue());
            }
        }

        private void flip(Random random) throws IOException {
            List<Path> files = new ArrayList<>();
            for (Path file : kept()) {
                if (Files.size(file) > 0) {
                    files.add(file);
                }
            }
            if (files.isEmpty()) {
                return; // it has seen no case yet
            }
            Path file = files.get(random.nextInt(files.size()));
            byte[] bytes = Files.readAllBytes(file);
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, bytes);
        }

        Said said() {
            jury.judge(heads.getLast(), log); // it may just have been started
            Map<String, Map<String, Object>> certificates = new TreeMap<>();
            try (Stream<Path> all = Files.walk(own)) {
                for (Path file : all.filter(Files::isRegularFile)
                        .filter(file -> file.toString().contains("certificates"))
                        .toList()) {
                    CaseCertificateNote note = CaseCertificateNote.parse(Files.readString(file));
                    certificates.put(note.caseName(), note.facts());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (MalformedTextException e) {
                throw new AssertionError(e);
            }
            Map<String, CaseJudgement> judged = new TreeMap<>();
            for (String name : cases) {
                Optional<CaseJudgement> one = judge.of(name);
                one.ifPresent(found -> judged.put(name, found));
            }
            assertThat(judged).hasSameSizeAs(cases);
            return new Said(findings, certificates, judged);
        }

        @Override
        public void close() {
            jury.close();
            witness.close();
        }
    }
}
