package org.chancery.engine.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import org.chancery.engine.EngineConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Only an H2 file that H2 closed whole is believed. */
class CleanStopTest {

    private static final int BLOCK = 4_096;

    @TempDir
    private Path folder;

    private EngineConfig.Database.H2 where() {
        return new EngineConfig.Database.H2(folder);
    }

    private HikariDataSource written() throws Exception {
        HikariDataSource database = NodeDatabase.open(where());
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table if not exists T (A int)");
            connection.commit();
        }
        return database;
    }

    @Test
    void isMarkedOnlyBetweenAStopAndTheNextStart() throws Exception {
        CleanStop stop = new CleanStop(folder);
        assertThat(stop.isBelieved()).as("there is nothing to believe").isTrue();
        HikariDataSource database = written();
        assertThat(stop.isInUse()).isTrue();
        assertThat(stop.isBelieved()).isFalse();
        stop.closed();
        assertThat(stop.isBelieved()).as("somebody has it open").isFalse();
        NodeDatabase.close(where(), database);
        assertThat(stop.isBelieved()).isTrue();
        NodeDatabase.close(where(), written());
        assertThat(stop.isBelieved()).isTrue();
    }

    /** H2 closes without a word after an I/O error, and lets go of its lock; its file's head tells. */
    @Test
    void whatH2GaveUpIsNotBelieved() throws Exception {
        NodeDatabase.close(where(), written());
        Files.delete(folder.resolve("closed"));
        forget("clean:1", "clean:0");
        CleanStop stop = new CleanStop(folder);
        stop.closed();
        assertThat(stop.isBelieved()).isFalse();
        forget("clean:0", "clean:1");
        stop.closed();
        assertThat(stop.isBelieved()).isTrue();
    }

    private void forget(String before, String after) throws IOException {
        try (RandomAccessFile file =
                new RandomAccessFile(folder.resolve("engine.mv.db").toFile(), "rw")) {
            byte[] head = new byte[BLOCK];
            file.readFully(head);
            String text = new String(head, StandardCharsets.ISO_8859_1);
            assertThat(text).contains(before);
            file.seek(0);
            file.write(text.replace(before, after).getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    @Test
    void whatHasNoTimeComesLastAsInPostgreSql() throws Exception {
        try (HikariDataSource database = NodeDatabase.open(where());
                Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select A from (values (null), (1)) V(A) order by A asc")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt(1)).isOne();
        }
    }
}
