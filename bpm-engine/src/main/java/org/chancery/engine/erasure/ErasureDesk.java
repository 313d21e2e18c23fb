package org.chancery.engine.erasure;

import java.sql.Connection;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.chancery.engine.Actor;
import org.chancery.engine.Actor.Role;
import org.chancery.engine.EngineException.AlreadyDone;
import org.chancery.engine.EngineException.NotFound;
import org.chancery.engine.EngineException.NotPermitted;
import org.chancery.engine.Erasures;
import org.chancery.engine.RecordId;
import org.chancery.engine.casefile.CaseFile;
import org.chancery.engine.casefile.CaseTable;
import org.chancery.engine.casefile.ErasureTable;
import org.chancery.engine.casefile.FieldTable;
import org.chancery.engine.casefile.Transactions;
import org.chancery.engine.identity.Acting;
import org.chancery.engine.model.DeployedModels;
import org.chancery.ledger.PersonKeys;
import org.chancery.ledger.Receipt;

/** The face of erasures: each call checks who may decide, and keeps the decision with its record in one transaction. */
public final class ErasureDesk implements Erasures {

    private final Transactions transactions;
    private final DeployedModels models;
    private final PersonKeys keys;
    private final Clock clock;
    private final Holds holds;
    private final CarryingOut carrying;
    private final Certificates certificates;

    public ErasureDesk(
            Transactions transactions,
            DeployedModels models,
            PersonKeys keys,
            Clock clock,
            CarryingOut carrying,
            Certificates certificates) {
        this.transactions = transactions;
        this.models = models;
        this.keys = keys;
        this.clock = clock;
        this.holds = new Holds(models.files(), clock);
        this.carrying = carrying;
        this.certificates = certificates;
    }

    @Override
    public List<Person> persons(Actor actor, String caseNumber) {
        requireOfficer(actor);
        return transactions.run(connection -> {
            CaseFile file = file(connection, caseNumber);
            Map<String, String> chinese = models.texts(file.definitionId(), "zh-CN");
            Map<String, String> english = models.texts(file.definitionId(), "en");
            return subjects(connection, file).persons(field -> {
                Map<String, String> labels = new HashMap<>();
                labels.put("zh-CN", chinese.getOrDefault("field." + field, field));
                labels.put("en", english.getOrDefault("field." + field, field));
                return labels;
            });
        });
    }

    @Override
    public List<Hold> holds(Actor actor, String caseNumber, String personId) {
        return transactions.run(connection -> {
            CaseFile file = file(connection, caseNumber);
            requireMayRequest(actor, file, personId);
            return holds.of(Holds.concerned(new CaseTable(connection), file, personId));
        });
    }

    @Override
    public String request(Actor actor, String caseNumber, String personId, Ground ground, boolean despiteHolds) {
        return act(
                actor,
                () -> transactions.run(connection -> {
                    CaseFile file = file(connection, caseNumber);
                    requireMayRequest(actor, file, personId);
                    ErasureTable erasures = new ErasureTable(connection);
                    erasures.lock(caseNumber);
                    Subjects subjects = subjects(connection, file);
                    subjects.require(personId);
                    if (subjects.isErased(personId)) {
                        throw new AlreadyDone("erasure.done-already", Map.of());
                    }
                    if (!erasures.standing(caseNumber, personId).isEmpty()) {
                        throw new AlreadyDone("erasure.asked-already", Map.of());
                    }
                    Set<HoldKind> despite = setAside(actor, connection, file, personId, ground, despiteHolds);
                    Erasure asked = new Erasure(
                            RecordId.text(UUID.randomUUID()),
                            caseNumber,
                            personId,
                            Set.of(),
                            ground,
                            despite,
                            State.REQUESTED,
                            actor.personId(),
                            clock.instant().truncatedTo(ChronoUnit.MILLIS),
                            "",
                            Optional.empty(),
                            Optional.empty(),
                            List.of(),
                            List.of());
                    erasures.insert(asked);
                    new ErasureRecord(connection, file).requested(asked, subjects.keys(personId));
                    return asked.id();
                }));
    }

    /** Which kinds of holds the request sets aside; the applicant's own none, it waits for them, an officer's too. */
    private Set<HoldKind> setAside(
            Actor actor, Connection connection, CaseFile file, String person, Ground ground, boolean despiteHolds) {
        List<CaseFile> concerned = Holds.concerned(new CaseTable(connection), file, person);
        holds.requireTrue(ground, concerned);
        List<Hold> now = holds.of(concerned);
        if (!actor.is(Role.DATA_OFFICER) || person.equals(actor.personId())) {
            return Set.of();
        }
        if (!despiteHolds) {
            Holds.requireSetAside(now, hold -> false);
        }
        return now.stream().map(Hold::kind).collect(Collectors.toSet());
    }

