package org.chancery.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.chancery.engine.LicenceNode.agrees;
import static org.chancery.engine.LicenceNode.apply;
import static org.chancery.engine.casework.Workbench.ADMIN;
import static org.chancery.engine.casework.Workbench.AMR_LI;
import static org.chancery.engine.casework.Workbench.AUDITOR;
import static org.chancery.engine.casework.Workbench.FOUNDER;
import static org.chancery.engine.casework.Workbench.STRANGER;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.chancery.engine.Actor.Role;
import org.chancery.engine.EngineException.AlreadyDone;
import org.chancery.engine.EngineException.InvalidInput;
import org.chancery.engine.EngineException.NotFound;
import org.chancery.engine.EngineException.NotPermitted;
import org.chancery.engine.Seals.Place;
import org.chancery.engine.Seals.Remark;
import org.chancery.engine.Seals.State;
import org.chancery.engine.casework.Workbench;
import org.chancery.engine.identity.Acting;
import org.chancery.ledger.Judge;
import org.chancery.ledger.Judgement;
import org.chancery.ledger.Leaf;
import org.chancery.ledger.Wording;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A case that was moved past its registrar: who may record it, how, and what it leaves. */
class SealsTest {

    private static final String GROUND = "登记决定已在纸质案卷中作出";
    private static final Actor SECOND_ADMIN = Workbench.person("p-admin-2", "it", Role.ADMINISTRATOR);

    @TempDir
    private Path folder;

    private LicenceNode node;
    private Engine engine;
    private String number;
    private Judge judge;
    private long judged;
    private final List<Judgement> listed = new ArrayList<>();

    @BeforeEach
    void moveACasePastItsRegistrar() {
        node = new LicenceNode(folder);
        engine = node.start();
        number = apply(engine, "a");
        judge = engine.judge();
        assertThat(seal().state()).as("nobody has read it").isEqualTo(State.UNREAD);
        judge();
        assertThat(seal().state()).isEqualTo(State.OPEN);
        Acting.as(ADMIN, () -> {
            var runtime = ((EngineNode) engine).processEngine().getRuntimeService();
            String instance = runtime.createProcessInstanceQuery()
                    .processInstanceBusinessKey(number)
                    .singleResult()
                    .getId();
            runtime.createProcessInstanceModification(instance)
                    .cancelAllForActivity("register")
                    .startBeforeActivity("tax")
                    .execute();
        });
        judge();
    }

    @AfterEach
    void close() {
        engine.close();
    }

    /** As a witness does. */
    private void judge() {
        long size = engine.ledger().head().size();
        for (; judged < size; judged++) {
            listed.addAll(judge.judge(judged, engine.ledger().leaf(judged).publicPart()));
        }
    }

    private Seals.Seal seal() {
        return engine.seals().of(AUDITOR, number);
    }

    private List<Remark> open() {
        return seal().remarks().stream()
                .filter(remark -> remark.recorded().isEmpty())
                .toList();
    }

    private static void refused(String code, ThrowingCallable act) {
        assertThatThrownBy(act)
                .isInstanceOfAny(NotPermitted.class, AlreadyDone.class)
                .satisfies(refusal ->
                        assertThat(((EngineException) refusal).code()).isEqualTo(code));
    }

    private static void unacceptable(String code, ThrowingCallable act) {
        assertThatThrownBy(act)
                .isInstanceOf(InvalidInput.class)
                .satisfies(refusal -> assertThat(((InvalidInput) refusal).problems())
                        .singleElement()
                        .satisfies(problem -> {
                            assertThat(problem.field()).isEqualTo("ground");
                            assertThat(problem.code()).isEqualTo(code);
                        }));
    }

    @Test
    void twoPersonsRecordEachDeviationAndTheLedgerTellsIt() throws Exception {
        assertThat(seal().state()).isEqualTo(State.DEVIATED);
        assertThat(open()).isNotEmpty().allSatisfy(remark -> {
            assertThat(remark.deviation()).isTrue();
            assertThat(remark.words()).containsKeys("zh", "en");
        });
        for (Remark remark : open()) {
            engine.seals().propose(ADMIN, number, remark.place(), GROUND);
            judge();
            assertThat(seal().state()).isEqualTo(State.DEVIATED);
            Seals.Proposal proposal = open().getFirst().proposals().getFirst();
            assertThat(proposal.by().id()).isEqualTo(ADMIN.personId());
            engine.seals().confirm(AUDITOR, number, remark.place(), proposal.leaf());
            judge();
        }
        assertThat(seal().state()).isEqualTo(State.OPEN);
        assertThat(seal().remarks()).allSatisfy(remark -> {
            assertThat(remark.recorded().orElseThrow().by().role()).isEqualTo(Role.AUDITOR);
            assertThat(remark.proposals())
                    .singleElement()
                    .satisfies(one -> assertThat(one.ground()).isEqualTo(GROUND));
        });
        Leaf last = engine.ledger().leaf(engine.ledger().head().size() - 1);
        assertThat(new String(last.publicPart(), StandardCharsets.UTF_8))
                .contains("\"deviation-recorded\"", "\"ground\":\"" + GROUND + "\"", "\"role\":\"AUDITOR\"")
                .doesNotContain(AUDITOR.personId(), number);
        assertThat(engine.cases().trail(FOUNDER, number))
                .extracting(Cases.Step::transition)
                .contains("deviation-proposed", "deviation-recorded");
        agrees(engine);
        List<Remark> before = seal().remarks();
        engine.close();
        Files.delete(node.database());
        engine = node.start();
        judge = engine.judge();
        judged = 0;
        judge();
        assertThat(seal().remarks()).as("rebuilt from the ledger").isEqualTo(before);
    }

