package org.chancery.ledger.witness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.chancery.ledger.Hash;
import org.chancery.ledger.log.Disk;
import org.chancery.ledger.log.FileDisk;
import org.chancery.ledger.verify.CaseCertificateNote;
import org.chancery.ledger.verify.MalformedTextException;
import org.chancery.ledger.verify.Rfc6962;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One witness's certificates of cases, one file for each case, named by the hash of its pseudonym: whatever a log calls
 * a case leads out of no folder. The newest replaces the one before. Nothing that is read here is believed before its
 * signature is checked.
 */
final class CertificateFiles {

    /** How many parts they are kept in, by the first byte of their hashes. */
    static final int PARTS = 256;

    private static final Logger LOG = LoggerFactory.getLogger(CertificateFiles.class);

    private final Path folder;
    private final Disk disk;

    CertificateFiles(Path folder) {
        this.folder = folder;
        this.disk = new FileDisk(folder);
    }

    /** How a case is named where others can see it: lower-case hex SHA-256 of its pseudonym. */
    static String hash(String caseName) {
        return new Hash(Rfc6962.sha256(caseName.getBytes(StandardCharsets.UTF_8))).hex();
    }

    /** The kept certificate of a case; one that cannot be read, or is about another case, is none. */
    Optional<CaseCertificateNote> of(String caseName) {
        return byHash(hash(caseName));
    }

    /** @param hash as {@link #hash} writes it; nothing else may be given */
    Optional<CaseCertificateNote> byHash(String hash) {
        Path file = file(hash);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(CaseCertificateNote.parse(Files.readString(file)))
                    .filter(kept -> hash(kept.caseName()).equals(hash));
        } catch (IOException | MalformedTextException e) {
            return Optional.empty();
        }
    }

    /** All by their hashes that begin with this number; none if they cannot be listed now. */
    List<String> hashes(int first) {
        Path part = folder.resolve(HexFormat.of().toHexDigits((byte) first));
        if (!Files.isDirectory(part)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(part)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("[0-9a-f]{64}"))
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("The certificates in {} cannot be listed: {}", part, e.toString());
            return List.of();
        }
    }

    /** Whether there is one, whatever it says. */
    boolean has(String hash) {
        return Files.exists(file(hash));
    }

    /** Keeps it in place of the one before; it is on the disk when this returns. */
    void keep(CaseCertificateNote certificate) throws IOException {
        Path file = file(hash(certificate.caseName()));
        disk.createFolders(file.getParent());
        disk.publish(file, List.of(certificate.note().render().getBytes(StandardCharsets.UTF_8)));
    }

    /** Forgets it; that needs no space on the disk. */
    void forget(String caseName) throws IOException {
        Files.deleteIfExists(file(hash(caseName)));
    }

    /** Where what the same witness signed and what does not count is kept. */
    CertificateFiles refused() {
        return new CertificateFiles(folder.resolve("refused"));
    }

    private Path file(String hash) {
        return folder.resolve(hash.substring(0, 2)).resolve(hash);
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}
