package org.chancery.engine.casework;

import java.sql.Connection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.chancery.engine.Actor;
import org.chancery.engine.Actor.Role;
import org.chancery.engine.EngineException.AlreadyDone;
import org.chancery.engine.EngineException.InvalidInput;
import org.chancery.engine.EngineException.NotCurrent;
import org.chancery.engine.EngineException.NotFound;
import org.chancery.engine.EngineException.NotPermitted;
import org.chancery.engine.Seals;
import org.chancery.engine.casefile.CaseFile;
import org.chancery.engine.casefile.CaseLeaves;
import org.chancery.engine.casefile.CaseTable;
import org.chancery.engine.casefile.CaseTransitions;
import org.chancery.engine.casefile.Transactions;
import org.chancery.engine.conformance.CaseJudgement;
import org.chancery.engine.conformance.Finding;
import org.chancery.engine.gate.PrivatePart;
import org.chancery.engine.identity.Acting;
import org.chancery.ledger.Judgement;
import org.chancery.ledger.Leaf;
import org.chancery.ledger.Ledger;
import org.chancery.ledger.Sealing;
import org.operaton.bpm.engine.impl.util.ClockUtil;

/** The face of seals: who may record a deviation is checked here, for every way in; what counts, the judges say. */
final class SealDesk implements Seals {

    private static final Set<Role> AUTHORISED = Set.of(Role.AUDITOR, Role.ADMINISTRATOR);

    private final Transactions transactions;
    private final CaseRights rights;
    private final Ledger ledger;
    private final Function<Leaf, Optional<PrivatePart>> opening;
    private final Function<String, Optional<CaseJudgement>> opinion;
    private final PublicGround grounds;
    private final ListedFindings listed;

    /**
     * @param opening opens a leaf's private part
     * @param opinion what a judge has to say of a case, by its pseudonym
     */
    SealDesk(
            Transactions transactions,
            CaseRights rights,
            Ledger ledger,
            Function<Leaf, Optional<PrivatePart>> opening,
            Function<String, Optional<CaseJudgement>> opinion,
            PublicGround grounds) {
        this.transactions = transactions;
        this.rights = rights;
        this.ledger = ledger;
        this.opening = opening;
        this.opinion = opinion;
        this.grounds = grounds;
        this.listed = new ListedFindings(ledger, opinion);
    }

    /** A case, the name it goes by in public, its last entry, and what a judge on this node has to say of it. */
    private record Case(CaseFile file, String pseudonym, long lastLeaf, Optional<CaseJudgement> judged) {

        /** After a start, judges read the whole log anew. */
        boolean read() {
            return judged.filter(judgement -> judgement.lastLeaf() >= lastLeaf).isPresent();
        }

        boolean ended() {
            return file.endedAt().isPresent();
        }

        Finding deviation(Place place) {
            return judged.stream()
                    .flatMap(one -> one.deviations().stream())
                    .filter(found -> place(found).equals(place))
                    .findFirst()
                    .orElseThrow(() -> new NotFound("deviation", file.number() + "/" + place.leaf()));
        }
    }

    static Place place(Finding finding) {
        return new Place(finding.leaf(), finding.element(), finding.code(), finding.mark());
    }

    @Override
    public Seal of(Actor actor, String caseNumber) {
        return transactions.run(connection -> seen(connection, actor, caseNumber, (at, one) -> {
            List<Remark> remarks = one.judged()
                    .map(judgement -> new SealRemarks(judgement, new DeviationRegister(at, caseNumber)).all())
                    .orElse(List.of());
            Sealing sealing =
                    one.ended() ? ledger.witnesses().sealing(one.pseudonym(), one.lastLeaf()) : Sealing.nobody();
            return new Seal(state(one, sealing, remarks), sealing, remarks);
        }));
    }

    /** What was found, here or by a witness, counts more than what others signed. */
    private static State state(Case one, Sealing sealing, List<Remark> remarks) {
        if (sealing.isDisputed()
                || remarks.stream()
                        .anyMatch(remark ->
                                remark.deviation() && remark.recorded().isEmpty())) {
            return State.DEVIATED;
        }
        if (remarks.stream().anyMatch(remark -> !remark.deviation())) {
            return State.NOT_JUDGED;
        }
        if (!one.ended()) {
            return one.read() ? State.OPEN : State.UNREAD;
        }
        if (sealing.isSealed()) {
            return State.SEALED;
        }
        return sealing.needed() == 0 ? State.NO_POLICY : State.AWAITING;
    }

    @Override
    public Optional<String> certificates(Actor actor, String caseNumber) {
        return transactions
                .run(connection -> seen(connection, actor, caseNumber, (at, one) -> Optional.of(one)))
                .filter(Case::ended)
                .flatMap(one -> ledger.witnesses().certificates(one.pseudonym(), one.lastLeaf()));
    }

