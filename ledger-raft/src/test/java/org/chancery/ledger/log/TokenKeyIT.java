package org.chancery.ledger.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.AuthProvider;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Security;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.security.auth.login.LoginException;
import org.chancery.ledger.Hash;
import org.chancery.ledger.Head;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.LogKeys;
import org.chancery.ledger.Quorum;
import org.chancery.ledger.QuorumConfig;
import org.chancery.ledger.Signing;
import org.chancery.ledger.verify.CheckpointNote;
import org.chancery.ledger.verify.MalformedTextException;
import org.chancery.ledger.verify.Rfc6962;
import org.chancery.ledger.verify.SignatureAlgorithm;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys in tokens, with SoftHSM (Debian package softhsm2) and keys made as OPERATING says. */
class TokenKeyIT {

    private static final Path LIBRARY = Path.of("/usr/lib/softhsm/libsofthsm2.so");
    private static final String ORIGIN = "chancery.example/main";
    private static final String PIN = "4711-pin";
    private static final Head EMPTY = new Head(0, new Hash(Rfc6962.empty()));
    private static final Pattern SLOT = Pattern.compile("reassigned to slot (\\d+)");

    @TempDir
    private static Path folder;

    private static long slot;
    private static Path pinFile;

    /** The library reads its settings from the environment, which the build points to a file of ours. */
    @BeforeAll
    static void makeToken() throws IOException, InterruptedException {
        assumeTrue(
                Files.exists(LIBRARY) || System.getenv("CHANCERY_CI") != null,
                "softhsm2 is not installed: keys in tokens are not tested");
        Path settings = Path.of(System.getenv("SOFTHSM2_CONF"));
        Path tokens = Files.createDirectories(settings.resolveSibling("tokens"));
        Files.writeString(settings, "directories.tokendir = " + tokens + "\nobjectstore.backend = file\n");
        String made =
                run("softhsm2-util", "--init-token", "--free", "--label", "log", "--so-pin", "so-pin", "--pin", PIN);
        Matcher found = SLOT.matcher(made);
        assertThat(found.find()).as(made).isTrue();
        slot = Long.parseLong(found.group(1));
        pinFile = ownerOnly("pin", PIN + "\n");
        generate("log");
    }

