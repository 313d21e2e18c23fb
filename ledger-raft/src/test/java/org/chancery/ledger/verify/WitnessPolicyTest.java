package org.chancery.ledger.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

/** C2SP tlog-policy: which sets of witnesses are enough. */
class WitnessPolicyTest {

    private static final String LOG = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
    private static final String TEXT = "example.com/foo\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n";
    private static final Map<String, Signer> SIGNERS = new LinkedHashMap<>();

    /** The specification's own example of two levels. */
    private static final String TWO_LEVELS = """
            # two of one house, any of the other
            log LOG
            witness X1 X1.key
            witness X2 X2.key https://x2.example/witness
            witness X3 X3.key
            group X-witnesses 2 X1 X2 X3
            \twitness Y1 Y1.key
            witness Y2 Y2.key
            witness Y3 Y3.key

            group Y-witnesses any Y1 Y2 Y3
            group X-and-Y all X-witnesses Y-witnesses
            quorum X-and-Y
            """;

    private record Signer(WitnessKey key, KeyPair pair) {
        static Signer named(String name) throws GeneralSecurityException {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            byte[] encoded = pair.getPublic().getEncoded();
            return new Signer(
                    new WitnessKey(name, Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length)), pair);
        }

        SignedNote.Signature sign(SignedNote note, long seconds) throws GeneralSecurityException {
            Signature signer = Signature.getInstance("Ed25519");
            signer.initSign(pair.getPrivate());
            signer.update(WitnessKey.message(note, seconds));
            return key.line(seconds, signer.sign());
        }
    }

    @BeforeAll
    static void makeKeys() throws GeneralSecurityException {
        for (String name : List.of("X1", "X2", "X3", "Y1", "Y2", "Y3")) {
            SIGNERS.put(name, Signer.named(name));
        }
    }

    /** Who signs at which second; whether that is enough, and since when. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            X1@10 X2@20 Y1@30,                  true,  30
            X1@10 X2@40 Y1@30,                  true,  40
            X1@10 X2@20 X3@15 Y1@1 Y2@2 Y3@3,   true,  15
            X1@10 X2@20 X3@30,                  false,
            X1@10 Y1@20 Y2@30,                  false,
            X1@10,                              false,
            """)
    void theQuorumIsMetOnceTheLastOneNeededHasSigned(String who, boolean met, Long since) throws Exception {
        WitnessPolicy.Standing standing = policy(TWO_LEVELS).on(signed(who));
        assertThat(standing.met()).isEqualTo(met);
        assertThat(standing.since().map(Instant::getEpochSecond).orElse(null)).isEqualTo(since);
        assertThat(standing.signed()).hasSize(who.split(" ").length);
        assertThat(standing.missing()).hasSize(6 - who.split(" ").length);
    }

    @Test
    void aForgedLineOfATrustedWitnessSpoilsTheCheckpoint() throws Exception {
        SignedNote note = signed("X1@10 X2@20 Y1@30");
        List<SignedNote.Signature> lines = new ArrayList<>(note.signatures());
        lines.add(SIGNERS.get("X3").key().line(40, new byte[64]));
        WitnessPolicy.Standing standing = policy(TWO_LEVELS).on(new SignedNote(TEXT, lines));
        assertThat(standing.met()).isFalse();
        assertThat(standing.forged()).containsExactly("X3");
    }

    @Test
    void aStrangersLineIsPassedOver() throws Exception {
        SignedNote note = signed("X1@10 X2@20 Y1@30");
        List<SignedNote.Signature> lines = new ArrayList<>(note.signatures());
        lines.add(Signer.named("stranger").sign(note, 50));
        assertThat(policy(TWO_LEVELS).on(new SignedNote(TEXT, lines)).met()).isTrue();
    }

    @Test
    void anAddressAndALogAreRead() throws MalformedTextException {
        WitnessPolicy policy = policy(TWO_LEVELS);
        assertThat(policy.logs())
                .singleElement()
                .extracting(log -> log.key().text())
                .isEqualTo(LOG);
        assertThat(policy.witnesses().get(1).url()).contains(URI.create("https://x2.example/witness"));
        assertThat(policy.witnesses().getFirst().url()).isEmpty();
    }

    @Test
    void nobodyIsEnoughIfTheFileSaysSo() throws Exception {
        WitnessPolicy.Standing standing = policy("quorum none\n").on(signed("X1@10"));
        assertThat(standing.met()).isTrue();
        assertThat(standing.since()).isEmpty();
        assertThat(standing.signed()).isEmpty();
    }

    @Test
    void kOfNWithoutAFile() throws Exception {
        List<WitnessKey> keys =
                List.of(SIGNERS.get("X1").key(), SIGNERS.get("X2").key());
        assertThat(WitnessPolicy.of(2, keys).on(signed("X1@10")).met()).isFalse();
        assertThat(WitnessPolicy.of(2, keys).on(signed("X1@10 X2@11")).met()).isTrue();
    }

    @Test
    void keywordsMayBeNames() throws Exception {
        WitnessPolicy policy = policy("witness all X1.key\nwitness any X2.key\ngroup group 2 all any\nquorum group");
        assertThat(policy.on(signed("X1@1 X2@2")).met()).isTrue();
    }

    /** What is no policy, in which line, and why. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            quibble w1;quorum none                                     | 1 | BAD_POLICY_LINE
            log;quorum none                                            | 1 | BAD_POLICY_LINE
            log garbage;quorum none                                    | 1 | BAD_KEY
            log X1.key;quorum none                                     | 1 | BAD_KEY
            log LOG;log LOG https://log.example/;quorum none           | 2 | BAD_POLICY_NAME
            witness w1;quorum none                                     | 1 | BAD_POLICY_LINE
            witness w1 LOG;quorum w1                                   | 1 | BAD_KEY
            witness w1 X1.key https://w1.example # x;quorum w1         | 1 | BAD_POLICY_LINE
            witness w1 X1.key w1.example;quorum w1                     | 1 | BAD_POLICY_ADDRESS
            witness w1 X1.key w1.example:8080/witness;quorum w1        | 1 | BAD_POLICY_ADDRESS
            witness w1 X1.key ftp://w1.example;quorum w1               | 1 | BAD_POLICY_ADDRESS
            witness w1 X1.key https:/w1.example;quorum w1              | 1 | BAD_POLICY_ADDRESS
            witness w1 X1.key https://w1.example/?q=1;quorum w1        | 1 | BAD_POLICY_ADDRESS
            witness w1 X1.key https://w1_a.example/w;quorum w1         | 1 | BAD_POLICY_ADDRESS
            witness none X1.key;quorum none                            | 1 | BAD_POLICY_NAME
            witness w X1.key;witness w X2.key;quorum w                 | 2 | BAD_POLICY_NAME
            witness v X1.key;witness w X1.key;quorum w                 | 2 | BAD_POLICY_NAME
            witness w X1.key;group w any w;quorum w                    | 2 | BAD_POLICY_NAME
            witness w X1.key;group g 1;quorum w                        | 2 | BAD_POLICY_LINE
            witness w X1.key;group none any w;quorum none              | 2 | BAD_POLICY_NAME
            witness w X1.key;group g 0 w;quorum g                      | 2 | BAD_POLICY_LINE
            witness w X1.key;group g -1 w;quorum g                     | 2 | BAD_POLICY_LINE
            witness w X1.key;group g 01 w;quorum g                     | 2 | BAD_POLICY_LINE
            witness w X1.key;group g 2 w;quorum g                      | 2 | BAD_POLICY_LINE
            witness w X1.key;group g any v;quorum g                    | 2 | BAD_POLICY_NAME
            group g any w;witness w X1.key;quorum g                    | 1 | BAD_POLICY_NAME
            witness w X1.key;group g any none w;quorum g               | 2 | BAD_POLICY_NAME
            witness w X1.key;group g all w w;quorum g                  | 2 | BAD_POLICY_NAME
            witness w X1.key;group g any w;group h any w;quorum g      | 3 | BAD_POLICY_NAME
            witness w X1.key                                           | 1 | NO_POLICY_QUORUM
            witness w X1.key;quorum w;quorum w                         | 3 | NO_POLICY_QUORUM
            quorum v                                                   | 1 | BAD_POLICY_NAME
            quorum w;witness w X1.key                                  | 1 | BAD_POLICY_NAME
            quorum                                                     | 1 | BAD_POLICY_LINE
            """)
    void whatIsNoPolicyIsRefusedByLine(String lines, int line, Flaw flaw) {
        assertThatThrownBy(() -> policy(lines.replace(';', '\n')))
                .asInstanceOf(InstanceOfAssertFactories.type(MalformedTextException.class))
                .satisfies(e -> assertThat(e.line()).isEqualTo(line))
                .satisfies(e -> assertThat(e.flaw()).isEqualTo(flaw));
    }

    /** The table that browsers are held against too. */
    @ParameterizedTest
    @CsvFileSource(resources = "/vectors/policy-addresses.tsv", delimiter = '\t')
    void aWitnessHasAnAddressThatCanBeAsked(String verdict, String address) {
        boolean accepted;
        try {
            accepted = policy("witness w1 X1.key " + address + "\nquorum w1")
                    .witnesses()
                    .getFirst()
                    .url()
                    .isPresent();
        } catch (MalformedTextException e) {
            accepted = false;
        }
        assertThat(accepted).isEqualTo(verdict.equals("accept"));
    }

    @Test
    void controlCharactersAreRefused() {
        assertThatThrownBy(() -> policy("quorum none\r\n")).isInstanceOf(MalformedTextException.class);
        assertThatThrownBy(() -> policy("quorum none\n\u0001")).isInstanceOf(MalformedTextException.class);
        assertThatThrownBy(() -> policy("quorum none\n\u007f")).isInstanceOf(MalformedTextException.class);
    }

    private static WitnessPolicy policy(String file) throws MalformedTextException {
        String filled = file.replace("LOG", LOG);
        for (Map.Entry<String, Signer> signer : SIGNERS.entrySet()) {
            filled = filled.replace(
                    signer.getKey() + ".key", signer.getValue().key().text());
        }
        return WitnessPolicy.parse(filled);
    }

    private static SignedNote signed(String who) throws GeneralSecurityException {
        SignedNote note = new SignedNote(TEXT, List.of());
        List<SignedNote.Signature> lines = new ArrayList<>();
        for (String one : who.split(" ")) {
            String[] parts = one.split("@");
            lines.add(SIGNERS.get(parts[0]).sign(note, Long.parseLong(parts[1])));
        }
        return new SignedNote(TEXT, lines);
    }
}
