package org.chancery.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.chancery.ledger.verify.KeyAct;
import org.chancery.ledger.verify.KeyAuthority;
import org.chancery.ledger.verify.KeyHistory;
import org.chancery.ledger.verify.MalformedTextException;
import org.chancery.ledger.verify.Officers;
import org.chancery.ledger.verify.ReceiptVerifier;
import org.chancery.ledger.verify.SignatureAlgorithm;
import org.chancery.ledger.verify.Trust;
import org.chancery.ledger.verify.Verdict;
import org.chancery.ledger.verify.VerifierKey;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log of three voters changes its key, loses it, and finds that it was stolen. */
class LogKeysIT {

    private static final String ORIGIN = "chancery.test/main";
    private static final Clock CLOCK = Clock.systemUTC();
    private static final Path GO = Path.of("src/test/go/lines/main.go").toAbsolutePath();

    private static final Signing WITH_P256 = new Signing(Set.of(Signing.Algorithm.P256), Optional.empty());

    /** A log of one entry with a line of P-256 besides, which each test gets a copy of. */
    @TempDir
    private static Path begun;

    /** A copy of it, whose Ed25519 key was changed. */
    @TempDir
    private static Path rotated;

    private static String firstKey;
    private static String oldReceipt;
    private static LogKeys.Change rotation;

    @TempDir
    private Path data;

    private QuorumConfig config;
    private LogKeys.Officer clerk;
    private LogKeys.Officer auditor;

    @BeforeAll
    static void makeLog() throws IOException {
        Files.writeString(
                begun.resolve("officers.vkey"),
                LogKeys.officer(officer("clerk.test", begun)) + "\n" + LogKeys.officer(officer("auditor.test", begun))
                        + "\n");
        try (Quorum quorum =
                Quorum.start(QuorumConfig.singleMachine(ORIGIN, begun).signingWith(WITH_P256))) {
            firstKey = quorum.verifierKey();
            oldReceipt = append(quorum.ledger());
        }
        copy(begun, rotated);
        rotation = LogKeys.change(
                QuorumConfig.singleMachine(ORIGIN, rotated),
                new LogKeys.Reason.Routine(),
                List.of(officer("clerk.test", rotated)),
                CLOCK);
    }

    /** The files of a log whose voters do not run. */
    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(each -> !each.equals(from)).toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private static LogKeys.Officer officer(String name, Path folder) {
        return new LogKeys.Officer(name, folder.resolve(name + ".p12"));
    }

    @BeforeEach
    void openFolder() {
        config = QuorumConfig.singleMachine(ORIGIN, data);
        clerk = officer("clerk.test", data);
        auditor = officer("auditor.test", data);
    }

    @Test
    void aRotationKeepsTheLogAndItsReceipts() throws IOException, InterruptedException, MalformedTextException {
        copy(rotated, data);
        LogKeys.Change change = rotation;
        assertThat(change.key()).startsWith(ORIGIN + "+").isNotEqualTo(firstKey);
        assertThat(change.entries()).containsExactly(1L, 2L);
        assertThat(mainKeyFiles()).allMatch(name -> name.startsWith("log-")).hasSize(2 * 3);
        Officers officers = Officers.parse(Files.readString(data.resolve("officers.vkey")));
        assertThat(Trust.in(List.of(key(firstKey)))
                        .orderedBy(officers)
                        .inTheLightOf(history())
                        .limits()
                        .acts())
                .hasSize(2)
                .extracting(KeyAct::authority)
                .containsOnly(new KeyAuthority.Ordered(List.of("clerk.test")));
        assertThat(data.resolve("witnesses.policy"))
                .content()
                .contains(change.key())
                .doesNotContain(firstKey);
        Path told = data.resolve("log.keys");
        byte[] history = Files.readAllBytes(told);
        assertThat(LogKeys.history(data)).hasValue(Files.readString(told));
        Files.delete(told);
        assertThat(LogKeys.history(data)).as("gone, and not unchanged").isEmpty();
        assertThat(LogKeys.history(begun)).hasValue(LogKeys.UNCHANGED);
        Files.write(told, history);
        try (Quorum quorum = Quorum.start(config)) {
            assertThat(quorum.verifierKey()).isEqualTo(change.key());
            String fresh = append(quorum.ledger());
            assertThat(verdict(fresh, Trust.in(List.of(key(change.key()))))).isInstanceOf(Verdict.Valid.class);
            for (String known : List.of(firstKey, change.key())) {
                Trust trust = Trust.in(List.of(key(known))).inTheLightOf(history());
                assertThat(verdict(oldReceipt, trust)).isInstanceOf(Verdict.Valid.class);
                assertThat(verdict(fresh, trust)).isInstanceOf(Verdict.Valid.class);
            }
            Path note = Files.writeString(
                    data.resolve("note"), quorum.ledger().published().note());
            assertThat(go(note, change.key())).startsWith("1 verified");
            assertThat(go(note, firstKey)).doesNotContain("verified,");
            assertThat(quorum.ledger().witnesses().status())
                    .allMatch(witness -> witness.trouble().isEmpty());
            String record = new String(quorum.ledger().leaf(2).publicPart(), StandardCharsets.UTF_8);
            assertThat(record).contains("\"key-retired\"").contains(firstKey).contains(LogKeys.officer(clerk));
        }
    }

