package org.chancery.processes.est;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.chancery.engine.AuditReport;
import org.chancery.ledger.Judgement;
import org.chancery.processes.scenario.EngineOffice;
import org.chancery.processes.scenario.MovableClock;
import org.chancery.processes.scenario.Play;
import org.chancery.processes.scenario.Scenario;
import org.chancery.rules.LegalClock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The scenarios of P01 through the real engine and a quorum of three voters. */
class EstScenarioIT {

    private static final String COMMITMENT = ":\"[-_0-9A-Za-z]{43}\"";

    private static final Path FOLDER = Path.of("src/test/resources/scenarios/est");

    @TempDir
    static Path data;

    private static EngineOffice office;

    @BeforeAll
    static void open() {
        MovableClock clock = new MovableClock(Instant.parse("2026-11-23T00:00:00Z"));
        LegalClock legal = LegalClock.china();
        office = new EngineOffice(data, clock, EstService.bundle(legal), EstChecks.all(clock, legal));
    }

    @AfterAll
    static void close() {
        if (office != null) {
            try (EngineOffice open = office) {
                lawful(open.judged());
                AuditReport report = open.audit();
                assertThat(report.differences()).isEmpty();
                assertThat(report.rows()).isPositive();
                assertThat(open.publicRecords())
                        .contains("\"outcome\":\"refuse\"", "\"名称可用\":", "inputs.法定代表人被限制任职")
                        .doesNotContain("\"法定代表人被限制任职\":", "\"法定代表人已成年\":", "\"经办人身份号码有效\":")
                        .doesNotContain("LEGAL_REP_", "\"legal-rep-", "\"complete\"");
                // no rows of tables that ask for withheld facts, no amounts that a company register also shows
                assertThat(open.publicRecords().replaceAll(COMMITMENT, ""))
                        .contains("inputs.注册资本（元）", "outputs.maxAmount", "\"riskScore\":", "\"small-low\"")
                        .doesNotContain("\"注册资本（元）\":", "\"预计用工人数\":", "\"同一住所已登记企业数\":")
                        .doesNotContain("\"registeredCapital\":", "\"monthlyInvoices\":", "\"maxAmount\":")
                        .doesNotContain("\"risk-", "\"rules\":[]");
            }
        }
    }

    /** Every step of every scenario is what the model allows; only decisions on withheld facts are not judged. */
    private static void lawful(List<Judgement> judged) {
        assertThat(judged).filteredOn(Judgement.Deviation.class::isInstance).isEmpty();
        assertThat(judged)
                .isNotEmpty()
                .allSatisfy(judgement -> assertThat(((Judgement.NotJudged) judgement).reason())
                        .matches("(completeness|invoiceQuota) rests on facts that are not public: .*"));
    }

    static List<Path> scenarios() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".txt"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scenarios")
    void plays(Path file) {
        Map<String, Object> usual = Scenario.read(FOLDER.resolve("application.values"))
                .steps()
                .getFirst()
                .values();
        office.fresh(Set.of("companyName", "address"));
        new Play(office, usual).run(Scenario.read(file));
    }
}