    @Override
    public void decline(Actor actor, String erasureId) {
        act(
                actor,
                () -> transactions.run(connection -> {
                    Erasure erasure = waiting(connection, erasureId);
                    CaseFile file = file(connection, erasure.caseNumber());
                    if (!erasure.requestedBy().equals(actor.personId())) {
                        requireOfficer(actor);
                        requireNotApplicant(actor, file);
                    }
                    new ErasureTable(connection)
                            .decided(erasureId, State.DECLINED, actor.personId(), clock.instant(), Set.of());
                    new ErasureRecord(connection, file).declined(erasure, actor.personId());
                    return erasureId;
                }));
    }

    @Override
    public Erasure confirm(Actor actor, String erasureId) {
        requireOfficer(actor);
        act(
                actor,
                () -> transactions.run(connection -> {
                    Erasure erasure = waiting(connection, erasureId);
                    CaseFile file = file(connection, erasure.caseNumber());
                    requireSecondPerson(actor, erasure, file);
                    Subjects subjects = subjects(connection, file);
                    subjects.require(erasure.person());
                    List<CaseFile> concerned = Holds.concerned(new CaseTable(connection), file, erasure.person());
                    holds.requireTrue(erasure.ground(), concerned);
                    Holds.requireSetAside(holds.of(concerned), Holds.setAside(erasure, concerned));
                    Set<String> resolved = subjects.keys(erasure.person());
                    new ErasureTable(connection)
                            .decided(erasureId, State.CONFIRMED, actor.personId(), clock.instant(), resolved);
                    new ErasureRecord(connection, file).confirmed(erasure, actor.personId(), resolved);
                    return erasureId;
                }));
        carrying.attempt(erasureId);
        return transactions.run(connection ->
                new ErasureTable(connection).byId(erasureId).orElseThrow(() -> new NotFound("erasure", erasureId)));
    }

    private static void requireSecondPerson(Actor actor, Erasure erasure, CaseFile file) {
        if (erasure.requestedBy().equals(actor.personId())) {
            throw new NotPermitted("erasure.second-person", Map.of());
        }
        requireNotApplicant(actor, file);
    }

    private static void requireNotApplicant(Actor actor, CaseFile file) {
        if (file.applicant().equals(actor.personId())) {
            throw new NotPermitted("erasure.own-case", Map.of());
        }
    }

    @Override
    public List<Erasure> list(Actor actor) {
        return transactions.run(connection -> {
            ErasureTable erasures = new ErasureTable(connection);
            return actor.is(Role.DATA_OFFICER) ? erasures.all() : erasures.concerning(actor.personId());
        });
    }

    @Override
    public Receipt certificate(Actor actor, String erasureId) {
        long leaf = transactions.run(connection -> {
            Erasure erasure =
                    new ErasureTable(connection).byId(erasureId).orElseThrow(() -> new NotFound("erasure", erasureId));
            CaseFile file = file(connection, erasure.caseNumber());
            if (!List.of(erasure.requestedBy(), file.applicant()).contains(actor.personId())) {
                requireOfficer(actor);
            }
            return certificates.leaf(connection, erasure);
        });
        return certificates.of(leaf);
    }

    private static <T> T act(Actor actor, Supplier<T> act) {
        return Acting.as(actor, act);
    }

    /** @throws AlreadyDone if it was decided on */
    private static Erasure waiting(Connection connection, String id) {
        ErasureTable erasures = new ErasureTable(connection);
        Erasure found = erasures.byId(id).orElseThrow(() -> new NotFound("erasure", id));
        erasures.lock(found.caseNumber());
        erasures.lockDecision(id); // a case that the person is filing right now is seen once it is filed
        Erasure erasure = erasures.byId(id).orElseThrow(() -> new NotFound("erasure", id));
        if (erasure.state() != State.REQUESTED) {
            throw new AlreadyDone("erasure.decided-already", Map.of("by", erasure.decidedBy()));
        }
        return erasure;
    }

    private static void requireMayRequest(Actor actor, CaseFile file, String person) {
        boolean own = file.applicant().equals(actor.personId());
        if (own && person.equals(actor.personId())) {
            return;
        }
        if (own) {
            throw new NotPermitted("erasure.own-case", Map.of());
        }
        requireOfficer(actor);
    }

    private static void requireOfficer(Actor actor) {
        if (!actor.is(Role.DATA_OFFICER)) {
            throw new NotPermitted("erasure.officers-only", Map.of());
        }
    }

    private Subjects subjects(Connection connection, CaseFile file) {
        return new Subjects(file, new FieldTable(connection, keys).kept(file.number()));
    }

    private static CaseFile file(Connection connection, String caseNumber) {
        return new CaseTable(connection).byNumber(caseNumber).orElseThrow(() -> new NotFound("case", caseNumber));
    }
}
