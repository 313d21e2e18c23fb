package org.chancery.ledger.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.log.Disk;
import org.chancery.ledger.log.FileDisk;
import org.chancery.ledger.log.PassingDisk;
import org.chancery.ledger.log.SigningKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a judge remembers on the disk: newer records replace older ones, and one written in part is taken back. */
class RecordFileTest {

    @TempDir
    private Path temp;

    private JudgeFolder folder(Path folder, Disk disk) {
        SigningKey key = SigningKey.open(temp.resolve("own.p12"), "lawfulness", "w.example/lawfulness");
        return new JudgeFolder(folder, disk, key, "log.example");
    }

    private JudgeFolder folder(Path folder) {
        return folder(folder, new FileDisk(folder));
    }

    /** What newer records replaced does not fill the disk. */
    @Test
    void aFileThatIsMostlyOfNoUseIsWrittenAnew() throws IOException {
        Path folder = temp.resolve("judge");
        byte[] long1 = new byte[300_000];
        try (WitnessMemory memory =
                new WitnessMemory(folder(folder), folder(folder).fresh())) {
            memory.put("other", new byte[] {7});
            for (int i = 0; i < 10; i++) {
                long1[0] = (byte) i;
                memory.put("one", long1);
            }
            RecordFile.Extent extent = memory.sync();
            assertThat(extent.file()).isEqualTo("records-2");
            assertThat(Files.size(folder.resolve("records-2")))
                    .isEqualTo(extent.length())
                    .isLessThan(400_000);
            memory.put("more", new byte[] {8});
            assertThat(memory.get("one").orElseThrow()[0]).isEqualTo((byte) 9);
            assertThat(memory.get("other").orElseThrow()).containsExactly(7);
            try (RecordFile again = folder(folder).open(extent)) {
                assertThat(again.get("one").orElseThrow()).isEqualTo(long1);
                assertThat(again.get("more")).as("not signed for").isEmpty();
            }
        }
    }

    /** A disk that is full for a while. */
    private static final class FullDisk extends PassingDisk {
        private boolean full;

        FullDisk(Disk disk) {
            super(disk);
        }

        @Override
        protected Out opened(Out file) {
            return new PassingOut(file) {
                @Override
                public void write(byte[] bytes) throws IOException {
                    super.write(full ? Arrays.copyOf(bytes, 3) : bytes);
                    if (full) {
                        throw new IOException("no space left");
                    }
                }
            };
        }
    }

    @Test
    void whatWasWrittenInPartIsTakenBack() throws IOException {
        Path folder = temp.resolve("judge");
        FullDisk disk = new FullDisk(new FileDisk(folder));
        RecordFile.Extent extent;
        try (RecordFile records = folder(folder, disk).fresh()) {
            records.put("a", new byte[] {1});
            disk.full = true;
            assertThatThrownBy(() -> records.put("a", new byte[] {2})).isInstanceOf(LedgerException.Unavailable.class);
            assertThat(records.get("a").orElseThrow()).containsExactly(1);
            disk.full = false;
            records.put("b", new byte[] {3});
            extent = records.sync();
        }
        try (RecordFile again = folder(folder).open(extent)) {
            assertThat(again.get("a").orElseThrow()).containsExactly(1);
            assertThat(again.get("b").orElseThrow()).containsExactly(3);
        }
    }
}
