package org.chancery.engine.gate;

import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.sf.jsqlparser.expression.BooleanValue;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.JdbcParameter;
import net.sf.jsqlparser.expression.LongValue;
import net.sf.jsqlparser.expression.NullValue;
import net.sf.jsqlparser.expression.StringValue;
import net.sf.jsqlparser.expression.operators.conditional.AndExpression;
import net.sf.jsqlparser.expression.operators.relational.EqualsTo;
import net.sf.jsqlparser.expression.operators.relational.ExpressionList;
import net.sf.jsqlparser.expression.operators.relational.ParenthesedExpressionList;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.statement.delete.Delete;
import net.sf.jsqlparser.statement.insert.Insert;
import net.sf.jsqlparser.statement.select.Limit;
import net.sf.jsqlparser.statement.select.Values;
import net.sf.jsqlparser.statement.update.Update;
import net.sf.jsqlparser.statement.update.UpdateSet;
import org.chancery.engine.image.Schema;
import org.chancery.engine.image.Table;

/** Turns one parsed statement that changes rows into its shape. */
final class DmlParser {

    private final Schema schema;
    private final String sql;

    DmlParser(Schema schema, String sql) {
        this.schema = schema;
        this.sql = sql;
    }

    SqlShape insert(Insert insert) throws SQLException {
        Table table = table(insert.getTable());
        if (!(insert.getSelect() instanceof Values values) || insert.getColumns() == null) {
            throw refused(sql, "an insert names its columns and gives values, not a query");
        }
        if (insert.getConflictAction() != null || insert.getDuplicateUpdateSets() != null) {
            throw refused(sql, "an insert that may turn into an update is not allowed");
        }
        List<? extends Expression> row = row(values.getExpressions());
        if (row.size() != insert.getColumns().size()) {
            throw refused(sql, "an insert adds one row and gives one value for each column");
        }
        int[] columns = new int[row.size()];
        List<Operand> operands = new ArrayList<>();
        for (int i = 0; i < columns.length; i++) {
            columns[i] = column(table, insert.getColumns().get(i));
            operands.add(operand(row.get(i)));
        }
        List<Operand> key = new ArrayList<>();
        for (int keyColumn : table.key()) {
            int at = indexOf(columns, keyColumn);
            if (at < 0 || operands.get(at) instanceof Operand.Computed) {
                throw refused(sql, "an insert gives the primary key as values");
            }
            key.add(operands.get(at));
        }
        return new SqlShape.Insert(table, columns, List.copyOf(operands), key, readBack(table, columns, operands));
    }

    private static boolean readBack(Table table, int[] columns, List<Operand> operands) {
        if (operands.stream().anyMatch(Operand.Computed.class::isInstance)) {
            return true;
        }
        for (int i = 0; i < table.columns().size(); i++) {
            if (table.columns().get(i).hasDefault() && indexOf(columns, i) < 0) {
                return true;
            }
        }
        return false;
    }

    SqlShape update(Update update) throws SQLException {
        Table table = table(update.getTable());
        if (update.getFromItem() != null || notEmpty(update.getJoins()) || notEmpty(update.getStartJoins())) {
            throw refused(sql, "an update names one table");
        }
        List<Integer> columns = new ArrayList<>();
        List<Operand> operands = new ArrayList<>();
        for (UpdateSet set : update.getUpdateSets()) {
            if (set.getColumns().size() != 1 || set.getValues().size() != 1) {
                throw refused(sql, "an update sets one column at a time");
            }
            int column = column(table, set.getColumns().get(0));
            if (table.key().contains(column)) {
                throw refused(sql, "an update leaves the primary key as it is");
            }
            columns.add(column);
            operands.add(operand(set.getValues().get(0)));
        }
        int[] columnArray = columns.stream().mapToInt(Integer::intValue).toArray();
        Optional<List<Operand>> key = key(table, update.getWhere());
        if (key.isPresent() && update.getLimit() == null) {
            return new SqlShape.KeyedUpdate(table, columnArray, operands, key.get());
        }
        String sets = String.join(
                ", ", update.getUpdateSets().stream().map(UpdateSet::toString).toList());
        int setParameters = count(sets);
        return new SqlShape.PredicateUpdate(
                table,
                columnArray,
                operands,
                selectKeys(table, update.getTable(), update.getWhere(), update.getLimit(), setParameters),
                "UPDATE " + update.getTable() + " SET " + sets + " WHERE " + table.keyPredicate(),
                setParameters,
                count(sql));
    }