    @Test
    void aTheftWantsTwoOfficersAndEndsWhatNoWitnessSawBefore() throws IOException, MalformedTextException {
        copy(begun, data);
        LogKeys.Reason theft = new LogKeys.Reason.Compromised(CLOCK.instant().minusSeconds(3600));
        for (List<LogKeys.Officer> tooFew :
                List.of(List.of(clerk), List.of(clerk, clerk), List.<LogKeys.Officer>of())) {
            assertThatThrownBy(() -> LogKeys.change(config, theft, tooFew, CLOCK))
                    .isInstanceOf(LedgerException.Unavailable.class)
                    .hasMessageContaining("The key was not changed");
        }
        LogKeys.Officer stranger = new LogKeys.Officer("stranger.test", data.resolve("stranger.p12"));
        LogKeys.officer(stranger);
        assertThatThrownBy(() -> LogKeys.change(config, theft, List.of(clerk, stranger), CLOCK))
                .hasMessageContaining("stranger.test is not in");
        LogKeys.Reason toCome = new LogKeys.Reason.Compromised(CLOCK.instant().plusSeconds(3600));
        assertThatThrownBy(() -> LogKeys.change(config, toCome, List.of(clerk, auditor), CLOCK))
                .hasMessageContaining("still to come");
        for (String name : List.of("cl\"erk", "cl\\erk")) {
            LogKeys.Officer unreadable = new LogKeys.Officer(name, data.resolve("unreadable.p12"));
            assertThatThrownBy(() -> LogKeys.officer(unreadable)).hasMessageContaining("no quotation marks");
            assertThatThrownBy(() -> LogKeys.change(config, theft, List.of(clerk, unreadable), CLOCK))
                    .hasMessageContaining("The key was not changed");
        }
        assertThat(data.resolve("unreadable.p12")).doesNotExist();
        assertThat(mainKeyFiles()).containsOnly("log.p12", "log.p12.password");
        LogKeys.Change change = LogKeys.change(config, theft, List.of(clerk, auditor), CLOCK);
        Trust trust = Trust.in(List.of(key(change.key()))).inTheLightOf(history());
        assertThat(verdict(oldReceipt, trust)).isInstanceOf(Verdict.KeyEnded.class);
        try (Quorum quorum = Quorum.start(config)) {
            assertThat(verdict(quorum.ledger().receipt(0).text(), trust)).isInstanceOf(Verdict.Valid.class);
        }
    }

