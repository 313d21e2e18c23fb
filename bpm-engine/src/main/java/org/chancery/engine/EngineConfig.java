package org.chancery.engine;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/**
 * What an engine node is started with.
 *
 * @param nodeId name of this node in records, e.g. {@code engine-1}
 * @param database where its rows live; a copy that may be lost, since the ledger can rebuild it
 * @param clock source of time for clocks, timers and records
 * @param services public services deployed at start if they are new or changed
 * @param checks checks that form fields may name
 * @param runJobs whether timers and asynchronous work run; off in tests that drive jobs by hand
 */
public record EngineConfig(
        String nodeId,
        Database database,
        Clock clock,
        List<ServiceBundle> services,
        Map<String, FieldCheck> checks,
        boolean runJobs) {

    public EngineConfig {
        services = List.copyOf(services);
        checks = Map.copyOf(checks);
    }

    /** Where a node keeps its rows. */
    public sealed interface Database {

        /** An H2 database in files of this folder; needs no server. */
        record H2(Path folder) implements Database {}

        /** A PostgreSQL database, 15 or newer. The password is never written to logs or records. */
        record Postgres(String url, String user, String password) implements Database {
            @Override
            public String toString() {
                return "Postgres[" + url + ", user " + user + "]";
            }
        }
    }
}
