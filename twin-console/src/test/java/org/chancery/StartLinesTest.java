package org.chancery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.chancery.console.access.Accounts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.env.PropertiesPropertySourceLoader;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.mock.env.MockEnvironment;

/** What an operator can mend is said in one line that names the file or the setting, never as a stack trace. */
class StartLinesTest {

    private static final String ACCOUNT = """
            [ { "username": "liu", "passwordHash": "h", "personId": "p-1", "names": {"zh": "刘洋"},
                "organisation": "tax", "roles": ["CLERK"], "groups": ["tax"] } ]
            """;

    @TempDir
    Path home;

    @Test
    void handEditedAccountsAreNamedWithLineAndFault() throws Exception {
        Path file = home.resolve("accounts.json");
        Files.writeString(file, ACCOUNT);
        assertThat(new Accounts(home).byName("liu").orElseThrow().demo()).isFalse();

        assertThat(accounts(ACCOUNT.replace("\"p-1\",", "\"p-1\""))).contains(file + "", "line 1");
        assertThat(accounts(ACCOUNT.replace("\"roles\"", "\"rolles\""))).contains("line 2", "'roles'");
        assertThat(accounts(ACCOUNT.replace("} ]", ", \"dmeo\": true } ]"))).contains("'dmeo'");
        assertThat(accounts(ACCOUNT.replace("[\"CLERK\"]", "[\"CLARK\"]"))).contains("line 2");
        assertThat(accounts(ACCOUNT.replace("\"passwordHash\": \"h\",", ""))).contains("'passwordHash'");
        assertThat(accounts(ACCOUNT.replace("[ {", "{").replace("} ]", "}"))).contains("not a list of accounts");
        assertThat(accounts("null")).contains("null");
        assertThat(accounts("[null]")).contains("null");
        assertThat(accounts("")).contains("accounts.json");
        assertThat(accounts("[" + ACCOUNT.strip().replaceAll("^\\[|]$", "") + ","
                        + ACCOUNT.strip().replaceAll("^\\[|]$", "").replace("liu", "LIU") + "]"))
                .contains("two accounts");
        Files.write(file, new byte[] {'[', (byte) 0xC4, (byte) 0xE3, ']'});
        assertThat(line(() -> new Accounts(home))).contains("UTF-8");
    }

    private String accounts(String text) throws IOException {
        Files.writeString(home.resolve("accounts.json"), text);
        String line = line(() -> new Accounts(home));
        assertThat(line).contains("accounts.json", "correct the file").doesNotContain("org.chancery", "tools.jackson");
        return line;
    }

    @Test
    void aPasswordFileThatCannotBeReadIsNamed() throws Exception {
        Path missing = home.resolve("password");
        assertThat(password(missing.toString())).contains(missing.toString(), "no such file", "PASSWORDFILE");
        assertThat(password("")).contains("No file is named");
        Files.write(missing, new byte[] {(byte) 0xFF, (byte) 0xFE});
        assertThat(password(missing.toString())).contains(missing.toString(), "UTF-8");
    }

    private String password(String file) {
        return line(() -> NodeParts.database(
                properties("chancery.database.kind", "postgres", "chancery.database.password-file", file)));
    }

    @Test
    void aDataFolderThatCannotBeMadeIsNamed() throws Exception {
        Path file = Files.createFile(home.resolve("file"));
        assertThat(line(() -> DataFolder.take(file))).contains(file.toString(), "not a folder", "--data");
        assertThat(line(() -> DataFolder.take(file.resolve("data")))).contains(file.toString(), "--data");
    }

    @Test
    void aFolderOfOursIsItsOwnersAndOneThatIsThereIsLeftAsItIs() throws Exception {
        Path fresh = home.resolve("a/b");
        DataFolder.take(fresh).close();
        assertThat(rights(fresh)).isEqualTo("rwx------");

        Path theirs = Files.createDirectory(home.resolve("theirs"));
        for (String open : new String[] {"rwxr-xr-x", "rwxrwx---", "rwx-----x"}) {
            Files.setPosixFilePermissions(theirs, PosixFilePermissions.fromString(open));
            assertThat(line(() -> DataFolder.take(theirs))).contains("chmod 700 " + theirs);
            assertThat(rights(theirs)).isEqualTo(open);
            assertThat(theirs).isEmptyDirectory();
        }
        Files.setPosixFilePermissions(theirs, PosixFilePermissions.fromString("rwxr-x---"));
        DataFolder.take(theirs).close();
        assertThat(rights(theirs)).isEqualTo("rwxr-x---");
    }

    private static String rights(Path folder) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder));
    }

    @Test
    void aPortThatCannotBeHadIsSaid() throws Exception {
        try (ServerSocket held = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String port = String.valueOf(held.getLocalPort());
            assertThat(line(() -> StartFailure.PortFirst.check(port, "127.0.0.1")))
                    .contains(port, "in use", "--port");
        }
        assertThat(line(() -> StartFailure.PortFirst.check("http", ""))).contains("'http'", "--port");
        assertThat(line(() -> StartFailure.PortFirst.check("70000", ""))).contains("'70000'");
        assertThat(line(() -> StartFailure.PortFirst.check("18080", "192.0.2.7")))
                .contains("192.0.2.7");
    }

    @Test
    void aProxyIsBelievedOutsideTheDemoAlone() throws Exception {
        List<PropertySource<?>> shipped =
                new PropertiesPropertySourceLoader().load("shipped", new ClassPathResource("/application.properties"));
        assertThat(shipped).hasSize(2);
        PropertySource<?> always = shipped.getFirst();
        assertThat(always.containsProperty("spring.config.activate.on-profile")).isFalse();
        assertThat(always.getProperty("server.address")).hasToString("127.0.0.1");
        assertThat(always.containsProperty("server.forward-headers-strategy")).isFalse();
        PropertySource<?> real = shipped.getLast();
        assertThat(real.getProperty("spring.config.activate.on-profile")).hasToString("!demo");
        assertThat(real.getProperty("server.forward-headers-strategy")).hasToString("native");
        assertThat(real.getProperty("server.tomcat.remoteip.internal-proxies")).hasToString("127.0.0.0/8,::1/128");
    }

    @Test
    void aSettingThatCannotBeUsedIsNamedWithoutItsValue() {
        assertThat(line(() -> properties("chancery.zone", "Asia/Secret")))
                .contains("chancery.zone")
                .doesNotContain("Secret");
    }

    private ChanceryProperties properties(String... settings) {
        MockEnvironment environment = new MockEnvironment().withProperty("chancery.data", home.toString());
        for (int i = 0; i < settings.length; i += 2) {
            environment.setProperty(settings[i], settings[i + 1]);
        }
        return Binder.get(environment)
                .bind("chancery", ChanceryProperties.class)
                .get();
    }

    private static String line(ThrowingCallable start) {
        Throwable failure = catchThrowable(start);
        assertThat(failure).isNotNull();
        String line =
                StartFailure.line(new IllegalStateException("context", failure)).orElse("");
        assertThat(line).isNotEmpty().doesNotContain("\n");
        return line;
    }
}
