package org.chancery.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.chancery.engine.casework.Workbench.AMR_LI;
import static org.chancery.engine.casework.Workbench.AMR_WANG;
import static org.chancery.engine.casework.Workbench.AUDITOR;
import static org.chancery.engine.casework.Workbench.FOUNDER;
import static org.chancery.engine.casework.Workbench.TAX_ZHAO;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.chancery.engine.casework.LicenceParts;
import org.chancery.engine.casework.Workbench;
import org.chancery.ledger.Leaf;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.PersonKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole node over a ledger in memory: start, restart, loss and damage of its database, audit, no quorum. */
class EngineNodeTest {

    /** Bytes, public and private part together. */
    private static final int LONGEST_TYPICAL = 1_024;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final InMemoryLedger ledger = new InMemoryLedger();
    private final Workbench.Keys keys = new Workbench.Keys();

    @TempDir
    private Path folder;

    private boolean noKeys;

    private Engine start() {
        return start(keys, LicenceParts.bundle());
    }

    private Engine start(PersonKeys persons, ServiceBundle service) {
        return EngineNode.start(
                new EngineConfig(
                        "engine-1",
                        new EngineConfig.Database.H2(folder),
                        Clock.systemUTC(),
                        List.of(service),
                        LicenceParts.checks(),
                        true),
                ledger,
                persons);
    }

    private static String apply(Engine engine, String key) {
        return engine.cases().start(FOUNDER, "licence", LicenceParts.application(), key);
    }

    private static String task(Engine engine, String number) {
        return engine.tasks().inbox(AMR_LI).stream()
                .filter(task -> task.caseNumber().equals(number))
                .findFirst()
                .orElseThrow()
                .id();
    }

    private static void agrees(Engine engine) {
        AuditReport report = engine.audit(AUDITOR);
        assertThat(report.differences()).isEmpty();
        assertThat(report.rows()).isPositive();
        assertThat(report.head()).isEqualTo(engine.ledger().head().size());
    }

    @Test
    void aRestartGoesOnWhereItWas() {
        String number;
        try (Engine engine = start()) {
            number = apply(engine, "a");
            assertThat(engine.availability()).isEqualTo(Availability.OPEN);
            agrees(engine);
        }
        try (Engine engine = start()) {
            engine.tasks().complete(AMR_LI, task(engine, number), Map.of("verdict", "grant"));
            assertThat(engine.cases().trail(FOUNDER, number))
                    .extracting(Cases.Step::transition)
                    .contains("started", "completed", "passed", "variable", "entered", "deadlines", "status");
            assertThat(engine.cases().trail(FOUNDER, number))
                    .filteredOn(step -> step.transition().equals("entered"))
                    .singleElement()
                    .satisfies(step -> assertThat(step.details()).containsEntry("set", List.of("citizen", "holders")));
            assertThat(engine.cases().trail(FOUNDER, number))
                    .extracting(Cases.Step::actor)
                    .contains(FOUNDER.personId(), AMR_LI.personId());
            agrees(engine);
        }
    }

    private int lengthOfLast() {
        Leaf last = ledger.leaf(ledger.head().size() - 1);
        return last.publicPart().length + last.privatePart().length;
    }

    @Test
    void aCompletionNamesTheFormAndATypicalRecordIsShort() {
        try (Engine engine = start()) {
            String number = "";
            int claimed = Integer.MAX_VALUE;
            int completed = Integer.MAX_VALUE;
            // what takes more than a second writes its times down: a cold or busy machine is not typical
            for (int turn = 0; turn < 30 && Math.max(claimed, completed) >= LONGEST_TYPICAL; turn++) {
                number = apply(engine, "turn " + turn);
                String task = task(engine, number);
                engine.tasks().claim(AMR_LI, task);
                claimed = Math.min(claimed, lengthOfLast());
                engine.tasks().complete(AMR_LI, task, Map.of("verdict", "grant"));
                completed = Math.min(completed, lengthOfLast());
            }
            assertThat(claimed).isLessThan(LONGEST_TYPICAL);
            assertThat(completed).isLessThan(LONGEST_TYPICAL);
            assertThat(engine.cases().trail(FOUNDER, number))
                    .filteredOn(step -> step.transition().equals("completed")
                            && step.element().equals("register"))
                    .singleElement()
                    .satisfies(step ->
                            assertThat((String) step.details().get("form")).matches("[-_0-9A-Za-z]{43}"));
        }
    }

