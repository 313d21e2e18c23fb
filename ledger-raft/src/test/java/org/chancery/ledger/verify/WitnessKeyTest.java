package org.chancery.ledger.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** C2SP tlog-cosignature, with a checkpoint that witnesses of other makers cosigned. */
class WitnessKeyTest {

    /** A public certificate log as served on 23 May 2026; four witnesses cosigned it. */
    private static final String CHECKPOINT = """
            arche2025h1.staging.ct.transparency.dev
            1432088532
            U7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=

            — arche2025h1.staging.ct.transparency.dev ui8GwCF1+kWqZrxGdhj4aX3gcw7XUlXQQabg/27lefwhUkzbC3NygNI75MdhL1bfTW9g8Ei59RA23oHP7Ry1k3ZFWwQ=
            — witness1.smartit.nu/witness1 pIyCDwAAAABqEiEghIp82KWebrw7/oHQwlTAm3g2RKS4+eebl8eO0WH+/iEcxZ75W3u5hNI7TOQtmJbqmNWVuE0tgh0XwzdZsDsUAQ==
            — remora.n621.de 2net5wAAAABqEiEgPlfF3V06o0Y+fHM+J5J9s27wgxxcOVSpZ/2g/KSiXCg9DEZI+aVCIobWX9sXTynk5XeU/zZ0WBxtqB0DrAWfBw==
            """;

    private static final String LOG =
            "arche2025h1.staging.ct.transparency.dev+ba2f06c0+AU0vHmlGCS/PdN8b2OaGmKprLI8HKM+dJ472xgFYh15f";
    private static final String REMORA = "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2";
    private static final Instant AT = Instant.parse("2026-05-23T21:50:24Z");

    @Test
    void aCosignatureOfAnotherMakersWitnessVerifies() throws MalformedTextException {
        SignedNote note = SignedNote.parse(CHECKPOINT);
        WitnessKey key = WitnessKey.parse(REMORA);
        assertThat(key.text()).isEqualTo(REMORA);
        assertThat(key.on(note)).isEqualTo(new WitnessKey.Finding.Cosigned(AT));
        assertThat(VerifierKey.parse(LOG).verifies(note, note.signatures().getFirst()))
                .isTrue();
    }

    @Test
    void aCheckpointOfAnotherMakersLogIsReadWithoutOurTimeLine() throws MalformedTextException {
        CheckpointText text = CheckpointText.of(SignedNote.parse(CHECKPOINT));
        assertThat(text.origin()).isEqualTo("arche2025h1.staging.ct.transparency.dev");
        assertThat(text.head().size()).isEqualTo(1432088532);
        assertThat(text.extensions()).isEmpty();
    }

    @Test
    void aChangeAnywhereInTheTextMakesItForged() throws MalformedTextException {
        SignedNote note = SignedNote.parse(CHECKPOINT);
        WitnessKey key = WitnessKey.parse(REMORA);
        for (String changed : List.of(
                note.text().replace("1432088532", "1432088533"),
                note.text().replace("U7WM", "U7WN"),
                note.text().replace("arche2025h1", "arche2025h2"),
                note.text() + "extension\n")) {
            assertThat(key.on(new SignedNote(changed, note.signatures()))).isEqualTo(new WitnessKey.Finding.Forged());
        }
    }

    @Test
    void theTimestampIsSignedToo() throws MalformedTextException {
        SignedNote note = SignedNote.parse(CHECKPOINT);
        SignedNote.Signature line = note.signatures().getLast();
        for (int i = 0; i < Long.BYTES; i++) {
            byte[] bytes = line.bytes().clone();
            bytes[i] ^= 1;
            assertThat(WitnessKey.parse(REMORA).on(with(note, line.name(), line.keyId(), bytes)))
                    .isEqualTo(new WitnessKey.Finding.Forged());
        }
    }

    @Test
    void aLineOfAnotherKeyOrNameIsNotOurs() throws MalformedTextException {
        SignedNote note = SignedNote.parse(CHECKPOINT);
        SignedNote.Signature line = note.signatures().getLast();
        WitnessKey key = WitnessKey.parse(REMORA);
        assertThat(key.on(with(note, "remora.n621.dk", line.keyId(), line.bytes())))
                .isEqualTo(new WitnessKey.Finding.Absent());
        assertThat(key.on(with(note, line.name(), line.keyId() + 1, line.bytes())))
                .isEqualTo(new WitnessKey.Finding.Absent());
    }

