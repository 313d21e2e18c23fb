package org.chancery.ledger.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.chancery.ledger.LedgerException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PersonKeyTableTest {

    private static final int DIGEST = 32;

    @TempDir
    Path root;

    private final PersonKeyTable table = new PersonKeyTable();

    @BeforeEach
    void twoPersons() {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) 7);
        table.apply(
                new PersonKeyChange.Create(new TreeMap<>(Map.of("p-1", key, "p-2", new byte[32]))),
                TermIndex.valueOf(3, 5));
        table.apply(new PersonKeyChange.Erase("p-2"), TermIndex.valueOf(3, 6));
    }

    @Test
    void a_table_is_read_back_as_it_was() {
        PersonKeyTable read = PersonKeyTable.decode(table.encode());
        assertThat(read.find("p-1").orElseThrow()).isEqualTo(table.find("p-1").orElseThrow());
        assertThat(read.erased("p-2")).isTrue();
        assertThat(read.applied()).isEqualTo(TermIndex.valueOf(3, 6));
    }

    @Test
    void every_flipped_bit_is_noticed() {
        byte[] sound = table.encode();
        for (int bit = 0; bit < 8 * sound.length; bit++) {
            byte[] flipped = sound.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> PersonKeyTable.decode(flipped))
                    .as("bit " + bit)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void a_table_that_is_cut_is_noticed_wherever_it_is() {
        byte[] sound = table.encode();
        for (int length = 0; length < sound.length; length++) {
            byte[] cut = Arrays.copyOf(sound, length);
            assertThatThrownBy(() -> PersonKeyTable.decode(cut))
                    .as(length + " bytes")
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** Whoever can write the digest anew can write what he likes, but our own mistakes end here. */
    @Test
    void a_key_of_another_length_is_refused_under_a_fitting_digest_too() throws Exception {
        byte[] sound = table.encode();
        int length = 1 + 8 + 8 + 4 + 2 + "p-1".length();
        assertThat(sound[length]).isEqualTo((byte) 32);
        byte[] shorter = new byte[sound.length - 1];
        System.arraycopy(sound, 0, shorter, 0, length + 1);
        System.arraycopy(sound, length + 2, shorter, length + 1, sound.length - length - 2);
        shorter[length] = 31;
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        sha256.update(shorter, 0, shorter.length - DIGEST);
        System.arraycopy(sha256.digest(), 0, shorter, shorter.length - DIGEST, DIGEST);
        assertThatThrownBy(() -> PersonKeyTable.decode(shorter)).hasMessageContaining("31 bytes");
    }

    @Test
    void a_copy_that_does_not_arrive_as_it_was_sent_is_not_taken_over() {
        PersonKeyCopy copies = new PersonKeyCopy(table);
        assertThatThrownBy(() -> PersonKeyCopy.from(
                        (leader, request) -> {
                            byte[] answer = copies.answer(request.asReadOnlyByteBuffer())
                                    .toByteArray();
                            answer[answer.length - DIGEST - 10] ^= 1;
                            return ByteString.copyFrom(answer);
                        },
                        ByteString.copyFromUtf8("voter-1")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("digest");
    }

    @Test
    void a_damaged_file_is_named_with_the_way_out() throws IOException {
        VoterFolder folder = new VoterFolder(root);
        folder.create();
        byte[] rotten = table.encode();
        rotten[40] ^= 1;
        Files.write(folder.personKeys(), rotten);
        assertThatThrownBy(() -> PersonKeyMachine.applied(folder))
                .isInstanceOf(LedgerException.DamagedStore.class)
                .hasMessageContaining(folder.personKeys().toString())
                .hasMessageContaining("move this file away")
                .hasMessageContaining("destroy");
        Files.write(folder.personKeys(), new byte[] {1, 0, 0});
        assertThatThrownBy(() -> PersonKeyMachine.applied(folder))
                .isInstanceOf(LedgerException.Unavailable.class)
                .hasMessageContaining("move nothing away");
    }

    /** Ratis closes a group for ever whose snapshot fails in any way but this. */
    @Test
    void a_file_that_cannot_be_written_is_an_error_that_raft_survives() throws IOException {
        VoterFolder folder = new VoterFolder(root);
        folder.create();
        PersonKeyMachine machine = new PersonKeyMachine(folder, (peer, request) -> {
            throw new IOException("nobody is asked");
        });
        Path inTheWay = folder.persons().resolve("keys.new/as-if-the-disk-were-full");
        Files.createDirectories(inTheWay);
        assertThatThrownBy(machine::takeSnapshot).isInstanceOf(IOException.class);
        Files.delete(inTheWay);
        machine.takeSnapshot();
        assertThat(folder.personKeys()).exists();
    }
}
