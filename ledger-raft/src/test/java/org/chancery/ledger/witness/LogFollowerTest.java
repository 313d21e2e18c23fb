package org.chancery.ledger.witness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.chancery.ledger.Checkpoint;
import org.chancery.ledger.Hash;
import org.chancery.ledger.Head;
import org.chancery.ledger.log.LogKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A witness that nobody asks: it reads the log itself, over HTTP. */
class LogFollowerTest {

    private static final String ORIGIN = "chancery.example/main";

    @TempDir
    private Path temp;

    private ServedLog log;
    private Witness witness;
    private LogFollower follower;

    @BeforeEach
    void start() throws IOException {
        log = ServedLog.start(temp, ORIGIN);
        witness = Witness.open(temp.resolve("witness"), "w.example", List.of(log.key.verifierKey()), Clock.systemUTC());
        follower = new LogFollower(new RemoteLog(new Web(), log.address()), witness);
    }

    @AfterEach
    void stop() {
        witness.close();
        log.close();
    }

    @Test
    void itMakesTheProofsFromTheTilesAtEverySize() {
        assertThat(follower.look()).isEqualTo(new LogFollower.Look.Cosigned(ORIGIN, 0));
        for (int size : new int[] {1, 2, 255, 256, 257, 511, 513, 1000}) {
            log.growTo(size);
            assertThat(follower.look()).isEqualTo(new LogFollower.Look.Cosigned(ORIGIN, size));
            assertThat(follower.look()).isEqualTo(new LogFollower.Look.NothingNew(ORIGIN, size));
        }
    }

    @Test
    void itReadsTheEntriesInBundles() {
        log.growTo(600);
        LogView view = new RemoteLog(new Web(), log.address()).at(600);
        List<byte[]> read = new ArrayList<>();
        while (read.size() < 600) {
            read.addAll(view.entries(read.size(), 600));
        }
        assertThat(read).hasSize(600);
        assertThat(new String(read.get(599), StandardCharsets.UTF_8)).isEqualTo("{\"n\":599}");
        assertThat(view.entries(300, 302)).hasSize(2);
    }

    @Test
    void aLogThatShowsLessThanBeforeIsReported() {
        log.growTo(3);
        Checkpoint older = log.shown();
        log.growTo(7);
        follower.look();
        log.show(older);
        assertThat(follower.look()).isEqualTo(new LogFollower.Look.WentBack(ORIGIN, 3, 7));
    }

    @Test
    void anotherRootForTheSameSizeIsKeptAsProof() {
        log.growTo(7);
        follower.look();
        log.show(log.sign(new Head(7, new Hash(new byte[32]))));
        assertThat(follower.look()).isEqualTo(new LogFollower.Look.Refused(Answer.Reason.SPLIT_VIEW));
        assertThat(kept().splitViews()).hasSize(1);
    }

    @Test
    void aCheckpointThatTheTilesDoNotLeadToIsKeptToo() {
        log.growTo(7);
        follower.look();
        log.growTo(20);
        log.show(log.sign(new Head(20, new Hash(new byte[32]))));
        assertThat(follower.look()).isEqualTo(new LogFollower.Look.Refused(Answer.Reason.NOT_CONSISTENT));
        assertThat(kept().inconsistencies()).hasSize(1);
        assertThat(kept().splitViews()).isEmpty();
        log.growTo(20);
        assertThat(follower.look()).isEqualTo(new LogFollower.Look.Cosigned(ORIGIN, 20));
    }

    @Test
    void whatTheLogDidNotSignIsNotEvenWeighed() {
        log.growTo(7);
        follower.look();
        LogKey thief = LogKey.open(temp.resolve("thief.p12"), ORIGIN);
        log.show(thief.sign(
                new Head(3, new Hash(new byte[32])), Clock.systemUTC().instant()));
        assertThat(follower.look()).isEqualTo(new LogFollower.Look.Refused(Answer.Reason.NOT_SIGNED));
    }

    @Test
    void aLogThatLacksItsTilesOrIsGoneIsLookedAtAgain() {
        log.growTo(7);
        follower.look();
        log.show(log.sign(new Head(9, new Hash(new byte[32]))));
        assertThat(follower.look()).isInstanceOf(LogFollower.Look.Unreadable.class);
        log.close();
        assertThat(follower.look()).isInstanceOf(LogFollower.Look.Unreadable.class);
    }

    private WitnessedLog kept() {
        return witness.logs().iterator().next();
    }
}
