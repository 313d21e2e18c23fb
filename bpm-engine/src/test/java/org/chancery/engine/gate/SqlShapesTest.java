package org.chancery.engine.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import org.chancery.engine.image.Schema;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which statement is read as what: the table of SQL shapes. */
class SqlShapesTest {

    private static SqlShapes shapes;

    @BeforeAll
    static void schema() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:shapes");
                Statement statement = connection.createStatement()) {
            statement.execute("create table CH_T (ID_ varchar(64) primary key, REV_ integer, N_ bigint,"
                    + " TEXT_ varchar(100), D_ integer default 7)");
            statement.execute("create table CH_PAIR (B_ varchar(9), A_ varchar(9), V_ bigint, primary key (A_, B_))");
            statement.execute("create table CH_LEAF (LEAF_ bigint primary key)");
            statement.execute("create table OTHER (ID_ bigint primary key)");
            shapes = new SqlShapes(Schema.load(connection));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            select * from CH_T where ID_ = ?                                             | Read
            (select ID_ from CH_T) union (select A_ from CH_PAIR)                        | Read
            SELECT ID_ FROM CH_T FOR UPDATE                                              | Read
            SELECT ID_ FROM CH_T FOR NO KEY UPDATE                                       | Read
            select 'delete; update', "INTO" from CH_T /* insert */ -- merge              | Read
            with X as (select ID_ from CH_T) select * from X                             | Read
            insert into CH_T (ID_, N_, D_) values (?, 3, null)                           | Insert
            INSERT INTO ch_t (id_, n_, d_) VALUES (?, ?, ?)                              | Insert
            update CH_T set N_ = ?, TEXT_ = 'a' where ID_ = ?                            | KeyedUpdate
            update CH_T set N_ = ? where ID_ = ? and REV_ = ?                            | KeyedUpdate
            update CH_T set N_ = ? where (REV_ = ? and ID_ = ?)                          | KeyedUpdate
            update CH_T set REV_ = 1 + REV_ where ID_ = 'x'                              | KeyedUpdate
            update CH_PAIR set V_ = ? where B_ = ? and A_ = ?                            | KeyedUpdate
            delete from CH_T where ID_ = ? and REV_ = ?                                  | KeyedDelete
            delete from CH_PAIR where A_ = 'x' and B_ = ?                                | KeyedDelete
            update CH_PAIR set V_ = ? where A_ = ?                                       | PredicateUpdate
            update CH_T set N_ = ? where ID_ = ? or N_ = ?                               | PredicateUpdate
            update CH_T set N_ = ?                                                       | PredicateUpdate
            update CH_T set N_ = ? where REV_ = ? limit ?                                | PredicateUpdate
            delete from CH_T where N_ <= ? limit ?                                       | PredicateDelete
            delete from CH_T where ID_ in (?, ?)                                         | PredicateDelete
            delete from CH_T where ID_ in (select ID_ from CH_T where N_ = ? limit ?)    | PredicateDelete
            delete from CH_T                                                             | PredicateDelete
            delete from CH_T where ID_ = TEXT_                                           | PredicateDelete
            """)
    void shapeOf(String sql, String shape) throws SQLException {
        assertThat(shapes.of(sql).getClass().getSimpleName()).isEqualTo(shape);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create table CH_X (ID_ bigint primary key)",
                "alter table CH_T add X_ bigint",
                "drop table CH_T",
                "truncate table CH_T",
                "call RAND()",
                "set LOCK_TIMEOUT 1",
                "merge into CH_T (ID_) values ('a')",
                "insert into CH_T (ID_, N_) select A_, V_ from CH_PAIR",
                "insert into CH_T values ('a', 1, 1, 'x', 2)",
                "insert into CH_T (ID_) values (random_uuid())",
                "insert into CH_T (N_) values (1)",
                "insert into CH_T (ID_, N_) values ('a', 1), ('b', 2)",
                "update CH_T set ID_ = 'b' where ID_ = 'a'",
                "update OTHER set ID_ = 2 where ID_ = 1",
                "insert into CH_LEAF (LEAF_) values (1)",
                "select ID_ from final table (delete from CH_T)",
                "select ID_ from old table (delete from CH_T)",
                "select ID_ from NEW/**/TABLE (update CH_T set N_ = 1)",
                "select ID_ from Old\nTable(delete from CH_T where ID_ = 'x')",
                "with X as (delete from CH_T returning ID_) select * from X",
                "WITH X AS (UPDATE CH_T SET N_ = 1 RETURNING *) SELECT * FROM X",
                "with X as (insert into CH_T (ID_) values ('a') returning ID_) select ID_ from X",
                "with X as (select 1) delete from CH_T returning *",
                "delete from CH_T where ID_ = 'x' returning ID_",
                "update CH_T set N_ = 1 where ID_ = 'x' returning ID_",
                "insert into CH_T (ID_, D_) values ('a', 1) returning ID_",
                "select * into CH_X from CH_T",
                "/* a */ ( /* b */ select ID_ from new table (insert into CH_T (ID_) values ('a')))",
                "not sql at all"
            })
    void refused(String sql) {
        assertThatThrownBy(() -> shapes.of(sql)).isInstanceOf(SQLFeatureNotSupportedException.class);
    }

    @Test
    void predicatesAreResolvedToKeysWithTheirOwnParameters() throws SQLException {
        SqlShape.PredicateUpdate update = (SqlShape.PredicateUpdate)
                shapes.of("update CH_T set N_ = ?, TEXT_ = ? where REV_ = ? and TEXT_ <> '?' limit ?");
        assertThat(update.selectKeys())
                .isEqualToIgnoringCase("SELECT ID_ FROM CH_T WHERE REV_ = ? AND TEXT_ <> '?' LIMIT ? FOR UPDATE");
        assertThat(update.updateByKey()).isEqualToIgnoringCase("UPDATE CH_T SET N_ = ?, TEXT_ = ? WHERE ID_ = ?");
        assertThat(update.setParameters()).isEqualTo(2);
        assertThat(update.allParameters()).isEqualTo(4);
    }

    @Test
    void aRowIsReadBackWhereTheDatabaseFillsInADefault() throws SQLException {
        assertThat(((SqlShape.Insert) shapes.of("insert into CH_T (ID_) values (?)")).readBack())
                .isTrue();
        assertThat(((SqlShape.Insert) shapes.of("insert into CH_T (ID_, D_) values (?, ?)")).readBack())
                .isFalse();
    }
}
