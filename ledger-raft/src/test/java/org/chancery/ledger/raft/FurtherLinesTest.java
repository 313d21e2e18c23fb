package org.chancery.ledger.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.log.LogKey;
import org.chancery.ledger.verify.SignatureAlgorithm;
import org.chancery.ledger.verify.VerifierKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A key of P-256 or SM2 is made at the first start with its line, and never again by itself. */
class FurtherLinesTest {

    private static final String ORIGIN = "chancery.test/main";
    private static final SignatureAlgorithm LINE = SignatureAlgorithm.P256;

    @TempDir
    private Path data;

    private List<VoterFolder> voters;

    @BeforeEach
    void makeFolders() {
        voters = List.of(new VoterFolder(data.resolve("voter-1")), new VoterFolder(data.resolve("voter-2")));
        voters.forEach(VoterFolder::create);
    }

    private VerifierKey start(boolean begun) {
        byte[] key = new FurtherLines(data, ORIGIN, voters).inFiles(LINE, begun).publicKey();
        return new VerifierKey(ORIGIN, LINE, key);
    }

    private Path file(int voter) {
        return voters.get(voter).logKey("log.p-256.p12");
    }

    @Test
    void theFirstStartMakesItAndLaterOnesShareIt() throws IOException {
        VerifierKey first = start(false);
        assertThat(start(true)).isEqualTo(first);
        Files.delete(file(0));
        Files.delete(file(0).resolveSibling("log.p-256.p12.password"));
        assertThat(start(true)).isEqualTo(first);
        assertThat(file(0)).exists();
    }

    /** A log that is older than the line gets it without ado. */
    @Test
    void aLineThatIsNewToALogIsMadeToo() {
        assertThat(start(true)).isEqualTo(start(true));
    }

    @Test
    void aKeyThatIsGoneIsNotMadeAnew() throws IOException {
        VerifierKey first = start(false);
        for (int voter = 0; voter < 2; voter++) {
            Files.delete(file(voter));
        }
        refused("keys/log.p-256.p12");
        // also where only log.vkey tells, as in folders of before
        Files.delete(data.resolve("log.p-256.current"));
        Files.writeString(data.resolve("log.vkey"), first.text() + "\n");
        refused("keys/log.p-256.p12");
        assertThat(file(0)).doesNotExist();
        assertThat(file(1)).doesNotExist();
    }

    @Test
    void aKeyThatIsAnotherOneIsNotTaken() throws IOException {
        VerifierKey first = start(false);
        for (int voter = 0; voter < 2; voter++) {
            Files.delete(file(voter));
            Files.delete(file(voter).resolveSibling("log.p-256.p12.password"));
        }
        LogKey.further(file(0), ORIGIN, LINE);
        refused(first.text());
        assertThat(file(1)).doesNotExist();
    }

    @Test
    void aKeyThatLiesInATokenIsNotMadeInAFile() throws IOException {
        VerifierKey first = start(false);
        new KeyFiles(data, LINE).keep(KeyFiles.inToken("log"), first);
        refused("its key lies in a token");
    }

    private void refused(String why) {
        assertThatThrownBy(() -> start(true))
                .isInstanceOf(LedgerException.Unavailable.class)
                .hasMessageContaining("The log has signed with P-256")
                .hasMessageContaining("Nothing was changed")
                .hasMessageContaining(why)
                .hasMessageContaining("chancery keys lost --line p-256");
    }
}