    @Test
    void aStrangerCannotLinkTwoCasesOfOnePerson() throws Exception {
        try (Engine engine = start()) {
            long before = ledger.head().size();
            for (String key : List.of("a", "b")) {
                String task = task(engine, apply(engine, key));
                engine.tasks().claim(AMR_LI, task);
                engine.tasks().complete(AMR_LI, task, Map.of("verdict", "grant"));
            }
            Map<String, Set<String>> keys = new HashMap<>();
            for (Leaf leaf : ledger.leaves(before, ledger.head().size())) {
                JsonNode record = new ObjectMapper().readTree(leaf.publicPart());
                if (record.has("actor")) {
                    keys.computeIfAbsent(record.get("case").asText(), name -> new HashSet<>())
                            .add(record.at("/actor/key").asText());
                }
            }
            assertThat(keys.values())
                    .hasSize(2)
                    .allSatisfy(people ->
                            assertThat(people).as("the founder and one clerk").hasSize(2));
            assertThat(keys.values().stream().flatMap(Set::stream)).doesNotHaveDuplicates();
        }
    }

    @Test
    void aFactThatTheModelDoesNotCallPublicIsKnownToTheCaseOnly() {
        try (Engine engine = start(keys, LicenceParts.withoutPublicFacts())) {
            String number = apply(engine, "a");
            engine.tasks().complete(AMR_LI, task(engine, number), Map.of("verdict", "grant"));
            String told = new String(ledger.leaf(ledger.head().size() - 1).publicPart(), StandardCharsets.UTF_8);
            assertThat(told)
                    .containsPattern("\"facts.verdict\":\"[-_0-9A-Za-z]{43}\"")
                    .doesNotContain("\"grant\"");
            assertThat(engine.cases().trail(FOUNDER, number))
                    .filteredOn(step -> step.element().equals("verdict"))
                    .singleElement()
                    .satisfies(step -> assertThat(step.details()).containsEntry("facts", Map.of("verdict", "grant")));
        }
    }

    @Test
    void aDepartmentIsToldOfWithheldFactsOnlyWhatItMayKnow() {
        try (Engine engine = start(keys, LicenceParts.withoutPublicFactsOrResults())) {
            String number = apply(engine, "a");
            engine.tasks().complete(AMR_LI, task(engine, number), Map.of("verdict", "grant"));
            // in this order: what one of them is told is not kept for the next
            for (Actor actor : List.of(TAX_ZHAO, FOUNDER, TAX_ZHAO, AMR_LI, TAX_ZHAO, AUDITOR, TAX_ZHAO)) {
                assertThat(engine.cases().trail(actor, number))
                        .filteredOn(step -> step.element().equals("verdict"))
                        .singleElement()
                        .satisfies(step -> assertThat(step.details().getOrDefault("facts", Map.of()))
                                .as(actor.personId())
                                .isEqualTo(actor.equals(TAX_ZHAO) ? Map.of() : Map.of("verdict", "grant")));
            }
        }
    }

    @Test
    void aDeletedDatabaseIsRebuilt() throws Exception {
        String number;
        try (Engine engine = start()) {
            number = apply(engine, "a");
        }
        Files.delete(folder.resolve("engine.mv.db"));
        try (Engine engine = start()) {
            assertThat(engine.cases().view(FOUNDER, number).summary().title()).isEqualTo("天山乳业");
            agrees(engine);
        }
    }

