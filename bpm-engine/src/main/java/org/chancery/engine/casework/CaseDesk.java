package org.chancery.engine.casework;

import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.chancery.engine.Actor;
import org.chancery.engine.Cases;
import org.chancery.engine.EngineException;
import org.chancery.engine.casefile.CaseFile;
import org.chancery.engine.casefile.CaseTable;
import org.chancery.engine.casefile.Transactions;
import org.chancery.engine.casework.CaseRights.Sight;
import org.chancery.engine.identity.Duty;
import org.chancery.ledger.Receipt;

/** The face of cases: each call checks what its actor may see and answers from one transaction. */
final class CaseDesk implements Cases {

    private final Transactions transactions;
    private final CaseStart start;
    private final CaseRights rights;
    private final CaseFields fields;
    private final CasePosition position;
    private final CaseTrail trail;

    CaseDesk(
            Transactions transactions,
            CaseStart start,
            CaseRights rights,
            CaseFields fields,
            CasePosition position,
            CaseTrail trail) {
        this.transactions = transactions;
        this.start = start;
        this.rights = rights;
        this.fields = fields;
        this.position = position;
        this.trail = trail;
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
        transactions.run(connection -> seen(connection, actor, caseNumber, (file, sight) -> {
            if (!trail.holds(connection, file, leaf)) {
                throw new EngineException.NotFound("transition", caseNumber + "/" + leaf);
            }
            return file;
        }));
        return trail.receipt(leaf);
    }

    /** A case that this person may not know of is answered like one that does not exist. */
    private <T> T seen(Connection connection, Actor actor, String number, BiFunction<CaseFile, Sight, T> answer) {
        CaseTable cases = new CaseTable(connection);
        return cases.byNumber(number)
                .flatMap(file -> rights.sight(actor, file, cases).map(sight -> answer.apply(file, sight)))
                .orElseThrow(() -> new EngineException.NotFound("case", number));
    }
}
