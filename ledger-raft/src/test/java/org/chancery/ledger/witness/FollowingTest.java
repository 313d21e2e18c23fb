package org.chancery.ledger.witness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.chancery.ledger.Judge;
import org.chancery.ledger.Judgement;
import org.chancery.ledger.Judges;
import org.chancery.ledger.Lawfulness;
import org.chancery.ledger.verify.LawfulnessNote;
import org.chancery.ledger.verify.Rfc6962;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A witness judges a log from outside: entries by its tiles, models by hash, of cosigned roots alone. */
class FollowingTest {

    private static final String ORIGIN = "chancery.example/main";
    private static final byte[] MODEL = "<definitions/>".getBytes(StandardCharsets.UTF_8);
    private static final String HASH = Base64.getUrlEncoder().withoutPadding().encodeToString(Rfc6962.sha256(MODEL));

    @TempDir
    private Path temp;

    private Instant now = Instant.parse("2026-11-24T01:02:03Z");
    private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
    private ServedLog log;
    private Witness witness;
    private Following following;

    /** Entry 3 needs a model; number 5 is unlawful. */
    private static Judges judges() {
        return models -> new Judge() {
            private boolean lacks;

            @Override
            public List<Judgement> judge(long leaf, byte[] record) {
                String text = new String(record, StandardCharsets.UTF_8);
                if (text.equals("{\"n\":3}")) {
                    lacks = models.byHash(HASH).isEmpty();
                    return lacks ? List.of(new Judgement.NotJudged(leaf, "no model")) : List.of();
                }
                return text.equals("{\"n\":5}") ? List.of(new Judgement.Deviation("c", leaf, "T", "no")) : List.of();
            }

            @Override
            public boolean couldSeeMore() {
                return lacks && models.byHash(HASH).isPresent();
            }
        };
    }

    @BeforeEach
    void start() throws IOException {
        log = ServedLog.start(temp, ORIGIN);
        log.other.put("/models/" + HASH, MODEL);
        witness = Witness.open(temp.resolve("witness"), "w.example", List.of(log.key.verifierKey()), clock);
        following = new Following(witness, new Web(), log.address(), List.of(), Optional.of(judges()), clock);
    }

    @AfterEach
    void stop() {
        following.close();
        witness.close();
        log.close();
    }

    private Optional<Lawfulness> judged() throws InterruptedException {
        following.look();
        following.awaitOpinion();
        return following.opinion().flatMap(SecondOpinion::newest);
    }

    @Test
    void itStatesWhatItFoundUpToWhatItCosigned() throws Exception {
        log.growTo(700);
        Lawfulness said = judged().orElseThrow();
        assertThat(said.findings()).containsExactly(new Judgement.Deviation("c", 5, "T", "no"));
        LawfulnessNote note = LawfulnessNote.parse(said.note());
        assertThat(note.signedBy(witness.lawfulnessKey())).isTrue();
        assertThat(note.head()).isEqualTo(log.store().head());
        assertThat(note.lists(said.findings())).isTrue();
        assertThat(witness.lawfulness(ORIGIN)).contains(said);
        assertThat(log.asked.stream().filter(path -> path.startsWith("/tile/entries/")))
                .as("each bundle once")
                .hasSize(3);
        log.growTo(800);
        assertThat(judged().orElseThrow().head().size()).isEqualTo(800);
    }

    @Test
    void aModelThatCannotBeHadIsNotJudgedAndJudgedOnceItIsThere() throws Exception {
        log.other.clear();
        log.growTo(10);
        assertThat(judged().orElseThrow().findings())
                .containsExactly(new Judgement.NotJudged(3, "no model"), new Judgement.Deviation("c", 5, "T", "no"));
        assertThat(following.opinion().orElseThrow().missing())
                .singleElement()
                .satisfies(why -> assertThat(why).contains("404"));
        log.other.put("/models/" + HASH, MODEL);
        now = now.plusSeconds(61);
        awaitFindings(1);
        assertThat(following.opinion().orElseThrow().missing()).isEmpty();
    }

    /** The log's checkpoint and hashes are right, but the entries it serves are others: it hides the unlawful one. */
    @Test
    void entriesThatDoNotLeadToTheCosignedRootAreNotJudged() throws Exception {
        log.growTo(7);
        byte[] genuine = log.store().entries(0, 7);
        byte[] hidden = new String(genuine, StandardCharsets.UTF_8)
                .replace("{\"n\":5}", "{\"n\":0}")
                .getBytes(StandardCharsets.UTF_8);
        log.other.put("/tile/entries/000.p/7", hidden);
        assertThat(judged()).isEmpty();
        assertThat(witness.newest(ORIGIN)).as("its tiles are consistent").isPresent();
        assertThat(following.opinion().orElseThrow().silence().orElseThrow()).satisfies(silence -> {
            assertThat(silence.why()).contains("did not lead to the root");
            assertThat(silence.lasting()).isFalse();
        });
        log.other.remove("/tile/entries/000.p/7");
        now = now.plusSeconds(11);
        awaitFindings(1);
        assertThat(following.opinion().orElseThrow().silence()).isEmpty();
    }

    private void awaitFindings(int count) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (judged().filter(said -> said.findings().size() == count).isEmpty()) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.sleep(20);
        }
        // what is told of the judge follows its statement
        while (following.opinion().orElseThrow().silence().isPresent()) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.sleep(20);
        }
    }
}
