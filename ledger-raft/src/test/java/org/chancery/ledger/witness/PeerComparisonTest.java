package org.chancery.ledger.witness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.chancery.ledger.verify.CheckpointText;
import org.chancery.ledger.verify.SignedNote;
import org.chancery.ledger.witness.PeerComparison.Found;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log that shows each of two witnesses a history of its own, each without a flaw: who compares finds it. */
class PeerComparisonTest {

    private static final String ORIGIN = "chancery.example/main";

    @TempDir
    private Path temp;

    private ServedLog toUs;
    private ServedLog toThem;
    private Witness us;
    private Witness them;
    private WitnessServer theirServer;
    private PeerComparison comparison;

    @BeforeEach
    void start() throws IOException {
        toUs = ServedLog.start(temp, ORIGIN);
        us = witness("us");
        them = witness("them");
        theirServer = WitnessServer.start(them, new InetSocketAddress("127.0.0.1", 0));
        URI peer = URI.create("http://127.0.0.1:" + theirServer.port());
        comparison = new PeerComparison(us, new Web(), peer);
    }

    private Witness witness(String name) {
        return Witness.open(temp.resolve(name), name, List.of(toUs.key.verifierKey()), Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        theirServer.close();
        us.close();
        them.close();
        toUs.close();
        toThem.close();
    }

    private void shows(String name) throws IOException {
        toThem = toUs.toOthers(temp.resolve("store of others"), name);
    }

    private void cosigned(int ours, int theirs) {
        toUs.growTo(ours);
        toThem.growTo(theirs);
        assertThat(follow(toUs, us)).isEqualTo(new LogFollower.Look.Cosigned(ORIGIN, ours));
        assertThat(follow(toThem, them)).isEqualTo(new LogFollower.Look.Cosigned(ORIGIN, theirs));
    }

    private static LogFollower.Look follow(ServedLog log, Witness witness) {
        return new LogFollower(new RemoteLog(new Web(), log.address()), witness).look();
    }

    private Found compare() {
        return comparison.compare(ORIGIN, new RemoteLog(new Web(), toUs.address()));
    }

    private WitnessedLog kept() {
        return us.logs().iterator().next();
    }

    @Test
    void twoHistoriesOfOneSizeAreKeptAsProofThatAnybodyCanCheck() throws Exception {
        shows("other");
        cosigned(300, 300);
        assertThat(compare()).isInstanceOf(Found.Contradiction.class);
        compare();
        assertThat(kept().splitViews()).singleElement().satisfies(pair -> {
            SignedNote one = SignedNote.parse(Files.readString(pair.resolve("cosigned")));
            SignedNote other = SignedNote.parse(Files.readString(pair.resolve("other")));
            for (SignedNote note : List.of(one, other)) {
                assertThat(note.signatures())
                        .anyMatch(line -> toUs.key.verifierKey().verifies(note, line));
                assertThat(CheckpointText.of(note).head().size()).isEqualTo(300);
            }
            assertThat(CheckpointText.of(one).head())
                    .isNotEqualTo(CheckpointText.of(other).head());
        });
        assertThat(follow(toUs, us)).as("its own memory is as it was").isInstanceOf(LogFollower.Look.NothingNew.class);
    }

    @Test
    void twoHistoriesOfDifferentSizesAreFoundFromEitherSide() throws Exception {
        shows("other");
        cosigned(300, 270);
        assertThat(compare()).isInstanceOfSatisfying(Found.Contradiction.class, found -> {
            assertThat(found.theirs()).isEqualTo(270);
            assertThat(found.ours()).isEqualTo(300);
        });
        assertThat(kept().inconsistencies()).hasSize(1);
        toThem.growTo(400);
        follow(toThem, them);
        assertThat(compare()).as("the log does not show us that much").isInstanceOf(Found.Unreadable.class);
        toUs.growTo(450);
        assertThat(compare()).isInstanceOf(Found.Contradiction.class);
        assertThat(kept().inconsistencies()).hasSize(2);
    }

    @Test
    void ofOneHistoryNothingIsKept() throws Exception {
        shows("n");
        cosigned(300, 300);
        assertThat(compare())
                .isInstanceOfSatisfying(
                        Found.Same.class, one -> assertThat(one.size()).isEqualTo(300));
        toThem.growTo(400);
        toUs.growTo(400);
        follow(toThem, them);
        assertThat(compare())
                .isInstanceOfSatisfying(
                        Found.Same.class, one -> assertThat(one.size()).isEqualTo(300));
        toUs.growTo(500);
        follow(toUs, us);
        assertThat(compare())
                .isInstanceOfSatisfying(
                        Found.Same.class, one -> assertThat(one.size()).isEqualTo(400));
        assertThat(kept().splitViews()).isEmpty();
        assertThat(kept().inconsistencies()).isEmpty();
    }

    /** One server that shows one witness first one history and then the other. */
    @Test
    void aLogThatChangesItsHistoryIsRefusedAndBothAreKept() throws Exception {
        shows("other");
        cosigned(300, 300);
        assertThat(follow(toThem, us)).isEqualTo(new LogFollower.Look.Refused(Answer.Reason.SPLIT_VIEW));
        toThem.growTo(310);
        assertThat(follow(toThem, us)).isEqualTo(new LogFollower.Look.Refused(Answer.Reason.NOT_CONSISTENT));
        assertThat(kept().splitViews()).hasSize(1);
        assertThat(kept().inconsistencies()).hasSize(1);
        assertThat(us.newest(ORIGIN).map(SignedNote::text)).isEqualTo(Optional.of(text(toUs)));
    }

    private static String text(ServedLog log) throws Exception {
        return SignedNote.parse(log.shown().note()).text();
    }

    @Test
    void aPeerCanAccuseNobody() throws Exception {
        shows("other");
        toUs.growTo(300);
        follow(toUs, us);
        assertThat(compare()).isInstanceOf(Found.Nothing.class);
        ServedLog liar = ServedLog.start(Files.createDirectory(temp.resolve("liar")), ORIGIN);
        try (liar) {
            liar.growTo(300);
            liar.other.put(
                    "/" + Witness.originHash(ORIGIN) + "/checkpoint",
                    liar.shown().note().getBytes("UTF-8"));
            PeerComparison slander = new PeerComparison(us, new Web(), liar.address());
            assertThat(slander.compare(ORIGIN, new RemoteLog(new Web(), toUs.address())))
                    .isInstanceOf(Found.Worthless.class);
        }
        assertThat(comparison.compare(ORIGIN, new RemoteLog(new Web(), toUs.address())))
                .isInstanceOf(Found.Nothing.class);
        theirServer.close();
        assertThat(compare()).isInstanceOf(Found.Unreadable.class);
        assertThat(kept().splitViews()).isEmpty();
        assertThat(kept().inconsistencies()).isEmpty();
    }
}