    @Test
    void onlyAWholeTimestampedSignatureCounts() throws MalformedTextException {
        SignedNote note = SignedNote.parse(CHECKPOINT);
        SignedNote.Signature line = note.signatures().getLast();
        for (byte[] bytes : List.of(
                Arrays.copyOf(line.bytes(), line.bytes().length - 1),
                Arrays.copyOf(line.bytes(), line.bytes().length + 1),
                Arrays.copyOfRange(line.bytes(), Long.BYTES, line.bytes().length))) {
            assertThat(WitnessKey.parse(REMORA).on(with(note, line.name(), line.keyId(), bytes)))
                    .isEqualTo(new WitnessKey.Finding.Forged());
        }
    }

    /** C2SP tlog-witness: the timestamp must not be zero; tlog-cosignature: nor beyond 2^63 − 1. */
    @Test
    void aTrueSignatureOverAnImpossibleTimeDoesNotCount() throws Exception {
        SignedNote note = SignedNote.parse(CHECKPOINT);
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] encoded = pair.getPublic().getEncoded();
        WitnessKey key = new WitnessKey("w", Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
        for (long seconds : new long[] {0, -1, Long.MIN_VALUE, Long.MAX_VALUE, 253_402_300_800L}) {
            assertThat(key.on(cosigned(note, key, pair, seconds))).isEqualTo(new WitnessKey.Finding.Forged());
        }
        assertThat(key.on(cosigned(note, key, pair, 253_402_300_799L)))
                .as("the end of the year 9999")
                .isInstanceOf(WitnessKey.Finding.Cosigned.class);
        assertThat(key.on(cosigned(note, key, pair, 1)))
                .isEqualTo(new WitnessKey.Finding.Cosigned(Instant.ofEpochSecond(1)));
        SignedNote twice = new SignedNote(
                note.text(),
                List.of(
                        cosigned(note, key, pair, 9).signatures().getFirst(),
                        cosigned(note, key, pair, 7).signatures().getFirst()));
        assertThat(key.on(twice)).isEqualTo(new WitnessKey.Finding.Cosigned(Instant.ofEpochSecond(7)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "remora.n621.de",
                "remora.n621.de+da77ade7",
                "remora.n621.de+da77ade8+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2",
                "remora.n621.dk+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2",
                "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "bananas.sigstore.dev+12344556",
                "rekor.sigstore.dev+12345678+THIS_IS_NOT_BASE64!",
                "rekor.sigstore.dev+12345678+AwEB"
            })
    void whatIsNoWitnessKeyIsRefused(String text) {
        assertThatThrownBy(() -> WitnessKey.parse(text)).isInstanceOf(MalformedTextException.class);
    }

    @Test
    void aLogsKeyIsNoWitnessKeyAndTheOtherWayRound() {
        assertThatThrownBy(() -> WitnessKey.parse(LOG)).isInstanceOf(MalformedTextException.class);
        assertThatThrownBy(() -> VerifierKey.parse(REMORA)).isInstanceOf(MalformedTextException.class);
    }

    private static SignedNote cosigned(SignedNote note, WitnessKey key, KeyPair pair, long seconds)
            throws GeneralSecurityException {
        Signature signer = Signature.getInstance("Ed25519");
        signer.initSign(pair.getPrivate());
        signer.update(("cosignature/v1\ntime " + seconds + "\n" + note.text()).getBytes(StandardCharsets.UTF_8));
        byte[] bytes =
                ByteBuffer.allocate(72).putLong(seconds).put(signer.sign()).array();
        return with(note, key.name(), key.keyId(), bytes);
    }

    private static SignedNote with(SignedNote note, String name, int keyId, byte[] bytes) {
        List<SignedNote.Signature> lines = new ArrayList<>();
        lines.add(new SignedNote.Signature(name, keyId, bytes));
        return new SignedNote(note.text(), lines);
    }
}
