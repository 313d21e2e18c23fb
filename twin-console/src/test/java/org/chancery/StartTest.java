package org.chancery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Properties;
import org.chancery.rules.NoCalendarException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.mock.env.MockEnvironment;

class StartTest {

    @TempDir
    Path data;

    @Test
    void aDataFolderServesOneProcessAtATime() throws Exception {
        try (DataFolder held = DataFolder.take(data)) {
            assertThat(held.path()).isEqualTo(data);
            assertThatThrownBy(() -> DataFolder.take(data))
                    .isInstanceOf(DataFolder.InUse.class)
                    .hasMessageContaining(data.toString());
        }
        DataFolder.take(data).close();
    }

    @Test
    void whatAnOperatorCanMendIsSaidInOneLine() {
        RuntimeException wrapped = new IllegalStateException("context", new PortInUseException(8080));
        assertThat(StartFailure.line(wrapped).orElseThrow()).contains("8080").doesNotContain("\n");
        assertThat(StartFailure.line(new IllegalStateException("a fault of ours")))
                .isEmpty();
    }

    @Test
    void howFastStrangersMayAskIsSetByTheOperator() {
        assertThat(properties().strangers()).isEqualTo(new ChanceryProperties.Strangers(120, 120));
        assertThat(properties("chancery.strangers.burst", "9", "chancery.strangers.per-minute", "7")
                        .strangers())
                .isEqualTo(new ChanceryProperties.Strangers(9, 7));
        assertThatThrownBy(() -> properties("chancery.strangers.burst", "0"))
                .rootCause()
                .hasMessageContaining("chancery.strangers.burst");
    }

    private ChanceryProperties properties(String... more) {
        MockEnvironment environment = new MockEnvironment().withProperty("chancery.data", data.toString());
        for (int i = 0; i < more.length; i += 2) {
            environment.setProperty(more[i], more[i + 1]);
        }
        return Binder.get(environment)
                .bind("chancery", ChanceryProperties.class)
                .get();
    }

    @Test
    void anOfficeAddsAYearAsAFile() throws Exception {
        LocalDate day = LocalDate.of(2031, 1, 2); // a Thursday
        assertThatThrownBy(() -> NodeParts.calendar(properties()).isWorkingDay(day))
                .isInstanceOf(NoCalendarException.class);
        String year = "# year: 2031\n# status: official\nday,kind,note\n2031-01-02,holiday,test\n";
        Files.writeString(Files.createDirectory(data.resolve("calendars")).resolve("cn-2031.csv"), year);
        assertThat(NodeParts.calendar(properties()).isWorkingDay(day)).isFalse();
        Path elsewhere = Files.createDirectory(data.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("cn-2031.csv"), year.replace("holiday", "workday"));
        assertThat(NodeParts.calendar(properties("chancery.calendars", elsewhere.toString()))
                        .isWorkingDay(day))
                .isTrue();
    }

    @Test
    void aCalendarThatCannotBeUsedStopsTheStartAndIsNamed() throws Exception {
        Path file = Files.createDirectory(data.resolve("calendars")).resolve("cn-2031.csv");
        Files.writeString(file, "# year: 2031\n# status: official\nday,kind,note\n2031-13-01,holiday,test\n");
        assertThatThrownBy(() -> NodeParts.config(properties(), Clock.systemUTC()))
                .satisfies(refused -> assertThat(StartFailure.line(refused).orElseThrow())
                        .contains(file + " line 4", "2031-13-01", "start again")
                        .doesNotContain("\n"));
        String missing = data.resolve("missing").toString();
        assertThatThrownBy(() -> NodeParts.calendar(properties("chancery.calendars", missing)))
                .satisfies(refused ->
                        assertThat(StartFailure.line(refused).orElseThrow()).contains(missing));
    }

    @Test
    void theDemoServesThisMachineOnly() {
        for (String address : new String[] {"", "0.0.0.0", "192.0.2.7", "::"}) {
            MockEnvironment demo = demo(address);
            assertThatThrownBy(() -> StartFailure.DemoStaysHere.check(demo))
                    .satisfies(refused -> assertThat(StartFailure.line(refused).orElseThrow())
                            .contains("server.address")
                            .doesNotContain("\n"));
        }
        for (String address : new String[] {"127.0.0.1", "localhost", "::1"}) {
            StartFailure.DemoStaysHere.check(demo(address));
        }
        StartFailure.DemoStaysHere.check(new MockEnvironment().withProperty("server.address", "0.0.0.0"));
    }

    @Test
    void nobodyElseReachesTheConsoleUnlessTheOperatorSaysSo() throws Exception {
        Properties shipped = new Properties();
        try (InputStream in = StartTest.class.getResourceAsStream("/application.properties")) {
            shipped.load(in);
        }
        assertThat(shipped.getProperty("server.address")).isEqualTo("127.0.0.1");
    }

    private static MockEnvironment demo(String address) {
        MockEnvironment environment = new MockEnvironment().withProperty("server.address", address);
        environment.setActiveProfiles("demo");
        return environment;
    }
}
