package org.chancery;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.stream.Collectors;
import org.chancery.console.access.DemoAccounts;
import org.chancery.engine.Engine;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;

/** What a person reads in the terminal once the node is ready, and when it stops. */
class StartReport {

    private final Environment environment;
    private final ChanceryProperties properties;
    private final Engine engine;
    private final PrintStream out = System.out;

    StartReport(Environment environment, ChanceryProperties properties, Engine engine) {
        this.environment = environment;
        this.properties = properties;
        this.engine = engine;
    }

    @EventListener
    void ready(ApplicationReadyEvent event) {
        double seconds = ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0;
        out.printf("%nChancery is ready after %.1f s.%n%n", seconds);
        out.printf("  Console      %s%n", address(event.getApplicationContext()));
        out.printf("  Data folder  %s%n", properties.data());
        if (engine.ledger().status().singleMachine()) {
            out.println("  Quorum       one machine: survives a crash of the process, not the loss of the disk");
        }
        if (environment.acceptsProfiles(Profiles.of("demo"))) {
            String names =
                    DemoAccounts.ALL.stream().map(DemoAccounts.Demo::username).collect(Collectors.joining(", "));
            out.printf("%n  Demo accounts, all with the password %s:%n  %s%n", DemoAccounts.PASSWORD, names);
        }
        out.printf("%nStop with Ctrl-C; start again with the same data folder and it goes on where it was.%n");
        out.flush();
    }

    @EventListener
    void closed(ContextClosedEvent event) {
        out.println("Chancery stops; everything acknowledged is kept.");
    }

    private String address(ApplicationContext context) {
        int port = context instanceof WebServerApplicationContext web && web.getWebServer() != null
                ? web.getWebServer().getPort()
                : environment.getProperty("server.port", Integer.class, 8080);
        String host = environment.getProperty("server.address", "localhost");
        return "http://" + (host.equals("127.0.0.1") ? "localhost" : host) + ":" + port + "/";
    }
}
