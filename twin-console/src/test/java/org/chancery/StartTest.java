package org.chancery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
