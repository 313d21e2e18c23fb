package org.chancery.engine.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.chancery.engine.EngineConfig;
import org.chancery.engine.EngineException;
import org.chancery.ledger.LedgerException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that could not be prepared is not left open, neither the first one nor the one made after it. */
class NodeDatabaseTest {

    @TempDir
    private Path folder;

    private final List<HikariDataSource> opened = new ArrayList<>();

    private void prepare(Exception first, Exception then) {
        NodeDatabase.prepare(new EngineConfig.Database.H2(folder), database -> {
            opened.add((HikariDataSource) database);
            Exception now = opened.size() == 1 ? first : then;
            if (now instanceof SQLException sql) {
                throw sql;
            }
            throw (RuntimeException) now;
        });
    }

    @Test
    void everyWayOutClosesIt() {
        SQLException damaged = new SQLException("a page is damaged");
        assertThatThrownBy(() -> prepare(damaged, new IllegalStateException("no genesis")))
                .hasMessage("no genesis");
        assertThat(opened).hasSize(2).allMatch(HikariDataSource::isClosed);
        opened.clear();
        assertThatThrownBy(() -> prepare(damaged, new LedgerException.NoQuorum("nobody")))
                .isInstanceOf(EngineException.NoQuorum.class);
        assertThat(opened).hasSize(2).allMatch(HikariDataSource::isClosed);
        opened.clear();
        assertThatThrownBy(() -> prepare(damaged, damaged)).hasMessageContaining("a page is damaged");
        assertThat(opened).hasSize(2).allMatch(HikariDataSource::isClosed);
    }
}
