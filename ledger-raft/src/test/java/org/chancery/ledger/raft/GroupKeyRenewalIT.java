package org.chancery.ledger.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.chancery.ledger.Committed;
import org.chancery.ledger.Entry;
import org.chancery.ledger.GroupCipher;
import org.chancery.ledger.Leaf;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.QuorumConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Renewing the group's key wraps it anew and touches nothing that is sealed. */
class GroupKeyRenewalIT {

    private static final byte[] PLAIN = "row images".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path data;

    private QuorumConfig config() {
        return new QuorumConfig("chancery.test/main", data, List.of(0, 0, 0), Duration.ofSeconds(4), 0);
    }

    private static Committed seal(LocalGroup group) {
        UUID id = UUID.randomUUID();
        byte[] sealed = group.ledger().cipher().seal(id, PLAIN);
        Entry entry = new Entry(id, ("{\"id\":\"" + id + "\"}").getBytes(StandardCharsets.UTF_8), sealed);
        return Records.surely(
                () -> group.ledger().append(entry, group.ledger().writableTerm().orElse(0L)));
    }

    private static void opens(LocalGroup group, Committed record) {
        for (String voter : List.of("voter-1", "voter-2", "voter-3")) {
            Leaf leaf = group.ledger(voter).leaf(record.index());
            assertThat(group.ledger(voter).cipher().open(leaf.id(), leaf.privatePart()))
                    .as(voter)
                    .isEqualTo(PLAIN);
        }
    }

    /** Every file of every voter but those of the keys folder. */
    private SortedMap<Path, byte[]> sealedFiles() throws IOException {
        SortedMap<Path, byte[]> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(data)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                if (!file.getParent().endsWith("keys")) {
                    files.put(file, Files.readAllBytes(file));
                }
            }
        }
        return files;
    }

    @Test
    void nothingThatIsSealedChangesAndWhatIsSealedAfterwardsNeedsTheNewKey() throws IOException {
        Committed before;
        try (LocalGroup group = Records.start(data, 1_000)) {
            before = seal(group);
            Records.awaitEqualHeads(group);
            assertThat(group.ledger().cipher().generations()).hasSize(1);
        }
        SortedMap<Path, byte[]> sealed = sealedFiles();
        byte[] member = Files.readAllBytes(data.resolve("voter-3/keys/member.p12"));

        String generation = LocalGroup.renewGroupKey(config(), Set.of("voter-3"));

        SortedMap<Path, byte[]> after = sealedFiles();
        assertThat(after.keySet()).isEqualTo(sealed.keySet());
        assertThat(sealed.keySet()).anyMatch(file -> file.toString().contains("store"));
        sealed.forEach(
                (file, bytes) -> assertThat(after.get(file)).as(file.toString()).isEqualTo(bytes));
        assertThat(Files.readAllBytes(data.resolve("voter-3/keys/member.p12"))).isNotEqualTo(member);
        try (LocalGroup group = Records.start(data, 1_000)) {
            GroupCipher cipher = group.ledger().cipher();
            assertThat(cipher.generations()).hasSize(2).endsWith(generation);
            Committed fresh = seal(group);
            Records.awaitEqualHeads(group);
            opens(group, before);
            opens(group, fresh);
        }
    }

    @Test
    void somebodyHasToKeepTheirKeyAndThereHasToBeALog() {
        assertThatThrownBy(() -> LocalGroup.renewGroupKey(config(), Set.of()))
                .isInstanceOf(LedgerException.Unavailable.class)
                .hasMessageContaining("no log");
        try (LocalGroup group = Records.start(data, 1_000)) {
            seal(group);
        }
        for (Set<String> lost : List.of(Set.of("voter-1", "voter-2", "voter-3"), Set.of("voter-9"))) {
            assertThatThrownBy(() -> LocalGroup.renewGroupKey(config(), lost))
                    .isInstanceOf(LedgerException.Unavailable.class)
                    .hasMessageContaining("Nothing was changed");
        }
    }
}
