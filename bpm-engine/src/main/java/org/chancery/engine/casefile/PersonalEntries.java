package org.chancery.engine.casefile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.chancery.engine.casefile.FieldTable.Opened;
import org.chancery.engine.form.FormField;
import org.chancery.engine.form.FormInput;
import org.chancery.engine.form.FormSchema;

/** The personal values that a filled-in form brings, each with the person whose key is to seal it. */
public final class PersonalEntries {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final CasePersons persons;
    private final List<Entry> entries = new ArrayList<>();

    /** A value as {@link FieldTable} keeps it. */
    private record Entry(String name, String person, String text) {}

    private PersonalEntries(CasePersons persons) {
        this.persons = persons;
    }

    /** Of the form that a case is filed with. */
    public static PersonalEntries filed(FormSchema form, Map<String, Object> values, CasePersons persons) {
        return of(form, values, persons, field -> false, list -> new TreeMap<>());
    }

    /**
     * Of a form that is filled in later.
     *
     * @param holds whether the case holds something in this field, a list of persons aside
     * @param kept what the case holds of a list of persons, by place
     */
    public static PersonalEntries of(
            FormSchema form,
            Map<String, Object> values,
            CasePersons persons,
            Predicate<String> holds,
            Function<String, SortedMap<Integer, Opened>> kept) {
        PersonalEntries entries = new PersonalEntries(persons);
        for (FormField field : form.fields()) {
            if (!field.takesPersonal() || !values.containsKey(field.key())) {
                continue; // what was not sent stays as it is
            }
            String text = values.get(field.key()).toString();
            if (field.isOfPersons()) {
                entries.list(field, text, kept.apply(field.key()));
            } else if (!text.equals(FormInput.EMPTIED) || holds.test(field.key())) {
                entries.entries.add(new Entry(field.key(), persons.of(field), text));
            }
        }
        return entries;
    }

    /** An entry that is gone becomes an empty text under the key it had, so that the record tells of it. */
    private void list(FormField list, String json, SortedMap<Integer, Opened> kept) {
        SortedMap<Integer, String> placed = PersonPlaces.of(list, rows(list, json), kept);
        kept.forEach((place, entry) -> {
            if (entry.value().filter(text -> !text.isEmpty()).isPresent()) {
                placed.putIfAbsent(place, "");
            }
        });
        placed.forEach((place, text) ->
                entries.add(new Entry(FieldTable.entry(list.key(), place), persons.entry(list, place), text)));
    }

    private static List<JsonNode> rows(FormField list, String json) {
        try {
            List<JsonNode> rows = new ArrayList<>();
            JSON.readTree(json).forEach(rows::add);
            return rows;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the list '" + list.key() + "' was not checked", e);
        }
    }

    /** Whose keys are needed for {@link #keep}. */
    public Set<String> persons() {
        return entries.stream().map(Entry::person).collect(Collectors.toSet());
    }

    /** Names of the values that are about one of these persons. */
    public List<String> about(Predicate<String> person) {
        return entries.stream()
                .filter(entry -> person.test(entry.person()))
                .map(Entry::name)
                .toList();
    }

    /** The same as {@link #persons}, and whoever else any of these forms may bring something about, entries of lists aside. */
    public Set<String> personsAlsoOf(Collection<FormSchema> forms) {
        Set<String> all = persons();
        forms.stream()
                .flatMap(form -> form.fields().stream())
                .filter(field -> field.takesPersonal() && !field.isOfPersons())
                .map(persons::of)
                .forEach(all::add);
        return all;
    }

    /**
     * Seals them into the case.
     *
     * @return name to commitment, see {@link FieldTable#put}
     * @param keys by person
     */
    public Map<String, String> keep(FieldTable fields, String caseNumber, Map<String, byte[]> keys) {
        Map<String, String> commitments = new TreeMap<>();
        for (Entry entry : entries) {
            commitments.put(
                    entry.name(),
                    fields.put(caseNumber, entry.name(), entry.person(), keys.get(entry.person()), entry.text()));
        }
        return commitments;
    }
}
