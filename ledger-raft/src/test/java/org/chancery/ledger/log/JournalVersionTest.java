package org.chancery.ledger.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.chancery.ledger.Head;
import org.chancery.ledger.LedgerException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stores of earlier and later versions of the program. */
class JournalVersionTest {

    private static final int VERSION_AT = JournalFrame.PREFIX + 8;
    private static final int NOW = 3;

    @TempDir
    private Path folder;

    private Path journal() {
        return folder.resolve("journal");
    }

    private int version() throws IOException {
        return Files.readAllBytes(journal())[VERSION_AT];
    }

    /** As a program of that version would have begun the journal. */
    private void make(int version) throws IOException {
        byte[] bytes = Files.readAllBytes(journal());
        int length = ByteBuffer.wrap(bytes).getInt();
        bytes[VERSION_AT] = (byte) version;
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(4).putInt(0, length));
        crc.update(bytes, JournalFrame.PREFIX, length);
        ByteBuffer.wrap(bytes).putInt(4, (int) crc.getValue());
        Files.write(journal(), bytes);
    }

    private Head filled(int leaves) {
        try (LogStore store = LogStore.open(folder)) {
            for (int i = 0; i < leaves; i++) {
                append(store, i);
            }
            return store.head();
        }
    }

    private static void append(LogStore store, int i) {
        store.append(new UUID(7, i), 1, i, ("{\"n\":" + i + "}").getBytes(StandardCharsets.US_ASCII), new byte[9]);
    }

    /** From then on a program of before refuses it: it would lose what follows the 256th leaf. */
    @Test
    void anOldOneIsOpenedAndWrittenAnewBeforeAnythingFollows() throws IOException {
        Head head = filled(200);
        assertThat(version()).isEqualTo(NOW);
        make(2);
        byte[] rest = Files.readAllBytes(journal());
        try (LogStore store = LogStore.open(folder)) {
            assertThat(version()).isEqualTo(NOW);
            assertThat(Arrays.copyOfRange(Files.readAllBytes(journal()), VERSION_AT + 1, rest.length))
                    .isEqualTo(Arrays.copyOfRange(rest, VERSION_AT + 1, rest.length));
            assertThat(store.head()).isEqualTo(head);
            for (int i = 200; i < 600; i++) {
                append(store, i);
            }
            head = store.head();
        }
        try (LogStore store = LogStore.open(folder)) {
            assertThat(store.head()).isEqualTo(head);
            store.verifyWhole();
        }
    }

    /** Of before a tile was sealed, and cut short by a crash. */
    @Test
    void anOldOneWithATornEndIsCutAndWrittenAnew() throws IOException {
        filled(200);
        make(2);
        Files.delete(folder.resolve("synced"));
        byte[] all = Files.readAllBytes(journal());
        Files.write(journal(), Arrays.copyOf(all, all.length - 3));
        try (LogStore store = LogStore.open(folder)) {
            assertThat(store.lastApplied().index()).isEqualTo(198);
            append(store, 199);
            assertThat(Files.readAllBytes(journal())).endsWith(Arrays.copyOfRange(all, VERSION_AT + 1, all.length));
        }
        assertThat(version()).isEqualTo(NOW);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, NOW + 1})
    void whatItCannotReadIsNotCalledDamagedAndNotTouched(int version) throws IOException {
        filled(3);
        make(version);
        byte[] before = Files.readAllBytes(journal());
        assertThatThrownBy(() -> LogStore.open(folder))
                .isInstanceOf(LedgerException.Unavailable.class)
                .hasMessageContaining("another version")
                .hasMessageContaining("format " + version + ", this version reads 2 and 3")
                .hasMessageContaining("Nothing is damaged");
        assertThat(Files.readAllBytes(journal())).isEqualTo(before);
    }
}
