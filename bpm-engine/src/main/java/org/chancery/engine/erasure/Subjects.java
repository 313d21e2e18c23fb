package org.chancery.engine.erasure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.chancery.engine.Cases.Field;
import org.chancery.engine.EngineException.NotFound;
import org.chancery.engine.Erasures.Person;
import org.chancery.engine.casefile.CaseFile;
import org.chancery.engine.casefile.FieldTable;
import org.chancery.engine.casefile.FieldTable.Kept;

/** Whom a case holds personal fields of, and which keys belong to each of them. */
final class Subjects {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern LONG_NUMBER = Pattern.compile("\\p{Nd}([\\p{Z}\\p{P}\\p{S}]{0,2}\\p{Nd}){5,}");

    private final CaseFile file;
    private final Map<String, List<Kept>> byPerson;

    Subjects(CaseFile file, List<Kept> fields) {
        this.file = file;
        this.byPerson =
                fields.stream().collect(Collectors.groupingBy(Kept::personId, LinkedHashMap::new, Collectors.toList()));
    }

    /** @param labels of a field by language tag */
    List<Person> persons(Function<String, Map<String, String>> labels) {
        List<Person> persons = new ArrayList<>();
        byPerson.forEach((person, kept) -> persons.add(new Person(
                person,
                person.equals(file.applicant()),
                kept.stream().allMatch(Kept::isEmptied),
                kept.stream().allMatch(field -> field.opened().erased()),
                kept.stream()
                        .map(field -> shown(field, labels.apply(FieldTable.field(field.field()))))
                        .toList())));
        return persons;
    }

    private static Field shown(Kept kept, Map<String, String> labels) {
        if (kept.opened().erased()) {
            return new Field(kept.field(), labels, Optional.empty(), Field.State.ERASED);
        }
        Optional<String> told = FieldTable.isEntry(kept.field()) && !kept.isEmptied()
                ? kept.opened().value().flatMap(Subjects::telling).map(entry -> "[" + entry + "]")
                : Optional.empty();
        return new Field(kept.field(), labels, told, told.isPresent() ? Field.State.SHOWN : Field.State.HIDDEN);
    }

    /** What tells an entry from others, without numbers as long as those of telephones and identity documents. */
    private static Optional<String> telling(String entry) {
        try {
            if (!(JSON.readTree(entry) instanceof ObjectNode members)) {
                return Optional.of(entry)
                        .filter(text -> !LONG_NUMBER.matcher(text).find());
            }
            List<String> withheld = members.properties().stream()
                    .filter(member ->
                            LONG_NUMBER.matcher(member.getValue().asText()).find())
                    .map(Map.Entry::getKey)
                    .toList();
            members.remove(withheld);
            return members.isEmpty() ? Optional.empty() : Optional.of(JSON.writeValueAsString(members));
        } catch (JsonProcessingException e) {
            return Optional.empty(); // whatever it is, it need not be shown
        }
    }

    /** @throws NotFound if the case holds nothing of this person */
    void require(String person) {
        if (!byPerson.containsKey(person)) {
            throw new NotFound("person", person);
        }
    }

    boolean isErased(String person) {
        return byPerson.get(person).stream().allMatch(kept -> kept.opened().erased());
    }

    /**
     * The person's key and, if they stand in a list, those of its emptied places: one of these may have been theirs
     * before a number was corrected, and nobody's present data stand there.
     */
    Set<String> keys(String person) {
        Set<String> lists = byPerson.get(person).stream()
                .map(Kept::field)
                .filter(FieldTable::isEntry)
                .map(FieldTable::field)
                .collect(Collectors.toSet());
        Set<String> keys = new TreeSet<>(Set.of(person));
        byPerson.values().stream()
                .flatMap(List::stream)
                .filter(kept -> kept.isEmptied() && lists.contains(FieldTable.field(kept.field())))
                .map(Kept::personId)
                .forEach(keys::add);
        return keys;
    }
}
