package org.chancery.ledger.raft;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.verify.KeyEvent;
import org.chancery.ledger.verify.KeyHistory;
import org.chancery.ledger.verify.MalformedTextException;
import org.chancery.ledger.verify.SignatureAlgorithm;
import org.chancery.ledger.verify.VerifierKey;
import org.chancery.ledger.verify.WitnessPolicy;

/**
 * What the data folder says of the keys of one line under a log's checkpoints. Files of a further line are named {@code
 * log.p-256.…} or {@code log.sm2.…} where those of the Ed25519 one are {@code log.…}.
 *
 * <ul>
 *   <li>{@code log.current}: name of the file in each voter's {@code keys} that signs; {@code log.p12} if there is none.
 *       Of a further line always, and in a second line its verifier key: it was signed with, and must not be made anew.
 *       {@code token:} and a label if the key lies in a token
 *   <li>{@code log.next}: while a key is changed, that of the new one and the old one's verifier key, two lines
 *   <li>{@code log.keys}: receipts of what became of the keys ({@link KeyHistory}), for everybody; of all lines
 *   <li>{@code officers.vkey}: who may order changes, the operator's; of all lines
 * </ul>
 */
record KeyFiles(Path data, SignatureAlgorithm line) {

    private static final String TOKEN = "token:";

    /** The key that is to come. */
    record Next(String file, VerifierKey before) {}

    static KeyFiles main(Path data) {
        return new KeyFiles(data, SignatureAlgorithm.ED25519);
    }

    /** What stands in the place of a file for a key in a token. */
    static String inToken(String label) {
        return TOKEN + label;
    }

    private String prefix() {
        return line == SignatureAlgorithm.ED25519 ? "log" : "log." + line.label();
    }

    private String first() {
        return prefix() + ".p12";
    }

    private Path currentFile() {
        return data.resolve(prefix() + ".current");
    }

    private Path nextFile() {
        return data.resolve(prefix() + ".next");
    }

    Path officers() {
        return data.resolve("officers.vkey");
    }

    /** Name of the file that signs. */
    String current() {
        return lines(currentFile()).findFirst().orElse(first());
    }

    boolean isInToken() {
        return isInToken(current());
    }

    /** Whether this stands in the place of a file for a key in a token. */
    static boolean isInToken(String place) {
        return place.startsWith(TOKEN);
    }

    Optional<Next> next() {
        List<String> lines = lines(nextFile()).toList();
        return lines.isEmpty() ? Optional.empty() : Optional.of(new Next(lines.getFirst(), key(lines.get(1))));
    }

    /** Whether the key that is to come signs already. */
    boolean isInUse(Next next) {
        return current().equals(next.file());
    }

    /**
     * Lines of which a change is under way whose new key signs already, and no receipt of an entry tells of it: whoever
     * knows the key of before would take what it signs for a forger's.
     */
    static Set<SignatureAlgorithm> unannounced(Path data) {
        return Stream.of(SignatureAlgorithm.values())
                .map(line -> new KeyFiles(data, line))
                .filter(files -> files.next()
                        .filter(files::isInUse)
                        .filter(next -> !files.hasAdded(next))
                        .isPresent())
                .map(KeyFiles::line)
                .collect(Collectors.toSet());
    }

    private boolean hasAdded(Next next) {
        return history().events(next.before().name()).stream()
                .anyMatch(event -> event instanceof KeyEvent.Added(VerifierKey key, VerifierKey after)
                        && after.equals(next.before()));
    }

    /** A name for a new key, on the disk before the key is. */
    Next begin(VoterFolder voter) {
        return begin(voter, prefix() + "-" + UUID.randomUUID() + ".p12");
    }

    Next begin(VoterFolder voter, String file) {
        Next next = new Next(file, present());
        voter.create();
        VoterFolder.writeDurably(
                nextFile(), bytes(next.file() + "\n" + next.before().text() + "\n"));
        return next;
    }

    /** The key that signed last, as far as the folder tells; the private half may be gone. */
    Optional<VerifierKey> known() {
        Optional<VerifierKey> kept = lines(currentFile()).skip(1).findFirst().map(KeyFiles::key);
        return kept.or(() -> lines(data.resolve("log.vkey"))
                .flatMap(text -> parsed(text).stream())
                .filter(key -> key.algorithm() == line)
                .findFirst());
    }

    /** As {@link #known}. */
    VerifierKey present() {
        return known().orElseThrow(() -> new LedgerException.Unavailable(
                "The key was not changed: " + data.resolve("log.vkey") + " must tell the present one (" + line.label()
                        + "). Put the file back, or write the log's verifier key into it.",
                null));
    }

    /** Keeps in mind that this key of a further line signs. */
    void keep(String file, VerifierKey key) {
        String told = file + "\n" + key.text() + "\n";
        if (!VoterFolder.read(currentFile()).map(KeyFiles::text).equals(Optional.of(told))) {
            VoterFolder.writeDurably(currentFile(), bytes(told));
        }
    }

    /**
     * From now on the new key signs; whoever is trusted by a policy of this folder is trusted under it. The key first:
     * a node does not start under it before an entry tells of it, and never under a policy that names another one.
     */
    void use(Next next, VerifierKey key) {
        if (line == SignatureAlgorithm.ED25519) {
            VoterFolder.writeDurably(currentFile(), bytes(next.file() + "\n"));
        } else {
            keep(next.file(), key);
        }
        Path policy = data.resolve("witnesses.policy");
        VoterFolder.read(policy)
                .map(KeyFiles::text)
                .filter(text -> text.contains(next.before().text()))
                .ifPresent(text -> VoterFolder.writePublic(
                        policy, bytes(text.replace(next.before().text(), key.text()))));
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
            Files.deleteIfExists(nextFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isOld(Path file, Next next) {
        String name = file.getFileName().toString();
        return (name.startsWith(first()) || name.startsWith(prefix() + "-")) && !name.startsWith(next.file());
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
                            + "). Put it back from a backup, or from whoever fetched it: every copy proves itself."
                            + " Without it nobody can be shown what became of the log's earlier keys.",
                    e);
        }
    }

    /**
     * {@code log.keys} as it lies there; empty if it is gone though a key of this folder was changed, so that nobody is
     * told that nothing became of it.
     */
    static Optional<String> told(Path data) {
        Optional<String> file = VoterFolder.read(data.resolve("log.keys")).map(KeyFiles::text);
        boolean changed = Stream.of(SignatureAlgorithm.values())
                .map(line -> new KeyFiles(data, line))
                .anyMatch(files -> !files.isInToken() && !files.current().equals(files.first()));
        return file.isPresent() || changed ? file : Optional.of(KeyHistory.NONE.text());
    }

    void history(KeyHistory history) {
        VoterFolder.writePublic(data.resolve("log.keys"), bytes(history.text()));
    }

    private static Stream<String> lines(Path file) {
        return VoterFolder.read(file).map(KeyFiles::text).stream()
                .flatMap(String::lines)
                .map(String::strip)
                .filter(line -> !line.isEmpty());
    }

    private static VerifierKey key(String text) {
        return parsed(text).orElseThrow(() -> new LedgerException.Unavailable("Not a verifier key: " + text, null));
    }

    private static Optional<VerifierKey> parsed(String text) {
        try {
            return Optional.of(VerifierKey.parse(text));
        } catch (MalformedTextException e) {
            return Optional.empty();
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
