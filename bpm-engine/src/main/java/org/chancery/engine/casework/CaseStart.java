package org.chancery.engine.casework;

import java.sql.Connection;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.chancery.engine.Actor;
import org.chancery.engine.Actor.Role;
import org.chancery.engine.Cases.Status;
import org.chancery.engine.EngineException;
import org.chancery.engine.EngineException.NotPermitted;
import org.chancery.engine.Erasures.State;
import org.chancery.engine.casefile.CaseFile;
import org.chancery.engine.casefile.CaseKeys;
import org.chancery.engine.casefile.CaseNumbers;
import org.chancery.engine.casefile.CasePersons;
import org.chancery.engine.casefile.CaseTable;
import org.chancery.engine.casefile.CaseTransitions;
import org.chancery.engine.casefile.ErasureTable;
import org.chancery.engine.casefile.FieldTable;
import org.chancery.engine.casefile.PersonalEntries;
import org.chancery.engine.casefile.Transactions;
import org.chancery.engine.form.FormInput;
import org.chancery.engine.form.FormSchema;
import org.chancery.engine.identity.Acting;
import org.chancery.engine.model.DeployedModels;
import org.chancery.engine.model.ProcessFile;
import org.chancery.ledger.PersonKeys;
import org.operaton.bpm.engine.RuntimeService;
import org.operaton.bpm.engine.repository.ProcessDefinition;

/** Files an application: checks the form, parts personal values from others, and starts the process with its case. */
final class CaseStart {

    private final Transactions transactions;
    private final DeployedModels models;
    private final RuntimeService runtime;
    private final PersonKeys keys;
    private final CaseKeys caseKeys;
    private final FormInput input;
    private final CaseNumbers numbers;
    private final Clock clock;

    CaseStart(
            Transactions transactions,
            DeployedModels models,
            RuntimeService runtime,
            PersonKeys keys,
            FormInput input,
            Clock clock) {
        this.transactions = transactions;
        this.models = models;
        this.runtime = runtime;
        this.keys = keys;
        this.caseKeys = new CaseKeys(keys);
        this.input = input;
        this.numbers = new CaseNumbers(clock);
        this.clock = clock;
    }

    String start(Actor actor, String service, Map<String, Object> entered, String idempotencyKey) {
        if (!actor.is(Role.APPLICANT)) {
            throw new NotPermitted("case.applicants-only", Map.of());
        }
        OnceOnly once = OnceOnly.of(actor, service, entered, idempotencyKey);
        return filed(once).orElseGet(() -> {
            ProcessDefinition definition = models.latest(service);
            FormSchema form = startForm(definition);
            Map<String, Object> values = input.check(form, entered);
            try {
                return Acting.as(actor, () -> file(actor, definition, form, values, once));
            } catch (EngineException e) {
                // the same call, made twice at once: the other one filed it
                return filed(once).orElseThrow(() -> e);
            }
        });
    }

    private Optional<String> filed(OnceOnly once) {
        return transactions
                .run(connection -> new CaseTable(connection).byIdempotencyKey(once.key()))
                .map(once::number);
    }

    private FormSchema startForm(ProcessDefinition definition) {
        return models.files()
                .process(definition.getId())
                .startForm()
                .map(form -> models.files().form(definition.getId(), form))
                .orElseThrow(() -> new EngineException.NotFound("service", definition.getKey()));
    }

    private String file(
            Actor actor, ProcessDefinition definition, FormSchema form, Map<String, Object> values, OnceOnly once) {
        caseKeys.refuseErased(actor.personId());
        CasePersons persons = new CasePersons(actor.personId(), once.key());
        PersonalEntries personal = PersonalEntries.filed(form, values, persons);
        Map<String, byte[]> made = caseKeys.made(personal.personsAlsoOf(forms(definition)));
        return transactions.run(connection -> {
            refuseBeingErased(connection, actor.personId());
            CaseTable cases = new CaseTable(connection);
            String number = numbers.next(
                    definition.getKey(), taken -> cases.byNumber(taken).isPresent());
            cases.insert(caseFile(actor, definition, title(form, values, definition), number, once));
            Map<String, Object> variables = new HashMap<>();
            variables.put("applicant", actor.personId());
            variables.put("caseNumber", number);
            variables.put("organisation", actor.organisation());
            form.fields().stream()
                    .filter(field -> !field.personal())
                    // absent ones as null: FEEL and JUEL know them then
                    .forEach(field -> variables.put(field.key(), values.get(field.key())));
            Map<String, String> commitments = personal.keep(new FieldTable(connection, keys), number, made);
            String root = runtime.startProcessInstanceById(definition.getId(), number, variables)
                    .getProcessInstanceId();
            new CaseTransitions(connection, root).entered(commitments);
            // a key may have been destroyed since it was made
            caseKeys.refuseErased(actor.personId());
            made.keySet().forEach(caseKeys::refuseErased);
            return number;
        });
    }

    /**
     * A case that is filed between the decision to erase its applicant and its end would be erased though nobody decided
     * on it. Until this one is filed, nobody confirms a request that waits.
     */
    private static void refuseBeingErased(Connection connection, String applicant) {
        if (new ErasureTable(connection).lockOpen(applicant).stream().anyMatch(one -> one.state() == State.CONFIRMED)) {
            throw new NotPermitted("person.erasing", Map.of());
        }
    }

    /** Every form of the process: their persons' keys are made together, so that no clerk waits for one later. */
    private List<FormSchema> forms(ProcessDefinition definition) {
        ProcessFile process = models.files().process(definition.getId());
        return Stream.concat(process.startForm().stream(), process.taskForms().values().stream())
                .distinct()
                .map(key -> models.files().form(definition.getId(), key))
                .toList();
    }

    private CaseFile caseFile(Actor actor, ProcessDefinition definition, String title, String number, OnceOnly once) {
        return new CaseFile(
                number,
                "",
                definition.getKey(),
                definition.getId(),
                title,
                actor.personId(),
                actor.organisation(),
                Status.OPEN,
                clock.instant(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                once.key(),
                once.content());
    }

    private static String title(FormSchema form, Map<String, Object> values, ProcessDefinition definition) {
        return form.title(values)
                .orElse(Optional.ofNullable(definition.getName()).orElse(definition.getKey()));
    }
}
