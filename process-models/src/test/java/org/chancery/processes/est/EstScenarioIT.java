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
                assertThat(open.judged()).as("all is lawful, and all is judged").isEmpty();
                AuditReport report = open.audit();
                assertThat(report.differences()).isEmpty();
                assertThat(report.rows()).isPositive();
                // facts of no single person, classes instead of amounts that a company register also shows
                assertThat(open.publicRecords().replaceAll(COMMITMENT, ""))
                        .contains(
                                "\"outcome\":\"refuse\"",
                                "\"representativeEligible\":false",
                                "\"identitiesConfirmed\":")
                        .contains(
                                "\"representative-ineligible\"", "\"riskScore\":", "\"capitalClass\":", "\"small-low\"")
                        .doesNotContain("\"legalRepBarred\":", "\"legalRepAdult\":", "\"agentIdValid\":")
                        .doesNotContain("LEGAL_REP_", "\"registeredCapital\":", "\"staffExpected\":")
                        .doesNotContain("\"companiesAtAddress\":", "\"monthlyInvoices\":", "\"maxAmount\":");
            }
        }
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
