package org.chancery.engine.gate;

import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import net.sf.jsqlparser.parser.CCJSqlParser;
import net.sf.jsqlparser.parser.ParseException;
import net.sf.jsqlparser.parser.StringProvider;
import net.sf.jsqlparser.statement.Statement;
import net.sf.jsqlparser.statement.delete.Delete;
import net.sf.jsqlparser.statement.insert.Insert;
import net.sf.jsqlparser.statement.update.Update;
import org.chancery.engine.image.Schema;

/**
 * The shapes of all statements seen so far. What cannot be captured as row images is refused here, before it runs:
 * changes of the schema, procedure calls, upserts, inserts from queries, queries that change rows, statements over
 * several tables.
 */
final class SqlShapes {

    /** Statement texts vary with the length of IN lists only; more than this many would be a leak. */
    private static final int MAX_CACHED = 4096;

    private static final SqlShape READ = new SqlShape.Read();

    private final Schema schema;
    private final Map<String, SqlShape> cache = new ConcurrentHashMap<>();

    SqlShapes(Schema schema) {
        this.schema = schema;
    }

    /** @throws SQLException if the statement cannot pass the gate */
    SqlShape of(String sql) throws SQLException {
        SqlShape known = cache.get(sql);
        if (known != null) {
            return known;
        }
        SqlShape shape = parse(StorableText.require(sql));
        if (cache.size() >= MAX_CACHED) {
            cache.clear();
        }
        cache.put(sql, shape);
        return shape;
    }

    private SqlShape parse(String sql) throws SQLException {
        if (SelectText.reads(sql)) {
            return READ;
        }
        if (SelectText.answers(sql)) {
            throw DmlParser.refused(sql, "a statement either reads or changes rows");
        }
        DmlParser dml = new DmlParser(schema, sql);
        return switch (statement(sql)) {
            case Insert insert -> dml.insert(insert);
            case Update update -> dml.update(update);
            case Delete delete -> dml.delete(delete);
            default -> throw DmlParser.refused(sql, "only select, insert, update and delete pass the gate");
        };
    }

    private static Statement statement(String sql) throws SQLFeatureNotSupportedException {
        try {
            return new CCJSqlParser(new StringProvider(sql)).Statement();
        } catch (ParseException | RuntimeException e) {
            throw new SQLFeatureNotSupportedException("The gate cannot read this statement: " + sql, e);
        }
    }
}
