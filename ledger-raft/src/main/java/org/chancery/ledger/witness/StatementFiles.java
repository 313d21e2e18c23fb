package org.chancery.ledger.witness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.chancery.ledger.Lawfulness;
import org.chancery.ledger.log.Disk;
import org.chancery.ledger.verify.StatementVerifier;
import org.chancery.ledger.verify.StatementVerifier.Outcome;
import org.chancery.ledger.verify.VerifierKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A witness's last statement about a log, with its list: shown while its judge reads the log anew after a start. What
 * does not carry the witness's own signature, or not its own list, is not shown; it is only a statement, and another is
 * made.
 */
final class StatementFiles {

    private static final Logger LOG = LoggerFactory.getLogger(StatementFiles.class);

    private final Path statement;
    private final Path list;
    private final Disk disk;

    /** @param folder of the log in the witness's own */
    StatementFiles(Path folder, Disk disk) {
        this.statement = folder.resolve("lawfulness");
        this.list = folder.resolve("lawfulness.findings");
        this.disk = disk;
    }

    /** What was kept last; empty if there is none that holds. */
    Optional<Lawfulness> newest(String origin, VerifierKey key) {
        if (!Files.exists(statement) || !Files.exists(list)) {
            return Optional.empty();
        }
        try {
            Outcome outcome = new StatementVerifier(List.of(key))
                    .verify(Files.readAllBytes(statement), Optional.of(Files.readAllBytes(list)));
            if (outcome instanceof Outcome.Genuine genuine
                    && genuine.note().origin().equals(origin)) {
                return Optional.of(new Lawfulness(
                        key.name(),
                        key.text(),
                        genuine.note().head(),
                        genuine.note().at(),
                        genuine.findings().orElseThrow(),
                        genuine.note().note().render()));
            }
            LOG.warn("{} is not what this witness stated; it is not shown, and another is made", statement);
        } catch (IOException e) {
            LOG.warn("{} cannot be read; another statement is made: {}", statement, e.toString());
        }
        return Optional.empty();
    }

    /** The list first: of a statement without its list nobody is shown anything. */
    void keep(Lawfulness said) throws IOException {
        disk.createFolders(statement.getParent());
        disk.publish(list, List.of(said.findingsText().getBytes(StandardCharsets.UTF_8)));
        disk.publish(statement, List.of(said.note().getBytes(StandardCharsets.UTF_8)));
    }
}
