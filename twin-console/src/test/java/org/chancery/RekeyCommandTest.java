package org.chancery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.chancery.ledger.Quorum;
import org.chancery.ledger.QuorumConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RekeyCommandTest {

    @TempDir
    private Path folder;

    private record Said(int code, String out, String err) {}

    private Said run(Locale locale, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = new RekeyCommand(
                        locale,
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(List.of(arguments));
        return new Said(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void renewsTheKeyOfAStoppedNodeOnly() throws Exception {
        String data = folder.toString();
        assertThat(run(Locale.ENGLISH, folder.resolve("none").toString()).err).contains("no such data folder");
        assertThat(run(Locale.ENGLISH, data)).satisfies(said -> {
            assertThat(said.code).isEqualTo(RekeyCommand.UNCHANGED);
            assertThat(said.err).contains("no log");
        });
        Quorum.start(new QuorumConfig("chancery.local/main", folder, List.of(0, 0, 0), Duration.ofSeconds(4)))
                .close();
        byte[] before = Files.readAllBytes(folder.resolve("voter-1/keys/group.keys"));
        try (DataFolder running = DataFolder.take(folder)) {
            assertThat(run(Locale.ENGLISH, running.path().toString()).err).contains("stop it first");
        }
        assertThat(run(Locale.ENGLISH, data, "voter-7").code).isEqualTo(RekeyCommand.UNCHANGED);
        assertThat(Files.readAllBytes(folder.resolve("voter-1/keys/group.keys")))
                .isEqualTo(before);

        Said said = run(Locale.ENGLISH, data, "voter-2");
        assertThat(said.code).as(said.err).isEqualTo(RekeyCommand.RENEWED);
        assertThat(said.out).contains("generation", "voter-2 has a new key");
        assertThat(Files.readAllLines(folder.resolve("voter-1/keys/group.keys")))
                .hasSize(1 + 2 * 3);
        assertThat(run(Locale.CHINA, data).out).contains("组密钥已更换");
    }

    /** The third voter's file cannot be written: by then the second one has another key of its own. */
    @Test
    void whatIsBrokenOffSaysWhatChangedAndIsRepeated() throws Exception {
        String data = folder.toString();
        Quorum.start(new QuorumConfig("chancery.local/main", folder, List.of(0, 0, 0), Duration.ofSeconds(4)))
                .close();
        Path inTheWay = Files.createDirectories(folder.resolve("voter-3/keys/group.keys.new/x"));
        byte[] own = Files.readAllBytes(folder.resolve("voter-2/keys/member.p12"));
        Said said = run(Locale.ENGLISH, data, "voter-2");
        assertThat(said.code).isEqualTo(RekeyCommand.BROKEN_OFF);
        assertThat(said.err)
                .contains("voter-2 has a new key of its own already")
                .contains("group.keys.new")
                .contains("repeat the same command")
                .doesNotContain("voter-1 has", "Nothing was changed", "\tat ");
        assertThat(Files.readAllBytes(folder.resolve("voter-2/keys/member.p12")))
                .isNotEqualTo(own);
        assertThat(run(Locale.CHINA, data, "voter-2").err).contains("voter-2 的自有密钥已更换");
        Files.delete(inTheWay);
        Files.delete(inTheWay.getParent());
        said = run(Locale.ENGLISH, data, "voter-2");
        assertThat(said.code).as(said.err).isEqualTo(RekeyCommand.RENEWED);
        byte[] keys = Files.readAllBytes(folder.resolve("voter-1/keys/group.keys"));
        assertThat(folder.resolve("voter-3/keys/group.keys")).hasBinaryContent(keys);
    }

    @Test
    void aFolderOpenToOthersIsRefusedInALine() throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        Said said = run(Locale.ENGLISH, folder.toString());
        assertThat(said.code).isEqualTo(RekeyCommand.UNCHANGED);
        assertThat(said.err).startsWith("chancery: The data folder").hasLineCount(1);
    }
}
