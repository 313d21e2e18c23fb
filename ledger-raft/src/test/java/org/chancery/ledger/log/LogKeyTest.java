package org.chancery.ledger.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.chancery.ledger.Checkpoint;
import org.chancery.ledger.Hash;
import org.chancery.ledger.Head;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.verify.CheckpointNote;
import org.chancery.ledger.verify.MalformedTextException;
import org.chancery.ledger.verify.Rfc6962;
import org.chancery.ledger.verify.VerifierKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogKeyTest {

    private static final String ORIGIN = "chancery.example/main";
    private static final Head HEAD = new Head(0, new Hash(Rfc6962.empty()));
    private static final Instant NOW = Instant.parse("2026-11-24T01:02:03.456789Z");

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("keys").resolve("log.p12");
    }

    @Test
    void isMadeOnceAndReadableByItsOwnerAlone() throws IOException {
        LogKey made = LogKey.open(file, ORIGIN);
        assertThat(LogKey.open(file, ORIGIN).verifierKey()).isEqualTo(made.verifierKey());
        try (var files = Files.list(file.getParent())) {
            for (Path each : files.toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
                        .as(each.toString())
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void isRefusedWhenOthersMayReadItOrItsPassword() throws IOException {
        LogKey.open(file, ORIGIN);
        for (Path each : new Path[] {file, file.resolveSibling("log.p12.password")}) {
            Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rw-r-----"));
            assertThatThrownBy(() -> LogKey.open(file, ORIGIN))
                    .isInstanceOf(LedgerException.Unavailable.class)
                    .hasMessageContaining("chmod 600");
            Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rw-------"));
        }
    }

    @Test
    void isRefusedForAnotherLogOrWithAnotherPassword() throws IOException {
        LogKey.open(file, ORIGIN);
        assertThatThrownBy(() -> LogKey.open(file, "chancery.example/side"))
                .isInstanceOf(LedgerException.Unavailable.class)
                .hasMessageContaining("not the key of chancery.example/side");
        Files.writeString(file.resolveSibling("log.p12.password"), "wrong");
        assertThatThrownBy(() -> LogKey.open(file, ORIGIN)).isInstanceOf(LedgerException.Unavailable.class);
    }

    @Test
    void aCrashBetweenPasswordAndKeyIsMendedByTheNextStart() throws IOException {
        LogKey.open(file, ORIGIN);
        Files.delete(file);
        LogKey again = LogKey.open(file, ORIGIN);
        assertThat(LogKey.open(file, ORIGIN).verifierKey()).isEqualTo(again.verifierKey());
    }

    @Test
    void aCopySignsAsTheSameKey() throws MalformedTextException {
        LogKey key = LogKey.open(file, ORIGIN);
        Path other = folder.resolve("voter-2").resolve("log.p12");
        key.copyTo(other);
        Checkpoint signed = LogKey.open(other, ORIGIN).sign(HEAD, NOW);
        assertThat(CheckpointNote.parse(signed.note()).signedBy(key.verifierKey()))
                .isTrue();
        assertThatThrownBy(() -> key.copyTo(other)).isInstanceOf(LedgerException.Unavailable.class);
    }

    @Test
    void checkpointsReadBackAsSigned() throws MalformedTextException {
        LogKey key = LogKey.open(file, ORIGIN);
        Checkpoint signed = key.sign(HEAD, NOW);
        CheckpointNote note = CheckpointNote.parse(signed.note());
        assertThat(note.checkpoint()).isEqualTo(signed);
        assertThat(note.signedAt()).isEqualTo(Instant.parse("2026-11-24T01:02:03.456Z"));
        assertThat(note.signedBy(VerifierKey.parse(key.verifierKey().text()))).isTrue();
        assertThat(note.signedBy(
                        LogKey.open(folder.resolve("other.p12"), ORIGIN).verifierKey()))
                .isFalse();
    }
}
