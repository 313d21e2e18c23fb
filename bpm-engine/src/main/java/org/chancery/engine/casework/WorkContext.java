package org.chancery.engine.casework;

import java.sql.Connection;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Date;
import java.util.Optional;
import org.chancery.engine.Cases;
import org.chancery.engine.Registers;
import org.chancery.engine.Work;
import org.chancery.engine.casefile.CaseTable;
import org.chancery.engine.casefile.CaseTransitions;
import org.chancery.engine.casefile.FieldTable;
import org.chancery.engine.casefile.Transactions;
import org.chancery.engine.form.FormInput;
import org.chancery.engine.form.FormSchema;
import org.chancery.engine.register.RegisterTables;
import org.chancery.ledger.PersonKeys;
import org.operaton.bpm.engine.delegate.DelegateExecution;
import org.operaton.bpm.engine.impl.context.Context;
import org.operaton.bpm.engine.impl.persistence.entity.ExecutionEntity;

/** A case as a piece of work sees it, within the transaction that runs. */
final class WorkContext implements Work.Context {

    private final DelegateExecution execution;
    private final Connection connection;
    private final PersonKeys keys;
    private final Clock clock;

    WorkContext(DelegateExecution execution, PersonKeys keys, Clock clock) {
        this.execution = execution;
        this.connection = Transactions.connection(Context.getCommandContext());
        this.keys = keys;
        this.clock = clock;
    }

    @Override
    public String caseNumber() {
        return CaseListener.number(execution)
                .orElseThrow(() -> new IllegalStateException("this process runs outside any case"));
    }

    @Override
    public Optional<Object> variable(String name) {
        Object value = execution.getVariable(name);
        return Optional.ofNullable(value instanceof Date date ? date.toInstant() : value);
    }

    @Override
    public void set(String name, Object value) {
        if (FormSchema.RESERVED.contains(name)) {
            throw new IllegalArgumentException("the variable '" + name + "' is set once, when the case is filed");
        }
        execution.setVariable(name, typed(name, value));
    }

    private static Object typed(String name, Object value) {
        return switch (value) {
            case String text when text.length() <= FormInput.MAX_TEXT -> text;
            case Integer number -> number.longValue();
            case Long number -> number;
            case Double number -> number;
            case Boolean flag -> flag;
            case Instant moment -> Date.from(moment);
            case Date date -> date;
            case LocalDate day -> day.toString();
            default ->
                throw new IllegalArgumentException("variable '" + name + "' must be text up to " + FormInput.MAX_TEXT
                        + " characters, a whole number, a double, a boolean or a date, not " + value.getClass());
        };
    }

    @Override
    public Optional<String> personal(String field) {
        return Optional.ofNullable(
                        new FieldTable(connection, keys).of(caseNumber()).get(field))
                .flatMap(FieldTable.Opened::value);
    }

    @Override
    public void status(Cases.Status status) {
        new CaseTable(connection).status(caseNumber(), status);
        transitions().status(status);
    }

    @Override
    public void deadlines(Instant promised, Instant statutory) {
        new CaseTable(connection).deadlines(caseNumber(), promised, statutory);
        transitions().deadlines(promised, statutory);
    }

    private CaseTransitions transitions() {
        return new CaseTransitions(connection, ((ExecutionEntity) execution).getRootProcessInstanceId());
    }

    @Override
    public Registers registers() {
        return new RegisterTables(connection);
    }

    @Override
    public Instant now() {
        return clock.instant();
    }
}