    @Test
    void aDamagedDatabaseIsMovedAsideAndRebuilt() throws Exception {
        String number;
        try (Engine engine = start()) {
            number = apply(engine, "a");
        }
        byte[] bytes = Files.readAllBytes(folder.resolve("engine.mv.db"));
        Arrays.fill(bytes, 0, bytes.length, (byte) 0x5A);
        Files.write(folder.resolve("engine.mv.db"), bytes);
        try (Engine engine = start()) {
            assertThat(engine.cases().view(FOUNDER, number).summary().number()).isEqualTo(number);
            agrees(engine);
        }
        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).anyMatch(name -> name.startsWith("damaged-"));
        }
    }

    @Test
    void anOlderDatabaseIsBroughtToTheHead() throws Exception {
        Path older = folder.resolve("older");
        String number;
        try (Engine engine = start()) {
            apply(engine, "a");
        }
        Files.copy(folder.resolve("engine.mv.db"), older);
        try (Engine engine = start()) {
            number = apply(engine, "b");
        }
        Files.move(older, folder.resolve("engine.mv.db"), StandardCopyOption.REPLACE_EXISTING);
        try (Engine engine = start()) {
            assertThat(engine.cases().view(FOUNDER, number).summary().number()).isEqualTo(number);
            agrees(engine);
        }
    }

    private AuditReport stopped(Path database) {
        StoppedAudit audit = EngineNode.auditStopped(new EngineConfig.Database.H2(database), ledger, keys);
        return ((StoppedAudit.Compared) audit).report();
    }

    @Test
    void aRowEditedByHandIsNamedOnARunningAndOnAStoppedNode() throws Exception {
        String number;
        try (Engine engine = start()) {
            number = apply(engine, "a");
        }
        try (Connection connection = DriverManager.getConnection("jdbc:h2:file:" + folder.resolve("engine"), "sa", "");
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate("update CH_CASE set TITLE_ = '假公司'"))
                    .isEqualTo(1);
            statement.executeUpdate("delete from ACT_RU_IDENTITYLINK");
        }
        AuditReport.Difference edited = new AuditReport.Difference("CH_CASE", number, "TITLE_", "天山乳业", "假公司");
        AuditReport stopped = stopped(folder);
        assertThat(stopped.differences()).contains(edited);
        assertThat(stopped.differences()).anySatisfy(difference -> {
            assertThat(difference.table()).isEqualTo("ACT_RU_IDENTITYLINK");
            assertThat(difference.column()).isEqualTo("*");
            assertThat(difference.liveValue()).isEqualTo("(no row)");
        });
        try (Engine engine = start()) {
            assertThat(engine.audit(AUDITOR).differences()).contains(edited);
            assertThatThrownBy(() -> engine.audit(AMR_LI)).isInstanceOf(EngineException.NotPermitted.class);
        }
    }

    @Test
    void aDatabaseLeftByAKilledProcessIsAuditedAsItIs() throws Exception {
        Path left = Files.createDirectories(folder.resolve("left")).resolve("engine.mv.db");
        try (Engine engine = start()) {
            apply(engine, "a");
            Optional<AuditReport> audited = Optional.empty();
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (audited.filter(report -> report.head() > 3).isEmpty()) {
                assertThat(System.nanoTime()).as("time spent on copying").isLessThan(end);
                copyWhileInUse(left);
                audited = audited(left);
            }
            assertThat(audited.orElseThrow().differences()).isEmpty();
        }
    }

    /** Copies the database's file as it lies once everything that is committed was written to it. */
    private void copyWhileInUse(Path copy) throws Exception {
        try (Connection beside = DriverManager.getConnection("jdbc:h2:file:" + folder.resolve("engine"), "sa", "");
                Statement statement = beside.createStatement()) {
            statement.execute("checkpoint sync");
        }
        Files.copy(folder.resolve("engine.mv.db"), copy, StandardCopyOption.REPLACE_EXISTING);
    }

    private static boolean isWhole(AuditReport report) {
        return report.differences().stream()
                .noneMatch(difference -> difference.liveValue().startsWith("(cannot be read"));
    }

    /** Empty if the copy was made while a page was being written: no process leaves such a file when it is killed. */
    private Optional<AuditReport> audited(Path copy) throws Exception {
        long size = Files.size(copy);
        StoppedAudit audit = EngineNode.auditStopped(new EngineConfig.Database.H2(copy.getParent()), ledger, keys);
        Optional<AuditReport> report = Optional.empty();
        if (audit instanceof StoppedAudit.Compared compared && isWhole(compared.report())) {
            report = Optional.of(compared.report());
        } else {
            System.out.println("copied again: " + audit);
        }
        assertThat(Files.size(copy)).isEqualTo(size);
        return report;
    }

    @Test
    void anErasedPersonIsNoDifference() {
        try (Engine engine = start()) {
            apply(engine, "a");
            keys.erase(FOUNDER.personId());
            AuditReport report = engine.audit(AUDITOR);
            assertThat(report.agrees()).isTrue();
            assertThat(report.erasedFields()).isPositive();
        }
    }

    private static void awaitOpen(Engine engine) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (engine.availability() != Availability.OPEN) {
            assertThat(System.nanoTime()).as("time spent on waiting").isLessThan(end);
            Thread.sleep(20);
        }
    }

    @Test
    void withoutAQuorumReadsWorkAndWritesFailSayingSoThenWorkAgain() throws Exception {
        try (Engine engine = start()) {
            String number = apply(engine, "a");
            String task = task(engine, number);
            long head = ledger.head().size();
            ledger.quorum(false);
            try (MachineTime time = new MachineTime()) {
                assertThatThrownBy(() -> engine.tasks().complete(AMR_LI, task, Map.of("verdict", "grant")))
                        .isInstanceOf(EngineException.NoQuorum.class);
                assertThat(time.elapsed()).isLessThan(Duration.ofSeconds(5));
            }
            assertThat(engine.availability()).isEqualTo(Availability.NO_QUORUM);
            assertThat(engine.tasks().open(AMR_LI, task).task().caseNumber()).isEqualTo(number);
            assertThat(ledger.head().size()).isEqualTo(head);
            ledger.quorum(true);
            awaitOpen(engine);
            engine.tasks().complete(AMR_LI, task, Map.of("verdict", "grant"));
            agrees(engine);
        }
    }

    @Test
    void anApplicationWithoutAQuorumIsRefusedAsSuchWhicheverStoreNoticesFirst() throws Exception {
        PersonKeys silent = (PersonKeys) Proxy.newProxyInstance(
                PersonKeys.class.getClassLoader(), new Class<?>[] {PersonKeys.class}, (proxy, method, args) -> {
                    if (method.getName().equals("createAll") && noKeys) {
                        throw new LedgerException.NoQuorum("switched off");
                    }
                    return method.invoke(keys, args);
                });
        try (Engine engine = start(silent, LicenceParts.bundle())) {
            apply(engine, "a");
            noKeys = true;
            assertThatThrownBy(() -> apply(engine, "b")).isInstanceOf(EngineException.NoQuorum.class);
            noKeys = false;
            ledger.quorum(false);
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> apply(engine, "b")).isInstanceOf(EngineException.NoQuorum.class);
            }
            ledger.quorum(true);
            awaitOpen(engine);
            apply(engine, "b");
            agrees(engine);
        }
    }

    @Test
    void keysOfPersonsWithoutAMajorityAreNotShownAsRecording() throws Exception {
        try (Engine engine = start()) {
            assertThat(engine.availability()).isEqualTo(Availability.OPEN);
            ledger.personKeys(false);
            awaitAvailability(engine, Availability.NO_PERSON_KEYS);
            apply(engine, "a"); // the gate itself stays open
            ledger.quorum(false);
            awaitAvailability(engine, Availability.NO_QUORUM);
            ledger.quorum(true);
            ledger.personKeys(true);
            awaitAvailability(engine, Availability.OPEN);
        }
    }

    private static void awaitAvailability(Engine engine, Availability wanted) throws InterruptedException {
        long end = System.nanoTime() + 60_000_000_000L;
        while (engine.availability() != wanted && System.nanoTime() < end) {
            Thread.sleep(20);
        }
        assertThat(engine.availability()).isEqualTo(wanted);
    }

    @Test
    void twoClerksCompletingAtOnceOneWinsAndTheOtherIsToldWho() throws Exception {
        try (Engine engine = start()) {
            for (int round = 0; round < 5; round++) {
                String task = task(engine, apply(engine, "race " + round));
                CyclicBarrier both = new CyclicBarrier(2);
                List<String> outcomes = new ArrayList<>();
                try (var threads = Executors.newFixedThreadPool(2)) {
                    for (var outcome : threads.invokeAll(List.<Callable<String>>of(
                            () -> complete(engine, AMR_LI, task, both),
                            () -> complete(engine, AMR_WANG, task, both)))) {
                        outcomes.add(outcome.get());
                    }
                }
                assertThat(outcomes)
                        .containsAnyOf("p-li won", "p-wang won")
                        .containsAnyOf("p-li lost to p-wang", "p-wang lost to p-li")
                        .hasSize(2);
            }
            agrees(engine);
        }
    }

    private static String complete(Engine engine, Actor clerk, String task, CyclicBarrier both) throws Exception {
        both.await();
        try {
            engine.tasks().complete(clerk, task, Map.of("verdict", "grant"));
            return clerk.personId() + " won";
        } catch (EngineException.AlreadyDone e) {
            return clerk.personId() + " lost to " + e.details().get("by");
        }
    }
}
