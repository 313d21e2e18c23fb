package org.chancery.ledger.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.StateMachineLogEntryProto;
import org.apache.ratis.server.RaftServerConfigKeys.Log.CorruptionPolicy;
import org.apache.ratis.server.raftlog.segmented.LogSegment;
import org.apache.ratis.server.raftlog.segmented.LogSegmentPath;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.thirdparty.com.google.protobuf.CodedOutputStream;
import org.apache.ratis.util.SizeInBytes;
import org.chancery.ledger.Entry;
import org.chancery.ledger.LedgerException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a crash can leave of a batch of entries, and what it cannot; Ratis itself reads what is left. */
class OpenSegmentTest {

    private static final int SECTOR = 512;
    private static final int PREALLOCATED = 64 * 1024;

    @TempDir
    Path current;

    private final Random random = new Random(20_261_123);
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private int entries;
    private Path file;

    @BeforeEach
    void aLogOfTwentyEntries() throws IOException {
        file = current.resolve("log_inprogress_0");
        log.writeBytes("RaftLog1".getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < 20; i++) {
            append(300);
        }
    }

    private void append(int length) throws IOException {
        byte[] content = new byte[length];
        random.nextBytes(content);
        LogEntryProto entry = LogEntryProto.newBuilder()
                .setTerm(3)
                .setIndex(entries++)
                .setStateMachineLogEntry(
                        StateMachineLogEntryProto.newBuilder().setLogData(ByteString.copyFrom(content)))
                .build();
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        entry.writeDelimitedTo(frame);
        CRC32C checksum = new CRC32C();
        checksum.update(frame.toByteArray());
        log.writeBytes(frame.toByteArray());
        log.writeBytes(ByteBuffer.allocate(4).putInt((int) checksum.getValue()).array());
        assertThat(CodedOutputStream.computeUInt32SizeNoTag(entry.getSerializedSize()))
                .isEqualTo(frame.size() - entry.getSerializedSize());
    }

    /** As it stands in the file, with the zeros that Ratis fills it with beforehand. */
    private byte[] padded() {
        byte[] bytes = log.toByteArray();
        return Arrays.copyOf(bytes, (bytes.length / PREALLOCATED + 1) * PREALLOCATED);
    }

    private int readByRatis() throws IOException {
        AtomicInteger read = new AtomicInteger();
        LogSegmentPath segment = LogSegmentPath.matchLogSegment(file);
        LogSegment.readSegmentFile(
                file.toFile(),
                segment.getStartEnd(),
                SizeInBytes.valueOf(RaftSettings.LONGEST_ENTRY),
                CorruptionPolicy.EXCEPTION,
                null,
                entry -> read.incrementAndGet());
        return read.get();
    }

    private void assertCut(byte[] bytes, String how, int left) throws IOException {
        Files.write(file, bytes);
        OpenSegment.cutTorn(current);
        assertThat(readByRatis()).as(how).isEqualTo(left);
    }

