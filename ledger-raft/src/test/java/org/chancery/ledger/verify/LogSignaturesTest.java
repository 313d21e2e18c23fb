package org.chancery.ledger.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.chancery.ledger.log.LogKey;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints with lines of several algorithms: what each trust says of them, and what no forger gets past it. */
class LogSignaturesTest {

    @TempDir
    private static Path folder;

    private static ReceiptFixture log;
    private static LogKey key;
    private static VerifierKey ed25519;
    private static VerifierKey p256;
    private static VerifierKey sm2;
    private static ReceiptText genuine;

    @BeforeAll
    static void signWithThree() throws MalformedTextException {
        log = new ReceiptFixture(folder, 9);
        key = withBoth(log.key, folder);
        ed25519 = key.verifierKeys().get(0);
        p256 = key.verifierKeys().get(1);
        sm2 = key.verifierKeys().get(2);
        genuine = ReceiptText.parse(log.receipt(4, key.sign(log.store.head(), ReceiptFixture.SIGNED)));
    }

    private static LogKey withBoth(LogKey main, Path folder) {
        LogKey all = main;
        for (SignatureAlgorithm each : List.of(SignatureAlgorithm.P256, SignatureAlgorithm.SM2)) {
            all = all.and(LogKey.further(folder.resolve(each.label() + ".p12"), ReceiptFixture.ORIGIN, each));
        }
        return all;
    }

    @AfterAll
    static void close() {
        log.close();
    }

    @Test
    void everySetOfTheLogsKeysReadsIt() {
        for (List<VerifierKey> known : List.of(
                List.of(ed25519),
                List.of(p256),
                List.of(sm2),
                List.of(sm2, ed25519),
                List.of(p256, sm2),
                List.of(ed25519, p256, sm2))) {
            assertThat(verdict(genuine, Trust.in(known))).isInstanceOf(Verdict.Valid.class);
            assertThat(new ReceiptVerifier(Trust.in(known)).signers(genuine))
                    .containsExactlyInAnyOrderElementsOf(known);
        }
        assertThat(((Verdict.Valid) verdict(genuine, Trust.in(List.of(ed25519))))
                        .witnesses()
                        .unchecked())
                .containsExactly(ReceiptFixture.ORIGIN, ReceiptFixture.ORIGIN);
        assertThat(new ReceiptVerifier(Trust.in(List.of(sm2, ed25519)))
                        .signers(genuine)
                        .getFirst())
                .isEqualTo(ed25519);
    }

    @Test
    void whoDemandsSm2GetsNothingLess() {
        Trust all = demanding(Set.of(SignatureAlgorithm.SM2), ed25519, p256, sm2);
        assertThat(verdict(genuine, all)).isInstanceOf(Verdict.Valid.class);
        assertThat(verdict(without(sm2), all)).isEqualTo(new Verdict.NotSigned(List.of("sm2")));
        // a key that is not trusted proves nothing
        assertThat(verdict(genuine, demanding(Set.of(SignatureAlgorithm.SM2), ed25519)))
                .isEqualTo(new Verdict.NotSigned(List.of("sm2")));
        assertThat(verdict(without(sm2), demanding(Set.of(SignatureAlgorithm.SM2, SignatureAlgorithm.P256), ed25519)))
                .isEqualTo(new Verdict.NotSigned(List.of("p-256", "sm2")));
        // by trusting the SM2 key alone
        assertThat(verdict(without(sm2), Trust.in(List.of(sm2)))).isInstanceOf(Verdict.UnknownSigner.class);
    }

    @Test
    void furtherAlgorithmsDoNotTakeThePlaceOfEd25519() {
        assertThat(verdict(without(ed25519), Trust.in(List.of(ed25519, p256, sm2))))
                .isInstanceOf(Verdict.UnknownSigner.class);
        assertThat(verdict(without(ed25519), Trust.in(List.of(p256, sm2)))).isInstanceOf(Verdict.Valid.class);
    }

    @Test
    void aBadLineOfAKnownKeySpoilsTheRest() {
        for (VerifierKey each : List.of(ed25519, p256, sm2)) {
            List<SignedNote.Signature> lines = lines(each, bytes -> {
                bytes[bytes.length - 1] ^= 1;
                return bytes;
            });
            assertThat(verdict(with(lines), Trust.in(List.of(ed25519, p256, sm2))))
                    .isEqualTo(new Verdict.Altered(Verdict.Part.CHECKPOINT));
        }
    }