    @Test
    void theKeyCannotLeave() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS11", provider());
        store.load(null, PIN.toCharArray());
        assertThat(store.getKey("log", null).getEncoded()).isNull();
        assertThat(store.getKey("log", null).toString()).contains(", sensitive, unextractable");
    }

    @Test
    void itSignsCheckpoints() throws MalformedTextException {
        TokenKey token = TokenKey.open(place("log", pinFile), ORIGIN);
        LogKey key = LogKey.open(folder.resolve("log.p12"), ORIGIN).and(token);
        for (int i = 0; i < 20; i++) {
            CheckpointNote note = CheckpointNote.parse(
                    key.sign(EMPTY, Instant.ofEpochSecond(1_795_000_000L + i)).note());
            assertThat(key.verifierKeys()).hasSize(2).allMatch(note::signedBy);
        }
        assertThat(key.verifierKeys().getLast().algorithm()).isEqualTo(SignatureAlgorithm.P256);
        assertThat(TokenKey.open(place("log", pinFile), ORIGIN).publicKey()).isEqualTo(token.publicKey());
    }

    @Test
    void aTokenThatWasAwaySignsAgainOnceItIsBack() {
        TokenKey token = TokenKey.open(place("log", pinFile), ORIGIN);
        byte[] message = "message".getBytes(StandardCharsets.UTF_8);
        token.sign(message);
        // logged out behind its back, as a token is that was pulled and plugged in again
        logOut();
        assertThatThrownBy(() -> token.sign(message))
                .isInstanceOf(LedgerException.Unavailable.class)
                .hasMessageContaining("slot " + slot)
                .hasMessageContaining("Nothing is lost");
        assertThat(SignatureAlgorithm.P256.verifies(token.publicKey(), message, token.sign(message)))
                .isTrue();
    }

    @Test
    void aWrongPinIsTriedOnceAndNamedWithoutBeingShown() throws IOException {
        logOut(); // a token asks each program once
        Path wrong = ownerOnly("wrong", "0000-secret\n");
        assertThatThrownBy(() -> TokenKey.open(place("log", wrong), ORIGIN))
                .isInstanceOf(LedgerException.Unavailable.class)
                .hasMessageContaining("refuses the PIN in " + wrong)
                .hasMessageContaining("not tried again")
                .hasMessageNotContaining("0000-secret");
        Path mayChange = ownerOnly("changing", PIN);
        TokenKey token = TokenKey.open(place("log", mayChange), ORIGIN);
        byte[] message = {1};
        token.sign(message);
        Files.writeString(mayChange, "0000-secret");
        logOut();
        assertThatThrownBy(() -> token.sign(message)).hasMessageContaining("CKR_");
        assertThatThrownBy(() -> token.sign(message)).hasMessageContaining("refuses the PIN");
        // the right PIN is back, but a token that refused one is not asked again by itself
        Files.writeString(mayChange, PIN);
        assertThatThrownBy(() -> token.sign(message)).hasMessageContaining("refuses the PIN");
        assertThat(TokenKey.open(place("log", mayChange), ORIGIN).sign(message)).isNotEmpty();
    }

    @Test
    void whatIsMissingOrLooseIsSaid() throws IOException {
        refused(place("other", pinFile), "no key with a certificate named 'other'");
        refused(new Signing.Token(LIBRARY, slot + 1, "log", pinFile), "slot " + (slot + 1));
        refused(new Signing.Token(Path.of("/nowhere/lib.so"), slot, "log", pinFile), "no library /nowhere/lib.so");
        Path open = ownerOnly("open", PIN);
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
        refused(place("log", open), "chmod 600");
        refused(place("log", folder.resolve("none")), "none");
    }

    /** From a file into a token, and on to another key of it when the first one is lost; never by itself. */
    @Test
    void aLogChangesToAKeyInATokenByAnEntry() throws IOException, InterruptedException {
        generate("next");
        Path data = Files.createDirectories(folder.resolve("data"));
        LogKeys.Officer clerk = new LogKeys.Officer("clerk.test", folder.resolve("clerk.p12"));
        Files.writeString(data.resolve("officers.vkey"), LogKeys.officer(clerk) + "\n");
        QuorumConfig plain = QuorumConfig.singleMachine(ORIGIN, data);
        QuorumConfig inFile = plain.signingWith(new Signing(Set.of(Signing.Algorithm.P256), Optional.empty()));
        QuorumConfig inToken = plain.signingWith(new Signing(Set.of(), Optional.of(place("log", pinFile))));
        Quorum.start(inFile).close();
        assertThatThrownBy(() -> Quorum.start(inToken)).hasMessageContaining("keys rotate --line p-256 --label");

        LogKeys.Reason routine = new LogKeys.Reason.Routine();
        LogKeys.Change change =
                LogKeys.change(inToken, new LogKeys.Line.InToken("log"), routine, List.of(clerk), Clock.systemUTC());
        assertThat(change.entries()).containsExactly(0L, 1L);
        assertThat(Files.readAllLines(data.resolve("log.vkey")).getLast()).isEqualTo(change.key());
        assertThat(data.resolve("voter-1/keys/log.p-256.p12")).doesNotExist();
        assertThatThrownBy(() -> Quorum.start(inFile)).hasMessageContaining("its key lies in a token");
        assertThatThrownBy(() -> LogKeys.change(
                        inToken, new LogKeys.Line.InToken("log"), routine, List.of(clerk), Clock.systemUTC()))
                .hasMessageContaining("signs already");
        assertThatThrownBy(() -> LogKeys.change(
                        inToken,
                        new LogKeys.Line.Further(Signing.Algorithm.P256),
                        routine,
                        List.of(clerk),
                        Clock.systemUTC()))
                .hasMessageContaining("--label");

        LogKeys.Change next = LogKeys.change(
                inToken,
                new LogKeys.Line.InToken("next"),
                new LogKeys.Reason.Lost(),
                List.of(clerk),
                Clock.systemUTC());
        assertThat(next.entries()).containsExactly(2L, 3L);
        assertThat(Files.readString(data.resolve("log.keys")).lines()).hasSizeGreaterThan(4);
        assertThatThrownBy(() -> Quorum.start(inToken)).hasMessageContaining(change.key());
        // a key that ended does not come back
        QuorumConfig inNext = plain.signingWith(new Signing(Set.of(), Optional.of(place("next", pinFile))));
        assertThatThrownBy(() -> LogKeys.change(
                        inNext, new LogKeys.Line.InToken("log"), routine, List.of(clerk), Clock.systemUTC()))
                .hasMessageContaining("ended before");
        assertThat(data.resolve("log.p-256.next")).doesNotExist();
        theTokenIsLost(data, inFile, inNext, clerk);
    }

    /** Nothing of it is left to sign with: the next key lies in a file again, and two entries say so. */
    private static void theTokenIsLost(Path data, QuorumConfig inFile, QuorumConfig inToken, LogKeys.Officer clerk)
            throws IOException {
        LogKeys.Line file = new LogKeys.Line.Further(Signing.Algorithm.P256);
        String before = Files.readAllLines(data.resolve("log.vkey")).getLast();
        assertThatThrownBy(() ->
                        LogKeys.change(inFile, file, new LogKeys.Reason.Routine(), List.of(clerk), Clock.systemUTC()))
                .hasMessageContaining("has to sign the entry");
        assertThat(data.resolve("log.p-256.next")).doesNotExist();
        LogKeys.Change change =
                LogKeys.change(inFile, file, new LogKeys.Reason.Lost(), List.of(clerk), Clock.systemUTC());
        assertThat(change.entries()).containsExactly(4L, 5L);
        assertThat(change.key()).isNotEqualTo(before);
        List<String> current = Files.readAllLines(data.resolve("log.p-256.current"));
        assertThat(current).hasSize(2).last().isEqualTo(change.key());
        for (int voter = 1; voter <= 3; voter++) {
            assertThat(data.resolve("voter-" + voter + "/keys").resolve(current.getFirst()))
                    .exists();
        }
        assertThat(Files.readAllLines(data.resolve("log.vkey")).getLast()).isEqualTo(change.key());
        assertThat(LogKeys.history(data).orElseThrow().lines()).hasSizeGreaterThan(6);
        assertThatThrownBy(() -> Quorum.start(inToken)).hasMessageContaining(before);
    }

    private static void refused(Signing.Token place, String why) {
        assertThatThrownBy(() -> TokenKey.open(place, ORIGIN))
                .isInstanceOf(LedgerException.Unavailable.class)
                .hasMessageContaining(why);
    }

    private static void logOut() {
        try {
            provider().logout();
        } catch (LoginException e) {
            throw new IllegalStateException(e);
        }
    }

    private static AuthProvider provider() {
        return (AuthProvider) Security.getProvider("SunPKCS11")
                .configure("--name=other\nlibrary=" + LIBRARY + "\nslot=" + slot + "\n");
    }

    private static Signing.Token place(String key, Path pin) {
        return new Signing.Token(LIBRARY, slot, key, pin);
    }

    private static Path ownerOnly(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file;
    }

    /** With the JDK's keytool, as an operator does. */
    private static void generate(String alias) throws IOException, InterruptedException {
        Path settings = Files.writeString(
                folder.resolve(alias + ".cfg"),
                "name = chancery\nlibrary = " + LIBRARY + "\nslot = " + slot
                        + "\nattributes(generate,CKO_PRIVATE_KEY,*) = {\nCKA_SENSITIVE = true\nCKA_EXTRACTABLE = false\n}\n");
        run(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                "NONE",
                "-storetype",
                "PKCS11",
                "-addprovider",
                "SunPKCS11",
                "-providerArg",
                settings.toString(),
                "-storepass:file",
                pinFile.toString(),
                "-alias",
                alias,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=" + alias,
                "-validity",
                "36500");
    }

    private static String run(String... words) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(new ArrayList<>(List.of(words)))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }
}
