package org.chancery.engine.casework;

import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.chancery.engine.Actor;
import org.chancery.engine.Cases;
import org.chancery.engine.EngineException;
import org.chancery.engine.casefile.CaseFile;
import org.chancery.engine.casefile.CaseLeaves;
import org.chancery.engine.casefile.CaseTable;
import org.chancery.engine.casefile.Transactions;
import org.chancery.engine.casework.CaseRights.Sight;
import org.chancery.engine.identity.Duty;
import org.chancery.ledger.CasePage;
import org.chancery.ledger.Receipt;

/** The face of cases: each call checks what its actor may see and answers from one transaction. */
final class CaseDesk implements Cases {

    private final Transactions transactions;
    private final CaseStart start;
    private final CaseRights rights;
    private final CaseFields fields;
    private final CasePosition position;
    private final CaseTrail trail;
    private final CaseReceipts receipts;

    CaseDesk(
            Transactions transactions,
            CaseStart start,
            CaseRights rights,
            CaseFields fields,
            CasePosition position,
            CaseTrail trail,
            CaseReceipts receipts) {
        this.transactions = transactions;
        this.start = start;
        this.rights = rights;
        this.fields = fields;
        this.position = position;
        this.trail = trail;
        this.receipts = receipts;
    }

    @Override
    public String start(Actor actor, String service, Map<String, Object> form, String idempotencyKey) {
        return start.start(actor, service, form, idempotencyKey);
    }

    @Override
    public List<Summary> list(Actor actor, String query, int offset, int limit) {
        return transactions.run(connection -> {
            CaseTable cases = new CaseTable(connection);
            List<CaseFile> found = CaseRights.seesAll(actor)
                    ? cases.all(query, offset, limit)
                    : cases.visibleTo(actor.personId(), Duty.departments(actor), query, offset, limit);
            return found.stream().map(CaseFile::summary).toList();
        });
    }

    @Override
    public View view(Actor actor, String caseNumber) {
        return transactions.run(connection -> seen(
                connection,
                actor,
                caseNumber,
                (file, sight) -> new View(
                        file.summary(),
                        file.definitionId(),
                        position.tokens(file),
                        position.passed(file),
                        position.incidents(file),
                        fields.of(connection, file, sight))));
    }

    @Override
    public List<Step> trail(Actor actor, String caseNumber) {
        return transactions.run(
                connection -> seen(connection, actor, caseNumber, (file, sight) -> trail.of(connection, file, sight)));
    }

    @Override
    public Receipt receipt(Actor actor, String caseNumber, long leaf) {
        Seen seen = transactions.run(connection -> seen(connection, actor, caseNumber, (file, sight) -> {
            if (!trail.holds(connection, file, leaf)) {
                throw new EngineException.NotFound("transition", caseNumber + "/" + leaf);
            }
            return Seen.of(connection, file, sight);
        }));
        return receipts.shown(seen.salt(), seen.sight(), leaf);
    }

    @Override
    public CasePage page(Actor actor, String caseNumber) {
        Seen seen = transactions.run(
                connection -> seen(connection, actor, caseNumber, (file, sight) -> Seen.of(connection, file, sight)));
        return receipts.page(seen.file(), seen.salt(), seen.sight(), seen.leaves());
    }

    /** A case, how far its reader sees into it, and what is needed to show them its records. */
    private record Seen(CaseFile file, Sight sight, byte[] salt, List<Long> leaves) {

        static Seen of(Connection connection, CaseFile file, Sight sight) {
            CaseLeaves leaves = new CaseLeaves(connection);
            byte[] salt = leaves.salt(file.rootId())
                    .orElseThrow(() -> new IllegalStateException("the case " + file.number() + " has no salt"));
            return new Seen(file, sight, salt, leaves.of(file.number()));
        }
    }

    @Override
    public Optional<Receipt> latestStatus(long leaf) {
        record Told(String pseudonym, List<Long> leaves) {}
        Optional<Told> told = transactions.run(connection -> {
            CaseLeaves leaves = new CaseLeaves(connection);
            return leaves.onlyCase(leaf)
                    .flatMap(new CaseTable(connection)::byNumber)
                    .flatMap(file -> leaves.pseudonym(file.rootId())
                            .map(pseudonym -> new Told(pseudonym, leaves.of(file.number()))));
        });
        return told.flatMap(one -> receipts.latestStatus(one.pseudonym(), one.leaves()));
    }

    /** A case that this person may not know of is answered like one that does not exist. */
    private <T> T seen(Connection connection, Actor actor, String number, BiFunction<CaseFile, Sight, T> answer) {
        CaseTable cases = new CaseTable(connection);
        return cases.byNumber(number)
                .flatMap(file -> rights.sight(actor, file, cases).map(sight -> answer.apply(file, sight)))
                .orElseThrow(() -> new EngineException.NotFound("case", number));
    }
}