    @Test
    void aLostKeyIsReplacedAndALaterTheftOfItRecorded() throws IOException, MalformedTextException {
        copy(begun, data);
        for (int i = 1; i <= 3; i++) {
            Files.delete(data.resolve("voter-" + i + "/keys/log.p12"));
        }
        assertThatThrownBy(() -> Quorum.start(config))
                .isInstanceOf(LedgerException.Unavailable.class)
                .hasMessageContaining("chancery keys lost");
        LogKeys.Change change = LogKeys.change(config, new LogKeys.Reason.Lost(), List.of(clerk), CLOCK);
        signsNothingHalfWay(change.key());
        Trust trust = Trust.in(List.of(key(change.key()))).inTheLightOf(history());
        assertThat(verdict(oldReceipt, trust)).isInstanceOf(Verdict.Valid.class);
        Instant since = CLOCK.instant().minusSeconds(3600);
        assertThatThrownBy(() -> LogKeys.stolen(config, change.key(), since, List.of(clerk, auditor), CLOCK))
                .hasMessageContaining("present key");
        LogKeys.stolen(config, firstKey, since, List.of(clerk, auditor), CLOCK);
        trust = Trust.in(List.of(key(change.key()))).inTheLightOf(history());
        assertThat(verdict(oldReceipt, trust)).isInstanceOf(Verdict.KeyEnded.class);
    }

    /** As a crash leaves it once the next key is in its place and before an entry tells of it. */
    private void signsNothingHalfWay(String present) throws IOException {
        Path next = data.resolve("log.next");
        Path current = data.resolve("log.current");
        String file = Files.readString(current);
        Files.writeString(next, "log-other.p12\n" + present + "\n");
        Files.writeString(current, "log-other.p12\n");
        assertThatThrownBy(() -> Quorum.start(config))
                .isInstanceOf(LedgerException.Unavailable.class)
                .hasMessageContaining("half-way")
                .hasMessageContaining("repeat the command");
        Instant since = CLOCK.instant().minusSeconds(3600);
        assertThatThrownBy(() -> LogKeys.stolen(config, firstKey, since, List.of(clerk, auditor), CLOCK))
                .hasMessageContaining("half-way");
        LogKeys.Line further = new LogKeys.Line.Further(Signing.Algorithm.P256);
        assertThatThrownBy(() -> LogKeys.change(
                        config.signingWith(WITH_P256), further, new LogKeys.Reason.Lost(), List.of(clerk), CLOCK))
                .hasMessageContaining("half-way");
        Files.writeString(current, file);
        Files.delete(next);
    }

    /** As a crash leaves it: the new key was named, or signs already, and the entries are not all there. */
    @Test
    void whatWasBrokenOffIsBroughtToItsEnd() throws IOException, MalformedTextException {
        copy(rotated, data);
        LogKeys.Change change = rotation;
        String file = Files.readString(data.resolve("log.current")).strip();
        Files.writeString(data.resolve("log.next"), file + "\n" + firstKey + "\n");
        LogKeys.Change again = LogKeys.change(config, new LogKeys.Reason.Routine(), List.of(clerk), CLOCK);
        assertThat(again).isEqualTo(change);
        assertThat(data.resolve("log.next")).doesNotExist();
        Files.writeString(data.resolve("log.next"), "log-named.p12\n" + change.key() + "\n");
        LogKeys.Change other = LogKeys.change(config, new LogKeys.Reason.Routine(), List.of(clerk), CLOCK);
        assertThat(other.key()).isNotEqualTo(change.key());
        assertThat(other.entries()).containsExactly(3L, 4L);
        assertThat(mainKeyFiles()).containsOnly("log-named.p12", "log-named.p12.password");
        assertThat(Trust.in(List.of(key(firstKey))).inTheLightOf(history()).logs())
                .extracting(VerifierKey::text)
                .containsExactly(firstKey, change.key(), other.key());
    }

