package org.chancery;

import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletContextListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.chancery.console.access.Accounts;
import org.chancery.engine.Engine;
import org.chancery.engine.EngineConfig;
import org.chancery.engine.EngineNode;
import org.chancery.engine.EngineRest;
import org.chancery.ledger.Quorum;
import org.chancery.ledger.QuorumConfig;
import org.chancery.ledger.Signing;
import org.chancery.processes.est.EstChecks;
import org.chancery.processes.est.EstService;
import org.chancery.rules.BadCalendarException;
import org.chancery.rules.HolidayCalendar;
import org.chancery.rules.LegalClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletListenerRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/** The node: its data folder, the voters of its ledger, and the engine over them. Closed in the opposite order. */
@Configuration(proxyBeanMethods = false)
class NodeParts {

    private static final Logger LOG = LoggerFactory.getLogger(NodeParts.class);

    private static final String ENGINE_REST = "/engine-rest/*";
    /** How long before the calendars end the log says so at each start. */
    private static final int CALENDAR_NOTICE_DAYS = 60;

    private static final Duration APPEND_TIMEOUT = Duration.ofSeconds(4);
    private static final int WITNESSES = 2;

    /** First of all parts: what speaks against the folder is said before a voter starts. */
    @Bean
    DataFolder dataFolder(ChanceryProperties properties, Environment environment) throws IOException {
        DataFolder folder = DataFolder.take(properties.data());
        try {
            Purpose.settle(folder.path(), Purpose.of(environment), new Accounts(folder.path()));
            return folder;
        } catch (RuntimeException refused) {
            folder.close();
            throw refused;
        }
    }

    /** @param readable read before a voter starts, so that what is wrong with it is said at once */
    @Bean
    Quorum quorum(DataFolder folder, ChanceryProperties properties, EngineConfig readable) {
        return start(folder, properties);
    }

    static Quorum start(DataFolder folder, ChanceryProperties properties) {
        return Quorum.start(quorumConfig(folder.path(), properties));
    }

    static QuorumConfig quorumConfig(Path folder, ChanceryProperties properties) {
        return new QuorumConfig(
                properties.origin(),
                folder,
                properties.voters().ports(),
                APPEND_TIMEOUT,
                WITNESSES,
                signing(properties.signatures()));
    }

    private static Signing signing(ChanceryProperties.Signatures wanted) {
        ChanceryProperties.Token token = wanted.token();
        return new Signing(
                wanted.further(),
                token.library().toString().isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Signing.Token(token.library(), token.slot(), token.key(), token.pinFile())));
    }

    @Bean
    EngineConfig engineConfig(ChanceryProperties properties, Clock clock) {
        return config(properties, clock);
    }

    @Bean
    Engine engine(Quorum quorum, EngineConfig config) {
        Engine engine = EngineNode.start(config, quorum.ledger(), quorum.personKeys());
        quorum.ledger().witnesses().judge(engine::judge);
        return engine;
    }

    static EngineConfig config(ChanceryProperties properties, Clock clock) {
        HolidayCalendar calendar = calendar(properties);
        LegalClock legal = new LegalClock(calendar, properties.zone(), LegalClock.CLOSING);
        if (legal.day(clock.instant()).plusDays(CALENDAR_NOTICE_DAYS).isAfter(calendar.last())) {
            LOG.warn(
                    "The calendars end on {}. What needs a deadline beyond it is refused, new applications among it:"
                            + " add the next year's file (OPERATING, deadlines) and restart",
                    calendar.last());
        }
        return new EngineConfig(
                "engine-1",
                database(properties),
                clock,
                List.of(EstService.bundle(legal)),
                EstChecks.all(clock, legal),
                true);
    }

    /** @throws BadCalendar if the office's own calendars cannot be used; nothing is guessed instead */
    static HolidayCalendar calendar(ChanceryProperties properties) {
        boolean named = !properties.calendars().toString().isEmpty();
        Path folder = named ? properties.calendars() : properties.data().resolve("calendars");
        if (!named && !Files.isDirectory(folder)) {
            return HolidayCalendar.china();
        }
        try {
            return HolidayCalendar.china().with(folder);
        } catch (BadCalendarException | UncheckedIOException e) {
            throw new BadCalendar(e);
        }
    }

    /** The office's own holidays cannot be read. */
    static final class BadCalendar extends RuntimeException {
        private static final long serialVersionUID = 1;

        private BadCalendar(RuntimeException cause) {
            super(
                    "The office's holidays cannot be used: " + cause.getMessage()
                            + ". Nothing was started and no deadline was changed; correct the file and start again.",
                    cause);
        }
    }

    @Bean
    EngineRest engineRest(Engine engine) {
        return EngineRest.of(engine);
    }

    @Bean
    ServletRegistrationBean<Servlet> engineRestServlet(EngineRest rest) {
        ServletRegistrationBean<Servlet> servlet = new ServletRegistrationBean<>(rest.servlet(), ENGINE_REST);
        servlet.setAsyncSupported(true);
        servlet.setLoadOnStartup(-1); // built when the first program asks, so that the console is ready sooner
        return servlet;
    }

    /** After the security filters, which say who calls. */
    @Bean
    FilterRegistrationBean<Filter> engineRestFilter(EngineRest rest) {
        FilterRegistrationBean<Filter> filter = new FilterRegistrationBean<>(new ActingCaller(rest.filter()));
        filter.addUrlPatterns(ENGINE_REST);
        filter.setAsyncSupported(true);
        filter.setOrder(Ordered.LOWEST_PRECEDENCE);
        return filter;
    }

    @Bean
    ServletListenerRegistrationBean<ServletContextListener> engineRestListener(EngineRest rest) {
        return new ServletListenerRegistrationBean<>(rest.listener());
    }

    static EngineConfig.Database database(ChanceryProperties properties) {
        ChanceryProperties.Database wanted = properties.database();
        return switch (wanted.kind()) {
            case H2 ->
                new EngineConfig.Database.H2(properties.data().resolve("engine").resolve("h2"));
            case POSTGRES ->
                new EngineConfig.Database.Postgres(wanted.url(), wanted.user(), password(wanted.passwordFile()));
        };
    }

    /** @throws BadPasswordFile if it cannot be read */
    private static String password(Path file) {
        try (var lines = Files.lines(file)) {
            return lines.findFirst().orElse("");
        } catch (IOException | UncheckedIOException e) {
            throw new BadPasswordFile(file, e);
        }
    }

    /** The database's password cannot be read. */
    static final class BadPasswordFile extends RuntimeException {
        private static final long serialVersionUID = 1;

        private BadPasswordFile(Path file, Exception cause) {
            super(
                    (file.toString().isEmpty()
                                    ? "No file is named that holds the database password"
                                    : "The database password cannot be read from " + file.toAbsolutePath() + " ("
                                            + reason(cause) + ")")
                            + ". No database was opened; name a readable file by CHANCERY_DATABASE_PASSWORDFILE and"
                            + " start again.",
                    cause);
        }

        private static String reason(Exception cause) {
            return switch (cause) {
                case NoSuchFileException none -> "there is no such file";
                case AccessDeniedException denied -> "this user may not read it";
                default -> "it is not a text file in UTF-8";
            };
        }
    }
}
