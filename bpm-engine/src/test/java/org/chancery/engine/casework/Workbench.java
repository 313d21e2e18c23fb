package org.chancery.engine.casework;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.chancery.engine.Actor;
import org.chancery.engine.Actor.Role;
import org.chancery.engine.Cases;
import org.chancery.engine.EngineConfig;
import org.chancery.engine.Erasures;
import org.chancery.engine.FieldCheck;
import org.chancery.engine.Models;
import org.chancery.engine.ServiceBundle;
import org.chancery.engine.Tasks;
import org.chancery.engine.Work;
import org.chancery.engine.register.RegisterTables;
import org.chancery.ledger.PersonKeys;
import org.operaton.bpm.engine.ProcessEngine;
import org.operaton.bpm.engine.ProcessEngineConfiguration;
import org.operaton.bpm.engine.impl.cfg.StandaloneProcessEngineConfiguration;
import org.operaton.bpm.engine.impl.persistence.StrongUuidGenerator;

/** All of casework over a plain Operaton in memory, without the gate below it. */
public final class Workbench implements AutoCloseable {

    public static final Actor FOUNDER = person("p-founder", "public", Role.APPLICANT);
    public static final Actor STRANGER = person("p-stranger", "public", Role.APPLICANT);
    public static final Actor AMR_LI = person("p-li", "amr", Role.CLERK, "amr");
    public static final Actor AMR_WANG = person("p-wang", "amr", Role.CLERK, "amr");
    public static final Actor TAX_ZHAO = person("p-zhao", "tax", Role.CLERK, "tax");
    public static final Actor AUDITOR = person("p-auditor", "audit", Role.AUDITOR);
    public static final Actor ADMIN = person("p-admin", "it", Role.ADMINISTRATOR);
    public static final Actor OFFICER = person("p-officer", "privacy", Role.DATA_OFFICER);
    public static final Actor SECOND_OFFICER = person("p-officer-2", "privacy", Role.DATA_OFFICER);
    public static final Actor ANALYST = person("p-analyst", "it", Role.ANALYST);

    public final String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=60000";
    public final Keys keys = new Keys();
    public final StandaloneProcessEngineConfiguration configuration;
    public final ProcessEngine engine;
    public final Casework.Faces faces;

    public Workbench(Map<String, byte[]> resources, Map<String, Work> works, Map<String, FieldCheck> checks) {
        EngineConfig config = new EngineConfig(
                "engine-1",
                new EngineConfig.Database.H2(Path.of("unused")),
                Clock.systemUTC(),
                List.of(new ServiceBundle("demo", resources, works)),
                checks,
                false);
        Casework casework = new Casework(config, keys);
        configuration = new StandaloneProcessEngineConfiguration();
        configuration.setProcessEngineName("workbench-" + UUID.randomUUID());
        configuration.setJdbcUrl(url);
        configuration.setDatabaseSchemaUpdate(ProcessEngineConfiguration.DB_SCHEMA_UPDATE_TRUE);
        configuration.setHistory(ProcessEngineConfiguration.HISTORY_FULL);
        configuration.setIdGenerator(new StrongUuidGenerator());
        configuration.setJobExecutorActivate(false);
        configuration.setMetricsEnabled(false);
        configuration.getProcessEnginePlugins().add(casework.plugin());
        engine = configuration.buildProcessEngine();
        createTables();
        faces = casework.open(configuration, null, leaf -> Optional.empty(), name -> Optional.empty());
        faces.deployServices().run();
    }

    public Models models() {
        return faces.models();
    }

    public Cases cases() {
        return faces.cases();
    }

    public Tasks tasks() {
        return faces.tasks();
    }

    public Erasures erasures() {
        return faces.erasures();
    }

    /** Files the usual application of the small service as the founder. */
    String file(String key) {
        return cases().start(FOUNDER, "licence", Licence.application(), key);
    }

    /** The id of this person's task in the case. */
    String task(Actor actor, String number) {
        return tasks().inbox(actor).stream()
                .filter(task -> task.caseNumber().equals(number))
                .map(Tasks.Task::id)
                .findFirst()
                .orElseThrow();
    }

    private void createTables() {
        try (Connection connection = connection();
                Statement statement = connection.createStatement();
                InputStream cases = Casework.class.getResourceAsStream("/org/chancery/engine/schema/10-cases.sql")) {
            String script = new String(cases.readAllBytes(), StandardCharsets.UTF_8).replaceAll("(?m)^--.*$", "");
            for (String sql : script.split(";")) {
                if (!sql.isBlank()) {
                    statement.execute(sql);
                }
            }
            for (String sql : RegisterTables.DDL) {
                statement.execute(sql);
            }
        } catch (SQLException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public Connection connection() throws SQLException {
        return DriverManager.getConnection(url, "sa", "");
    }

    @Override
    public void close() {
        faces.rounds().close();
        engine.close();
    }

    public static Actor person(String id, String organisation, Role role, String... groups) {
        return new Actor(id, organisation, Set.of(role), Set.of(groups));
    }

    public static Map<String, byte[]> files(String... namesAndContents) {
        Map<String, byte[]> files = new HashMap<>();
        for (int i = 0; i < namesAndContents.length; i += 2) {
            files.put(namesAndContents[i], namesAndContents[i + 1].getBytes(StandardCharsets.UTF_8));
        }
        return files;
    }

    /** Keys of persons, in memory. */
    public static final class Keys implements PersonKeys {
        private final Map<String, byte[]> keys = new ConcurrentHashMap<>();
        private final Set<String> erased = new HashSet<>();
        private int changes;

        @Override
        public synchronized Map<String, byte[]> createAll(Collection<String> personIds) {
            if (personIds.stream().anyMatch(erased::contains)) {
                throw new IllegalStateException("erased");
            }
            changes += keys.keySet().containsAll(personIds) ? 0 : 1;
            Map<String, byte[]> all = new HashMap<>();
            personIds.forEach(personId -> all.put(personId, keys.computeIfAbsent(personId, id -> {
                byte[] key = new byte[32];
                new SecureRandom().nextBytes(key);
                return key;
            })));
            return all;
        }

        /** How often keys were made: each time a quorum has to agree. */
        public synchronized int changes() {
            return changes;
        }

        @Override
        public Optional<byte[]> find(String personId) {
            return Optional.ofNullable(keys.get(personId));
        }

        @Override
        public synchronized boolean erased(String personId) {
            return erased.contains(personId);
        }

        @Override
        public synchronized Purge eraseAll(Collection<String> personIds) {
            personIds.forEach(keys::remove);
            erased.addAll(personIds);
            return new Purge(List.of("voter-1", "voter-2", "voter-3"), List.of());
        }
    }
}