    /** By whoever demands the line, before and after: through the history, and not without. */
    @Test
    void aFurtherLineChangesItsKeyAndIsDemandedAllTheSame() throws IOException, MalformedTextException {
        copy(begun, data);
        LogKeys.Line line = new LogKeys.Line.Further(Signing.Algorithm.P256);
        assertThatThrownBy(() -> LogKeys.change(config, line, new LogKeys.Reason.Routine(), List.of(clerk), CLOCK))
                .hasMessageContaining("chancery.signatures.further");
        assertThat(data.resolve("log.p-256.next")).doesNotExist();
        QuorumConfig both = config.signingWith(WITH_P256);
        String first = Files.readAllLines(data.resolve("log.vkey")).getLast();
        LogKeys.Change change = LogKeys.change(both, line, new LogKeys.Reason.Routine(), List.of(clerk), CLOCK);
        assertThat(change.entries()).containsExactly(1L, 2L);
        assertThat(Files.readAllLines(data.resolve("log.vkey"))).containsExactly(firstKey, change.key());
        assertThat(keyFiles())
                .filteredOn(name -> name.startsWith("log.p-256"))
                .hasSize(2 * 3)
                .allMatch(name -> name.startsWith("log.p-256-"));
        assertThat(keyFiles()).contains("log.p12");
        String fresh = history().receipts().getLast();
        for (String known : List.of(first, change.key())) {
            Trust trust = demandingP256(firstKey, known);
            assertThat(verdict(known.equals(first) ? fresh : oldReceipt, trust)).isInstanceOf(Verdict.NotSigned.class);
            assertThat(verdict(oldReceipt, trust.inTheLightOf(history()))).isInstanceOf(Verdict.Valid.class);
            assertThat(verdict(fresh, trust.inTheLightOf(history()))).isInstanceOf(Verdict.Valid.class);
            // the line alone
            assertThat(verdict(fresh, Trust.in(List.of(key(known))).inTheLightOf(history())))
                    .isInstanceOf(Verdict.Valid.class);
        }
        assertThatThrownBy(() -> LogKeys.stolen(both, change.key(), CLOCK.instant(), List.of(clerk, auditor), CLOCK))
                .hasMessageContaining("present key");

        String file = Files.readAllLines(data.resolve("log.p-256.current")).getFirst();
        for (int i = 1; i <= 3; i++) {
            Files.delete(data.resolve("voter-" + i + "/keys/" + file));
        }
        assertThatThrownBy(() -> Quorum.start(both))
                .isInstanceOf(LedgerException.Unavailable.class)
                .hasMessageContaining(file)
                .hasMessageContaining("chancery keys lost --line p-256");
        LogKeys.Change third = LogKeys.change(both, line, new LogKeys.Reason.Lost(), List.of(clerk), CLOCK);
        String last = history().receipts().getLast();
        // Ed25519 alone cannot bring in a key for whoever demands that line
        assertThat(verdict(last, demandingP256(firstKey, change.key()).inTheLightOf(history())))
                .isInstanceOf(Verdict.NotSigned.class);
        for (String receipt : List.of(oldReceipt, fresh, last)) {
            assertThat(verdict(receipt, demandingP256(firstKey, third.key()).inTheLightOf(history())))
                    .isInstanceOf(Verdict.Valid.class);
        }
    }

    private static Trust demandingP256(String... keys) throws MalformedTextException {
        List<VerifierKey> known = new ArrayList<>();
        for (String key : keys) {
            known.add(key(key));
        }
        return Trust.in(known).demanding(Set.of(SignatureAlgorithm.P256));
    }

    private static String append(Ledger ledger) {
        long index = ledger.append(
                        QuorumIT.record(UUID.randomUUID()),
                        ledger.writableTerm().orElseThrow())
                .index();
        return ledger.receipt(index).text();
    }

    private KeyHistory history() throws IOException, MalformedTextException {
        return KeyHistory.parse(Files.readString(data.resolve("log.keys")));
    }

    private List<String> mainKeyFiles() throws IOException {
        return keyFiles().stream().filter(name -> !name.startsWith("log.p-256")).toList();
    }

    private List<String> keyFiles() throws IOException {
        try (Stream<Path> files = Files.find(
                data,
                3,
                (file, about) -> file.getParent().endsWith("keys")
                        && file.getFileName().toString().startsWith("log")
                        && file.toString().contains("voter-"))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static VerifierKey key(String text) throws MalformedTextException {
        return VerifierKey.parse(text);
    }

    private static Verdict verdict(String receipt, Trust trust) {
        return new ReceiptVerifier(trust).verify(receipt.getBytes(StandardCharsets.UTF_8));
    }

    private static String go(Path note, String key) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("go", "run", GO.toString(), note.toString(), key);
        builder.environment().put("GO111MODULE", "off");
        builder.environment().put("GOFLAGS", "");
        builder.environment().put("GOPATH", "/usr/share/gocode");
        Process process = builder.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        return output;
    }
}
