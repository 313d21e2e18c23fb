package org.chancery.ledger.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.PersonKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PersonKeysIT {

    @TempDir
    Path data;

    @Test
    void a_key_is_made_once_and_is_the_same_after_a_restart() {
        byte[] key;
        try (LocalGroup group = Records.start(data, 1_000)) {
            PersonKeys keys = group.personKeys();
            assertThat(keys.find("p-1")).isEmpty();
            key = Records.createSurely(keys, "p-1");
            assertThat(key).hasSize(32);
            assertThat(Records.createSurely(keys, "p-1")).isEqualTo(key);
            assertThat(Records.createSurely(keys, "p-2")).isNotEqualTo(key);
            assertThat(keys.erased("p-1")).isFalse();
        }
        try (LocalGroup group = Records.start(data, 1_000)) {
            assertThat(group.personKeys().find("p-1")).contains(key);
        }
    }

    @Test
    void an_erased_key_is_in_no_file_of_any_voter_and_other_keys_still_work() throws IOException {
        byte[] erased;
        byte[] kept;
        try (LocalGroup group = Records.start(data, 1_000)) {
            PersonKeys keys = group.personKeys();
            kept = Records.createSurely(keys, "p-kept");
            erased = Records.createSurely(keys, "p-erased");
            assertThat(filesWith(erased)).as("the search finds keys").hasSizeGreaterThanOrEqualTo(2);

            awaitErased(keys, "p-erased", List.of());

            assertThat(filesWith(erased)).isEmpty();
            assertThat(keys.find("p-erased")).isEmpty();
            assertThat(keys.erased("p-erased")).isTrue();
            assertThatThrownBy(() -> keys.create("p-erased")).hasMessageContaining("erased");
            assertThat(keys.find("p-kept")).contains(kept);
            assertThat(Records.createSurely(keys, "p-new")).hasSize(32);
        }
        try (LocalGroup group = Records.start(data, 1_000)) {
            PersonKeys keys = group.personKeys();
            assertThat(keys.erased("p-erased")).isTrue();
            assertThat(keys.find("p-erased")).isEmpty();
            assertThat(keys.find("p-kept")).contains(kept);
            assertThat(filesWith(erased)).isEmpty();
        }
    }

    @Test
    void of_keys_made_together_one_can_be_erased_and_the_others_stay() throws IOException {
        try (LocalGroup group = Records.start(data, 1_000)) {
            PersonKeys keys = group.personKeys();
            byte[] known = Records.createSurely(keys, "c-1/known");
            Map<String, byte[]> made =
                    Records.surely(() -> keys.createAll(List.of("c-1/known", "c-1/erased", "c-1/kept")));
            assertThat(made).hasSize(3).containsEntry("c-1/known", known);
            assertThat(made.get("c-1/erased")).isNotEqualTo(made.get("c-1/kept"));

            awaitErased(keys, "c-1/erased", List.of());

            assertThat(filesWith(made.get("c-1/erased"))).isEmpty();
            assertThat(keys.find("c-1/kept")).contains(made.get("c-1/kept"));
            assertThatThrownBy(() -> keys.createAll(List.of("c-1/new", "c-1/erased")))
                    .hasMessageContaining("erased");
            assertThat(keys.find("c-1/new")).isEmpty();
        }
        try (LocalGroup group = Records.start(data, 1_000)) {
            assertThat(group.personKeys().find("c-1/kept")).isPresent();
            assertThat(group.personKeys().erased("c-1/erased")).isTrue();
        }
    }

    @Test
    void a_voter_that_was_away_forgets_when_it_comes_back() throws IOException {
        try (LocalGroup group = Records.start(data, 1_000)) {
            PersonKeys keys = group.personKeys();
            byte[] erased = Records.createSurely(keys, "p-erased");
            Records.await("everywhere", () -> filesWith(erased).size() >= 3);
            group.stop("voter-3");
            awaitErased(keys, "p-erased", List.of("voter-3"));
            assertThat(filesWith(erased)).allMatch(file -> file.startsWith(data.resolve("voter-3")));
            assertThat(filesWith(erased)).isNotEmpty();
            group.start("voter-3");
            Records.await("forgotten there too", () -> filesWith(erased).isEmpty());
            awaitErased(keys, "p-erased", List.of());
        }
    }

    @Test
    void a_voter_whose_table_is_damaged_stays_out_and_gets_it_anew_once_it_is_moved_away() throws IOException {
        byte[] key;
        try (LocalGroup group = Records.start(data, 1_000)) {
            key = Records.createSurely(group.personKeys(), "p-1");
            Records.awaitEqualKeys(group);
        }
        Path table = new VoterFolder(data.resolve("voter-3")).personKeys();
        byte[] rotten = Files.readAllBytes(table);
        rotten[rotten.length / 2] ^= 1;
        Files.write(table, rotten);
        try (LocalGroup group = Records.start(data, 1_000)) {
            assertThat(group.slot("voter-3").refusal().orElseThrow()).hasMessageContaining(table.toString());
            assertThat(group.personKeys().find("p-1")).contains(key);
            Files.delete(table);
            group.start("voter-3");
            Records.awaitEqualKeys(group);
            group.stop("voter-2");
            assertThat(Records.createSurely(group.personKeys(), "p-2")).isNotEmpty();
        }
    }

    @Test
    void a_voter_that_cannot_rewrite_its_table_stays_and_forgets_once_it_can() throws IOException {
        try (LocalGroup group = Records.start(data, 1_000)) {
            PersonKeys keys = group.personKeys();
            byte[] erased = Records.createSurely(keys, "p-erased");
            Path inTheWay = data.resolve("voter-3/persons/keys.new/as-if-the-disk-were-full");
            Files.createDirectories(inTheWay);
            awaitErased(keys, "p-erased", List.of("voter-3"));
            Records.createSurely(keys, "p-new");
            Records.awaitEqualKeys(group);
            assertThat(group.slot("voter-3").required().alive()).isTrue();
            Files.delete(inTheWay);
            Records.await("forgotten there too", () -> {
                Records.createSurely(keys, "p-" + System.nanoTime());
                return filesWith(erased).isEmpty();
            });
        }
    }

    @Test
    void without_a_quorum_keys_that_are_known_can_be_read_and_none_is_made() {
        try (LocalGroup group = Records.start(data, 1_000)) {
            PersonKeys keys = group.personKeys();
            byte[] key = Records.createSurely(keys, "p-1");
            group.stop("voter-2");
            group.stop("voter-3");
            assertThat(keys.find("p-1")).contains(key);
            assertThatThrownBy(() -> keys.create("p-2")).isInstanceOf(LedgerException.NoQuorum.class);
        }
    }

    @Test
    void nothing_of_a_voter_can_be_read_by_others() throws IOException {
        try (LocalGroup group = Records.start(data, 1_000)) {
            Records.createSurely(group.personKeys(), "p-1");
            for (String voter : List.of("voter-1", "voter-2", "voter-3")) {
                assertThat(Files.getPosixFilePermissions(data.resolve(voter)))
                        .containsExactlyInAnyOrder(
                                PosixFilePermission.OWNER_READ,
                                PosixFilePermission.OWNER_WRITE,
                                PosixFilePermission.OWNER_EXECUTE);
                try (Stream<Path> keys = Files.list(data.resolve(voter).resolve("keys"))) {
                    assertThat(keys.toList())
                            .isNotEmpty()
                            .allSatisfy(file -> assertThat(Files.getPosixFilePermissions(file))
                                    .containsExactlyInAnyOrder(
                                            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
                }
            }
        }
    }

    /** A busy member may not have answered yet; asking again erases nothing twice. */
    private static void awaitErased(PersonKeys keys, String person, List<String> stillHeldBy) {
        Records.await(
                "who may still hold it: " + stillHeldBy,
                () -> Records.surely(() -> keys.erase(person)).equals(stillHeldBy));
    }

    private List<Path> filesWith(byte[] key) {
        String sought = new String(key, StandardCharsets.ISO_8859_1);
        try (Stream<Path> files = Files.walk(data)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> contains(file, sought))
                    .toList();
        } catch (UncheckedIOException purgedJustNow) {
            return filesWith(key);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean contains(Path file, String sought) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(sought);
        } catch (java.nio.file.NoSuchFileException purgedJustNow) {
            return false;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