    @Test
    void whoMayNotIsRefusedAndNothingIsRecorded() {
        Place place = open().getFirst().place();
        long size = engine.ledger().head().size();
        Actor applicant = new Actor(FOUNDER.personId(), "public", Set.of(Role.APPLICANT, Role.AUDITOR), Set.of());
        refused("deviation.not-authorised", () -> engine.seals().propose(AMR_LI, number, place, GROUND));
        refused("deviation.not-authorised", () -> engine.seals().confirm(FOUNDER, number, place, 1));
        refused("deviation.own-case", () -> engine.seals().propose(applicant, number, place, GROUND));
        assertThatThrownBy(() -> engine.seals().of(STRANGER, number)).isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> engine.seals()
                        .propose(
                                AUDITOR,
                                number,
                                new Place(place.leaf(), place.element(), "unfinished", place.mark()),
                                GROUND))
                .isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> engine.seals().confirm(AUDITOR, number, place, size))
                .isInstanceOf(NotFound.class);
        assertThat(engine.ledger().head().size()).isEqualTo(size);

        engine.seals().propose(SECOND_ADMIN, number, place, GROUND);
        judge();
        long proposal = open().getFirst().proposals().getFirst().leaf();
        refused("deviation.same-person", () -> engine.seals().confirm(SECOND_ADMIN, number, place, proposal));
        refused("deviation.no-auditor", () -> engine.seals().confirm(ADMIN, number, place, proposal));
        Actor both = new Actor(ADMIN.personId(), "it", Set.of(Role.ADMINISTRATOR, Role.AUDITOR), Set.of());
        refused("deviation.own-act", () -> engine.seals().confirm(both, number, place, proposal));
        engine.seals().confirm(AUDITOR, number, place, proposal);
        refused("deviation.recorded", () -> engine.seals().confirm(AUDITOR, number, place, proposal));
        judge();
        refused("deviation.recorded", () -> engine.seals().propose(ADMIN, number, place, GROUND));
    }

    /** The words are those of this node's own judge: whatever else a list says is left as it is. */
    @Test
    void whatAStatementListsIsSaidInWordsIfAJudgeHereFoundTheSame() {
        assertThat(listed).isNotEmpty().allSatisfy(one -> {
            Seals.Told told = engine.seals().told(one).orElseThrow();
            assertThat(told.process()).isEqualTo("licence");
            assertThat(told.version()).isEqualTo(1);
            Judgement.Deviation deviation = (Judgement.Deviation) one;
            assertThat(told.words().get("en").plain()).isEqualTo(deviation.reason());
            assertThat(told.words().get("zh").parts())
                    .contains(new Wording.Term(Wording.Kind.ELEMENT, deviation.element(), ""));
            for (Judgement other : List.of(
                    new Judgement.Deviation(
                            deviation.caseId(), deviation.leaf(), deviation.element(), "<b>all is well</b>"),
                    new Judgement.Deviation(
                            deviation.caseId(), deviation.leaf() + 1, deviation.element(), deviation.reason()),
                    new Judgement.Deviation("another", deviation.leaf(), deviation.element(), deviation.reason()),
                    new Judgement.NotJudged(deviation.leaf(), deviation.reason()),
                    new Judgement.NotJudged(Long.MAX_VALUE, deviation.reason()))) {
                assertThat(engine.seals().told(other)).as(other.toString()).isEmpty();
            }
        });
    }

    @Test
    void aGroundNamesNobody() {
        Place place = open().getFirst().place();
        Seals seals = engine.seals();
        unacceptable("deviation.ground-length", () -> seals.propose(ADMIN, number, place, "太短"));
        unacceptable("deviation.ground-length", () -> seals.propose(ADMIN, number, place, "长".repeat(301)));
        unacceptable("deviation.ground-length", () -> seals.propose(ADMIN, number, place, GROUND + "\n" + GROUND));
        unacceptable("deviation.ground-length", () -> seals.propose(ADMIN, number, place, GROUND + "{of}"));
        unacceptable("deviation.ground-number", () -> seals.propose(ADMIN, number, place, GROUND + " 138 0000 0000"));
        unacceptable("deviation.ground-number", () -> seals.propose(ADMIN, number, place, GROUND + number));
        unacceptable("deviation.ground-number", () -> seals.propose(ADMIN, number, place, GROUND + "１３８００００００００"));
        unacceptable("deviation.ground-number", () -> seals.propose(ADMIN, number, place, GROUND + "139.1234.5678"));
        unacceptable(
                "deviation.ground-personal", () -> seals.propose(ADMIN, number, place, GROUND + "，阿 依·古\u3000丽到场"));
        unacceptable("deviation.ground-personal", () -> seals.propose(ADMIN, number, place, GROUND + "，阿依古丽到场"));
        unacceptable("deviation.ground-personal", () -> seals.propose(ADMIN, number, place, GROUND + "（天山乳业）"));
        seals.propose(ADMIN, number, place, "“引号”与反斜杠 \\ 也在其中，逐字记录。");
        seals.propose(ADMIN, number, place, GROUND);
        unacceptable("deviation.ground-given", () -> seals.propose(AUDITOR, number, place, " " + GROUND + " "));
        judge();
        assertThat(open().getFirst().proposals())
                .extracting(Seals.Proposal::ground)
                .containsExactly("“引号”与反斜杠 \\ 也在其中，逐字记录。", GROUND);
    }
}