    @Override
    public void propose(Actor actor, String caseNumber, Place deviation, String ground) {
        Role role = role(actor);
        record(
                actor,
                connection -> seen(connection, actor, caseNumber, (at, one) -> {
                    requireOpen(at, actor, one, deviation);
                    String kept = grounds.of(at, one.file(), ground);
                    DeviationRegister register = new DeviationRegister(at, caseNumber);
                    List<DeviationRegister.Given> given = register.grounds(deviation);
                    if (given.size() >= DeviationRegister.MOST_GROUNDS) {
                        throw new NotPermitted("deviation.many-grounds", Map.of());
                    }
                    if (given.stream().anyMatch(before -> before.ground().equals(kept))) {
                        throw new InvalidInput(
                                List.of(new InvalidInput.Problem("ground", "deviation.ground-given", Map.of())));
                    }
                    if (!register.give(deviation, given.size(), person(actor, role), kept)) {
                        throw new NotCurrent(null); // somebody gave another one at this moment
                    }
                    new CaseTransitions(at, one.file().rootId()).deviationProposed(deviation, role, kept);
                    return one;
                }));
    }

    @Override
    public void confirm(Actor actor, String caseNumber, Place deviation, long proposal) {
        Role role = role(actor);
        record(
                actor,
                connection -> seen(connection, actor, caseNumber, (at, one) -> {
                    Finding found = requireOpen(at, actor, one, deviation);
                    DeviationRegister register = new DeviationRegister(at, caseNumber);
                    String ground = one.judged().stream()
                            .flatMap(judgement -> judgement.findings().stream())
                            .filter(told -> told.kind() == Finding.Kind.PROPOSED && told.leaf() == proposal)
                            .filter(told -> found.isToldBy(told))
                            .map(told -> told.details().get("ground"))
                            .findFirst()
                            .orElseThrow(() -> new NotFound("ground", caseNumber + "/" + proposal));
                    List<DeviationRegister.Given> given = register.grounds(deviation);
                    int number = given.stream()
                            .map(DeviationRegister.Given::ground)
                            .toList()
                            .indexOf(ground);
                    if (number < 0) {
                        throw new NotFound("ground", caseNumber + "/" + proposal);
                    }
                    requireOther(actor, role, given.get(number).by(), deviation);
                    if (!register.confirm(deviation, number, person(actor, role))) {
                        throw new AlreadyDone("deviation.recorded", Map.of());
                    }
                    new CaseTransitions(at, one.file().rootId()).deviationRecorded(deviation, role, ground, proposal);
                    return one;
                }));
    }

    @Override
    public Optional<Told> told(Judgement finding) {
        return listed.told(finding);
    }

    private void requireOther(Actor actor, Role role, Person proposer, Place deviation) {
        if (proposer.id().equals(actor.personId())) {
            throw new NotPermitted("deviation.same-person", Map.of());
        }
        if (role != Role.AUDITOR && proposer.role() != Role.AUDITOR) {
            throw new NotPermitted("deviation.no-auditor", Map.of());
        }
        PrivatePart entry = opening.apply(ledger.leaf(deviation.leaf()))
                .orElseThrow(() -> new NotPermitted("deviation.act-unreadable", Map.of()));
        if (entry.actor().filter(actor.personId()::equals).isPresent()) {
            throw new NotPermitted("deviation.own-act", Map.of());
        }
    }

    private static Finding requireOpen(Connection connection, Actor actor, Case one, Place deviation) {
        if (one.file().applicant().equals(actor.personId())) {
            throw new NotPermitted("deviation.own-case", Map.of());
        }
        Finding found = one.deviation(deviation);
        if (new DeviationRegister(connection, one.file().number())
                .confirmed(deviation)
                .isPresent()) {
            throw new AlreadyDone("deviation.recorded", Map.of());
        }
        return found;
    }

    /** Who is both acts as an auditor. */
    private static Role role(Actor actor) {
        return AUTHORISED.stream()
                .filter(actor::is)
                .min(Comparator.comparing(role -> role == Role.AUDITOR ? 0 : 1))
                .orElseThrow(() -> new NotPermitted("deviation.not-authorised", Map.of()));
    }

    private static Person person(Actor actor, Role role) {
        return new Person(
                actor.personId(),
                actor.organisation(),
                role,
                ClockUtil.getCurrentTime().toInstant());
    }

    private void record(Actor actor, Consumer<Connection> act) {
        Acting.as(
                actor,
                () -> transactions.runInTurn(connection -> {
                    act.accept(connection);
                    return true;
                }));
    }

    /** A case that this person may not know of is answered like one that does not exist. */
    private <T> T seen(Connection connection, Actor actor, String number, BiFunction<Connection, Case, T> answer) {
        CaseTable cases = new CaseTable(connection);
        CaseFile file = cases.byNumber(number)
                .filter(found -> rights.sight(actor, found, cases).isPresent())
                .orElseThrow(() -> new NotFound("case", number));
        CaseLeaves leaves = new CaseLeaves(connection);
        String pseudonym = leaves.pseudonym(file.rootId()).orElse("");
        List<Long> own = leaves.of(number);
        long last = own.isEmpty() ? -1 : own.getLast();
        return answer.apply(connection, new Case(file, pseudonym, last, opinion.apply(pseudonym)));
    }
}