    @Test
    void noSignatureOfOneAlgorithmPassesForAnother() {
        List<VerifierKey> all = List.of(ed25519, p256, sm2);
        for (VerifierKey named : all) {
            for (VerifierKey signing : all) {
                if (!named.equals(signing)) {
                    byte[] borrowed = line(signing).bytes();
                    assertThat(verdict(with(lines(named, own -> borrowed)), Trust.in(all)))
                            .as("%s as %s", signing.algorithm(), named.algorithm())
                            .isEqualTo(new Verdict.Altered(Verdict.Part.CHECKPOINT));
                    assertThat(verdict(with(List.of(renamed(line(signing), named.keyId()))), Trust.in(List.of(named))))
                            .isEqualTo(new Verdict.Altered(Verdict.Part.CHECKPOINT));
                }
            }
        }
    }

    @Test
    void foreignKeysOfTheSameNameSignForNobody() {
        LogKey foreign = withBoth(
                LogKey.open(folder.resolve("f").resolve("log.p12"), ReceiptFixture.ORIGIN), folder.resolve("f"));
        List<VerifierKey> trusted = key.verifierKeys();
        List<SignedNote.Signature> forged = noteOf(
                        foreign.sign(log.store.head(), ReceiptFixture.SIGNED).note())
                .signatures();
        assertThat(verdict(with(forged), Trust.in(trusted))).isInstanceOf(Verdict.UnknownSigner.class);
        // their lines beside a genuine one change nothing
        List<SignedNote.Signature> mixed =
                new ArrayList<>(genuine.checkpoint().note().signatures());
        mixed.addAll(forged);
        assertThat(verdict(with(mixed), Trust.in(trusted))).isInstanceOf(Verdict.Valid.class);
        // under the key ids of the genuine ones they spoil it
        for (int i = 0; i < trusted.size(); i++) {
            List<SignedNote.Signature> posing =
                    new ArrayList<>(genuine.checkpoint().note().signatures());
            posing.set(i, renamed(forged.get(i), trusted.get(i).keyId()));
            assertThat(verdict(with(posing), Trust.in(trusted)))
                    .isEqualTo(new Verdict.Altered(Verdict.Part.CHECKPOINT));
        }
    }

    @Test
    void theOrderOfLinesSaysNothing() {
        List<SignedNote.Signature> turned =
                new ArrayList<>(genuine.checkpoint().note().signatures());
        Collections.reverse(turned);
        assertThat(verdict(with(turned), Trust.in(key.verifierKeys()))).isInstanceOf(Verdict.Valid.class);
    }

    private interface Change {
        byte[] of(byte[] signature);
    }

    private List<SignedNote.Signature> lines(VerifierKey of, Change change) {
        return genuine.checkpoint().note().signatures().stream()
                .map(line -> of.made(line)
                        ? new SignedNote.Signature(
                                line.name(),
                                line.keyId(),
                                change.of(line.bytes().clone()))
                        : line)
                .toList();
    }

    private SignedNote.Signature line(VerifierKey of) {
        return genuine.checkpoint().note().signatures().stream()
                .filter(of::made)
                .findFirst()
                .orElseThrow();
    }

    private static SignedNote.Signature renamed(SignedNote.Signature line, int keyId) {
        return new SignedNote.Signature(line.name(), keyId, line.bytes());
    }

    private ReceiptText without(VerifierKey left) {
        return with(genuine.checkpoint().note().signatures().stream()
                .filter(line -> !left.made(line))
                .toList());
    }

    private ReceiptText with(List<SignedNote.Signature> lines) {
        CheckpointNote old = genuine.checkpoint();
        CheckpointNote other = new CheckpointNote(
                old.origin(),
                old.head(),
                old.signedAt(),
                new SignedNote(old.note().text(), lines));
        return new ReceiptText(genuine.record(), genuine.values(), genuine.index(), genuine.proof(), other);
    }

    private static SignedNote noteOf(String note) {
        try {
            return SignedNote.parse(note);
        } catch (MalformedTextException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Trust demanding(Set<SignatureAlgorithm> required, VerifierKey... keys) {
        return Trust.in(List.of(keys)).demanding(required);
    }

    private static Verdict verdict(ReceiptText receipt, Trust trust) {
        return new ReceiptVerifier(trust).verify(receipt.render().getBytes(StandardCharsets.UTF_8));
    }
}
