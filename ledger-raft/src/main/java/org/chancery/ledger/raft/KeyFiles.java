package org.chancery.ledger.raft;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.verify.KeyHistory;
import org.chancery.ledger.verify.MalformedTextException;
import org.chancery.ledger.verify.VerifierKey;
import org.chancery.ledger.verify.WitnessPolicy;

/**
 * What the data folder says of a log's keys.
 *
 * <ul>
 *   <li>{@code log.current}: name of the file in each voter's {@code keys} that signs; {@code log.p12} if there is none
 *   <li>{@code log.next}: while a key is changed, that of the new one and the old one's verifier key, two lines
 *   <li>{@code log.keys}: receipts of what became of the keys ({@link KeyHistory}), for everybody
 *   <li>{@code officers.vkey}: who may order changes, the operator's
 * </ul>
 */
record KeyFiles(Path data) {

    private static final String FIRST = "log.p12";

    /** The key that is to come. */
    record Next(String file, VerifierKey before) {}

    Path officers() {
        return data.resolve("officers.vkey");
    }

    /** Name of the file that signs. */
    String current() {
        return VoterFolder.read(data.resolve("log.current"))
                .map(KeyFiles::text)
                .map(String::strip)
                .orElse(FIRST);
    }

    Optional<Next> next() {
        return VoterFolder.read(data.resolve("log.next")).map(bytes -> {
            List<String> lines = text(bytes).lines().toList();
            return new Next(lines.getFirst(), key(lines.get(1)));
        });
    }

    /** A name for a new key, on the disk before the key is. */
    Next begin(VoterFolder voter) {
        Next next = new Next("log-" + UUID.randomUUID() + ".p12", present());
        voter.create();
        VoterFolder.writeDurably(
                data.resolve("log.next"),
                bytes(next.file() + "\n" + next.before().text() + "\n"));
        return next;
    }

    /** The key that signed last, as {@code log.vkey} has it; the private half may be gone. */
    VerifierKey present() {
        return VoterFolder.read(data.resolve("log.vkey"))
                .flatMap(file -> text(file).lines().findFirst())
                .map(KeyFiles::key)
                .orElseThrow(() -> new LedgerException.Unavailable(
                        "The key was not changed: " + data.resolve("log.vkey")
                                + " must tell the present one. Put the file back, or write the log's verifier key"
                                + " into it.",
                        null));
    }

    /** From now on the new key signs; whoever is trusted by a policy of this folder is trusted under it. */
    void use(Next next, VerifierKey key) {
        Path policy = data.resolve("witnesses.policy");
        VoterFolder.read(policy)
                .map(KeyFiles::text)
                .filter(text -> text.contains(next.before().text()))
                .ifPresent(text -> VoterFolder.writePublic(
                        policy, bytes(text.replace(next.before().text(), key.text()))));
        VoterFolder.writeDurably(data.resolve("log.current"), bytes(next.file() + "\n"));
    }

    /** Removes every other key that ever signed: what is not there cannot be stolen. */
    void finish(Next next, int voters) {
        try {
            for (int i = 1; i <= voters; i++) {
                Path keys = new VoterFolder(data.resolve("voter-" + i)).keys();
                try (var old = Files.newDirectoryStream(keys, file -> isOld(file, next))) {
                    for (Path file : old) {
                        Files.delete(file);
                    }
                }
            }
            Files.deleteIfExists(data.resolve("log.next"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isOld(Path file, Next next) {
        String name = file.getFileName().toString();
        return (name.startsWith(FIRST) || name.startsWith("log-")) && !name.startsWith(next.file());
    }

    /** Whom this folder's readers trust; empty if there is no such file. */
    Optional<WitnessPolicy> policy() {
        Path file = data.resolve("witnesses.policy");
        try {
            Optional<byte[]> policy = VoterFolder.read(file);
            return policy.isPresent() ? Optional.of(WitnessPolicy.parse(text(policy.get()))) : Optional.empty();
        } catch (MalformedTextException e) {
            throw new LedgerException.Unavailable(file + " cannot be read (line " + e.line() + "): mend it first.", e);
        }
    }

    KeyHistory history() {
        try {
            Optional<byte[]> file = VoterFolder.read(data.resolve("log.keys"));
            return file.isPresent() ? KeyHistory.parse(text(file.get())) : KeyHistory.NONE;
        } catch (MalformedTextException e) {
            throw new LedgerException.Unavailable(
                    data.resolve("log.keys") + " is damaged (line " + e.line()
                            + "). Move it away and repeat the command: its receipts are made again.",
                    e);
        }
    }

    void history(KeyHistory history) {
        VoterFolder.writePublic(data.resolve("log.keys"), bytes(history.text()));
    }

    private static VerifierKey key(String text) {
        try {
            return VerifierKey.parse(text.strip());
        } catch (MalformedTextException e) {
            throw new LedgerException.Unavailable("Not a verifier key: " + text, e);
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