    SqlShape delete(Delete delete) throws SQLException {
        Table table = table(delete.getTable());
        if (notEmpty(delete.getJoins()) || notEmpty(delete.getUsingFromItemList()) || notEmpty(delete.getTables())) {
            throw refused(sql, "a delete names one table");
        }
        Optional<List<Operand>> key = key(table, delete.getWhere());
        if (key.isPresent() && delete.getLimit() == null) {
            return new SqlShape.KeyedDelete(table, key.get());
        }
        return new SqlShape.PredicateDelete(
                table,
                selectKeys(table, delete.getTable(), delete.getWhere(), delete.getLimit(), 0),
                "DELETE FROM " + table.name() + " WHERE " + table.keyPredicate(),
                count(sql));
    }

    private String selectKeys(
            Table table, net.sf.jsqlparser.schema.Table named, Expression where, Limit limit, int before)
            throws SQLException {
        String select = "SELECT " + table.keyColumns() + " FROM " + named + (where == null ? "" : " WHERE " + where)
                + (limit == null ? "" : limit) + " FOR UPDATE";
        if (count(select) + before != count(sql)) {
            throw refused(sql, "its parameters cannot be told apart");
        }
        return select;
    }

    /** The key's values if the predicate is a conjunction that fixes every column of the key. */
    private static Optional<List<Operand>> key(Table table, Expression where) {
        List<Expression> conjuncts = new ArrayList<>();
        conjuncts(where, conjuncts);
        List<Operand> key = new ArrayList<>();
        for (int keyColumn : table.key()) {
            Optional<Operand> fixed = conjuncts.stream()
                    .flatMap(c -> fixed(table, keyColumn, c).stream())
                    .findFirst();
            if (fixed.isEmpty()) {
                return Optional.empty();
            }
            key.add(fixed.get());
        }
        return Optional.of(key);
    }

    private static void conjuncts(Expression expression, List<Expression> into) {
        if (expression instanceof AndExpression and) {
            conjuncts(and.getLeftExpression(), into);
            conjuncts(and.getRightExpression(), into);
        } else if (expression instanceof ParenthesedExpressionList<?> list && list.size() == 1) {
            conjuncts(list.get(0), into);
        } else if (expression != null) {
            into.add(expression);
        }
    }

    private static Optional<Operand> fixed(Table table, int keyColumn, Expression condition) {
        if (condition instanceof EqualsTo equals
                && equals.getLeftExpression() instanceof Column column
                && table.indexOf(plain(column.getColumnName())) == keyColumn) {
            Operand operand = operand(equals.getRightExpression());
            return operand instanceof Operand.Computed ? Optional.empty() : Optional.of(operand);
        }
        return Optional.empty();
    }

    private static Operand operand(Expression expression) {
        return switch (expression) {
            case JdbcParameter parameter -> new Operand.Parameter(parameter.getIndex());
            case LongValue number -> new Operand.Constant(number.getValue());
            case StringValue text -> new Operand.Constant(text.getNotExcapedValue());
            case NullValue none -> new Operand.Constant(null);
            case BooleanValue bool -> new Operand.Constant(bool.getValue());
            default -> new Operand.Computed();
        };
    }

    private static List<? extends Expression> row(ExpressionList<?> values) {
        return values.size() == 1 && values.get(0) instanceof ExpressionList<?> inner ? inner : values;
    }

    private Table table(net.sf.jsqlparser.schema.Table named) throws SQLException {
        String name = plain(named.getName());
        return schema.find(name).orElseThrow(() -> refused(sql, "the table " + name + " is not gated"));
    }

    private int column(Table table, Column column) throws SQLException {
        int index = table.indexOf(plain(column.getColumnName()));
        if (index < 0) {
            throw refused(sql, "the table " + table.name() + " has no column " + column.getColumnName());
        }
        return index;
    }

    /** Parameters in a statement's text: question marks outside quotes. */
    private static int count(String text) {
        int count = 0;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (c == '?') {
                count++;
            }
        }
        return count;
    }

    private static int indexOf(int[] columns, int column) {
        for (int i = 0; i < columns.length; i++) {
            if (columns[i] == column) {
                return i;
            }
        }
        return -1;
    }

    private static boolean notEmpty(List<?> list) {
        return list != null && !list.isEmpty();
    }

    private static String plain(String name) {
        return name.replace("\"", "");
    }

    static SQLException refused(String sql, String why) {
        return new SQLFeatureNotSupportedException("The gate refuses this statement, since " + why + ": " + sql);
    }
}