    private void assertRefused(byte[] bytes, String how) throws IOException {
        Files.write(file, bytes);
        assertThatThrownBy(() -> OpenSegment.cutTorn(current))
                .as(how)
                .isInstanceOf(LedgerException.DamagedStore.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("move the folder");
        assertThat(file).hasBinaryContent(bytes);
    }

    @Test
    void an_entry_torn_at_any_sector_is_cut() throws IOException {
        int begin = log.size();
        append(9_000);
        int end = log.size();
        for (int from = begin; from < end; from = (from / SECTOR + 1) * SECTOR) {
            byte[] torn = padded();
            Arrays.fill(torn, from, end, (byte) 0);
            assertCut(torn, "nothing from byte " + from + " on", 20);
            assertCut(Arrays.copyOf(torn, from), "a file that ends at byte " + from, 20);
        }
    }

    /** A loss of power: which of the sectors reached the disk, and in which order, is left to the device. */
    @Test
    void a_batch_of_which_any_sectors_are_missing_is_cut_behind_its_last_sound_entry_in_a_row() throws IOException {
        int begin = log.size();
        append(9_000);
        int end = log.size();
        for (int from = begin; from < end; from = (from / SECTOR + 1) * SECTOR) {
            byte[] torn = padded();
            Arrays.fill(torn, from, Math.min((from / SECTOR + 1) * SECTOR, end), (byte) 0);
            assertCut(torn, "all but the sector of byte " + from, 20);
        }
    }

    @Test
    void two_entries_that_share_the_missing_sectors_are_cut() throws IOException {
        append(5_000);
        int shared = log.size() / SECTOR * SECTOR;
        append(5_000);
        byte[] torn = padded();
        Arrays.fill(torn, shared, shared + SECTOR, (byte) 0);
        assertCut(torn, "the sector of one's end and the other's beginning", 20);
    }

    @Test
    void a_batch_torn_in_its_second_entry_keeps_the_first() throws IOException {
        append(5_000);
        append(5_000);
        byte[] torn = padded();
        Arrays.fill(torn, log.size() - 3_000, log.size(), (byte) 0);
        assertCut(torn, "the second entry's end", 21);
    }

    @Test
    void a_sound_log_stays_as_it_is() throws IOException {
        for (byte[] sound : List.of(padded(), log.toByteArray(), new byte[PREALLOCATED])) {
            Files.write(file, sound);
            OpenSegment.cutTorn(current);
            assertThat(file).hasBinaryContent(sound);
        }
        OpenSegment.cutTorn(current.resolve("none"));
    }

    /** No crash flips a bit of what was written, and the last entry may well be acknowledged. */
    @Test
    void every_flipped_bit_is_refused_in_the_last_entry_too() throws IOException {
        int last = log.size();
        append(600);
        for (byte[] whole : List.of(log.toByteArray(), padded())) {
            for (int at = 8; at < log.size(); at += at < last ? 97 : 1) {
                byte[] rotten = whole.clone();
                rotten[at] ^= (byte) (1 << random.nextInt(8));
                assertRefused(rotten, "byte " + at);
            }
        }
    }

    /** A length that leads behind what was written makes a whole entry look like one that was cut. */
    @Test
    void every_flipped_bit_of_the_last_entrys_length_is_refused() throws IOException {
        int last = log.size();
        append(600);
        for (byte[] whole : List.of(log.toByteArray(), padded())) {
            for (int bit = 0; bit < 16; bit++) {
                byte[] rotten = whole.clone();
                rotten[last + bit / 8] ^= (byte) (1 << bit % 8);
                assertRefused(rotten, "bit " + bit);
            }
        }
    }

    @Test
    void a_sector_that_was_lost_before_a_sound_entry_is_refused() throws IOException {
        append(9_000);
        int behind = log.size();
        append(300);
        for (int from = SECTOR; from + SECTOR <= behind; from += SECTOR) {
            byte[] rotten = padded();
            Arrays.fill(rotten, from, from + SECTOR, (byte) 0);
            assertRefused(rotten, "the sector of byte " + from);
        }
    }

    @Test
    void a_closed_segment_cannot_be_torn() throws IOException {
        file = current.resolve("log_0-20");
        append(9_000);
        byte[] cut = Arrays.copyOf(log.toByteArray(), log.size() - 5_000);
        Files.write(file, cut);
        OpenSegment.cutTorn(current);
        assertThat(file).hasBinaryContent(cut);
    }

    @Test
    void entries_of_the_person_keys_hold_no_sector_of_zeros() {
        for (PersonKeyChange change : List.of(new PersonKeyChange.Erase("p-1"), new PersonKeyChange.Roll())) {
            assertThat(PersonKeyChange.decode(change.encode())).isEqualTo(change);
            assertThat(new String(change.encode().toByteArray(), StandardCharsets.ISO_8859_1))
                    .doesNotContain("\0\0\0\0");
        }
    }

    /** The log of a real voter, torn at each sector of its last entry, in the place where its group's others have it. */
    @Test
    void a_torn_entry_that_the_others_acknowledged_is_fetched_again() throws IOException {
        Path data = current.resolve("data");
        Path before = current.resolve("before");
        VoterFolder voter = new VoterFolder(data.resolve("voter-1"));
        try (LocalGroup group = Records.start(data, 1_000)) {
            Records.appendSurely(group.ledger());
            Records.awaitEqualHeads(group);
        }
        copy(voter.store(), before);
        Entry last = new Entry(UUID.randomUUID(), new byte[] {'{', '}'}, new byte[20_000]);
        random.nextBytes(last.privatePart());
        try (LocalGroup group = Records.start(data, 1_000)) {
            Records.surely(() ->
                    group.ledger().append(last, group.ledger().writableTerm().orElse(0L)));
            Records.awaitEqualHeads(group);
        }
        // The store is not synced with each entry: here it has not got the last one.
        RaftLogFiles.delete(voter.store());
        copy(before, voter.store());
        file = openSegment(voter);
        byte[] sound = Files.readAllBytes(file);
        Arrays.fill(sound, sound.length - 10_000, sound.length, (byte) 0);
        Files.write(file, Arrays.copyOf(sound, sound.length + PREALLOCATED));
        try (LocalGroup group = Records.start(data, 1_000)) {
            Records.awaitEqualHeads(group);
            assertThat(group.ledger().head().size()).isEqualTo(2);
            assertThat(group.ledger().leaf(1).privatePart()).isEqualTo(last.privatePart());
            assertThat(Records.appendSurely(group.ledger()).index()).isEqualTo(2);
            Records.awaitEqualHeads(group);
        }
    }

    private static Path openSegment(VoterFolder voter) throws IOException {
        Path log = VoterStart.log(voter, new Membership("chancery.test/main", List.of()).ledgerGroup());
        try (Stream<Path> files = Files.list(log)) {
            return files.filter(found -> found.getFileName().toString().startsWith("log_inprogress"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path found : files.toList()) {
                Files.copy(found, to.resolve(from.relativize(found)));
            }
        }
    }
}
