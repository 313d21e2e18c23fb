package org.chancery.ledger.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.LogKeys;
import org.chancery.ledger.QuorumConfig;
import org.chancery.ledger.Signing;
import org.chancery.ledger.log.LogKey;
import org.chancery.ledger.log.LogStore;
import org.chancery.ledger.log.Receipts;
import org.chancery.ledger.verify.KeyEvent;
import org.chancery.ledger.verify.KeyHistory;
import org.chancery.ledger.verify.SignatureAlgorithm;
import org.chancery.ledger.verify.VerifierKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a change of a key was broken off, and which key the next attempt goes on with. */
class NewKeyTest {

    private static final String ORIGIN = "chancery.test/main";
    private static final LogKeys.Line LINE = new LogKeys.Line.Further(Signing.Algorithm.P256);
    private static final LogKeys.Reason ROUTINE = new LogKeys.Reason.Routine();
    private static final LogKeys.Reason LOST = new LogKeys.Reason.Lost();

    @TempDir
    private Path data;

    private VoterFolder voter;
    private KeyFiles files;
    private VerifierKey present;

    @BeforeEach
    void begin() {
        voter = new VoterFolder(data.resolve("voter-1"));
        voter.create();
        files = new KeyFiles(data, SignatureAlgorithm.P256);
        byte[] key = new FurtherLines(data, ORIGIN, List.of(voter))
                .inFiles(SignatureAlgorithm.P256, false)
                .publicKey();
        present = new VerifierKey(ORIGIN, SignatureAlgorithm.P256, key);
    }

    private NewKey inFile(LogKeys.Reason reason) {
        Signing signing = new Signing(Set.of(Signing.Algorithm.P256), Optional.empty());
        return NewKey.of(QuorumConfig.singleMachine(ORIGIN, data).signingWith(signing), LINE, reason, voter);
    }

    @Test
    void whatWasBrokenOffGoesOnWithTheSameKey() {
        NewKey fresh = inFile(ROUTINE);
        assertThat(fresh.next().before()).isEqualTo(present);
        assertThat(inFile(LOST).key()).isEqualTo(fresh.key());
        files.use(fresh.next(), fresh.key());
        assertThat(inFile(ROUTINE).next()).isEqualTo(fresh.next());
    }

    /** A change to a token that came to nothing does not name the file of the next one. */
    @Test
    void whatWasToLieInATokenIsGivenUpForAFile() {
        KeyFiles.Next token = files.begin(voter, KeyFiles.inToken("label"));
        NewKey fresh = inFile(ROUTINE);
        assertThat(fresh.next()).isNotEqualTo(token);
        assertThat(fresh.next().file()).startsWith("log.p-256-").endsWith(".p12");
        assertThat(fresh.next().before()).isEqualTo(present);
        assertThat(voter.logKey(fresh.next().file())).exists();
        assertThat(voter.logKey(token.file())).doesNotExist();
    }

    @Test
    void whatSignsAlreadyIsBroughtToItsEndFirst() {
        KeyFiles.Next token = files.begin(voter, KeyFiles.inToken("label"));
        byte[] key = LogKey.further(data.resolve("other.p12"), ORIGIN, SignatureAlgorithm.P256)
                .publicKey();
        files.use(token, new VerifierKey(ORIGIN, SignatureAlgorithm.P256, key));
        assertThatThrownBy(() -> inFile(LOST))
                .isInstanceOf(LedgerException.Unavailable.class)
                .hasMessageContaining("token:label")
                .hasMessageContaining("Repeat that command first");
        assertThat(files.next()).hasValue(token);
    }

    @Test
    void aKeyInATokenSignsForItsNextOneOrIsLost() {
        files.keep(KeyFiles.inToken("label"), present);
        assertThatThrownBy(() -> inFile(ROUTINE))
                .isInstanceOf(LedgerException.Unavailable.class)
                .hasMessageContaining("has to sign the entry");
        assertThat(files.next()).isEmpty();
        assertThat(inFile(LOST).next().before()).isEqualTo(present);
    }

    /** As a crash leaves it, step by step: whatever signs when the node starts, an entry tells of it. */
    @Test
    void aNodeStartsUnderNoKeyOfWhichNoEntryTells() throws IOException {
        KeyFiles main = KeyFiles.main(data);
        LogKey first = LogKey.open(voter.logKey("log.p12"), ORIGIN);
        Files.writeString(data.resolve("log.vkey"), first.verifierKey().text() + "\n");
        KeyChange.requireAnnounced(data);
        KeyFiles.Next next = main.begin(voter);
        LogKey second = LogKey.open(voter.logKey(next.file()), ORIGIN);
        KeyChange.requireAnnounced(data); // the first one signs
        main.use(next, second.verifierKey());
        assertThatThrownBy(() -> KeyChange.requireAnnounced(data))
                .isInstanceOf(LedgerException.Unavailable.class)
                .hasMessageContaining("half-way")
                .hasMessageContaining("repeat the command");
        main.history(told(second, new KeyEvent.Added(second.verifierKey(), second.verifierKey())));
        assertThatThrownBy(() -> KeyChange.requireAnnounced(data)).hasMessageContaining("half-way");
        main.history(told(second, new KeyEvent.Added(second.verifierKey(), first.verifierKey())));
        KeyChange.requireAnnounced(data);
        main.finish(next, 1);
        KeyChange.requireAnnounced(data);
    }

    /** The policy that names the log's key never runs ahead of the key. */
    @Test
    void thePolicyFollowsTheKey() throws IOException {
        KeyFiles main = KeyFiles.main(data);
        LogKey first = LogKey.open(voter.logKey("log.p12"), ORIGIN);
        Files.writeString(data.resolve("log.vkey"), first.verifierKey().text() + "\n");
        KeyFiles.Next next = main.begin(voter);
        VerifierKey second = LogKey.open(voter.logKey(next.file()), ORIGIN).verifierKey();
        Path policy = Files.writeString(
                data.resolve("witnesses.policy"), "log " + first.verifierKey().text() + "\nquorum none\n");
        Path inTheWay = Files.createDirectories(data.resolve("witnesses.policy.new/x"));
        assertThatThrownBy(() -> main.use(next, second)).isInstanceOf(UncheckedIOException.class);
        assertThat(main.isInUse(next)).isTrue();
        assertThatThrownBy(() -> KeyChange.requireAnnounced(data)).hasMessageContaining("half-way");
        Files.delete(inTheWay);
        main.use(next, second);
        assertThat(policy).content().contains(second.text());
    }

    private KeyHistory told(LogKey key, KeyEvent event) {
        String record = "{\"kind\":\"" + KeyEvent.KIND + "\",\"transitions\":[" + event.json() + "],\"v\":3}";
        try (LogStore store = LogStore.open(data.resolve("told " + UUID.randomUUID()))) {
            store.append(new UUID(7, 0), 3, 0, record.getBytes(StandardCharsets.UTF_8), new byte[0]);
            return new KeyHistory(List.of(
                    Receipts.of(store, 0, key.sign(store.head(), Instant.EPOCH)).text()));
        }
    }
}
