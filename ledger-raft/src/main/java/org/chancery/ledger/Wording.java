package org.chancery.ledger;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A sentence about a case whose terms stand in it as records have them. Whoever shows it to people says names instead,
 * as far as it knows them; it must treat every value as plain text, since records are written by others.
 */
public record Wording(List<Part> parts) {

    /** What a sentence is made of. */
    public sealed interface Part {}

    /** Words of the sentence itself. */
    public record Text(String text) implements Part {}

    /**
     * Something that has, or may have, a name.
     *
     * @param value as the record has it: of several, with a comma and a space between
     * @param organisation of a person, the code of the organisation they acted for; empty if that is not known
     */
    public record Term(Kind kind, String value, String organisation) implements Part {

        /** Each of them. */
        public List<String> each() {
            return kind.several ? List.of(value.split(", ")) : List.of(value);
        }
    }

    /** What a term names. */
    public enum Kind {
        /** An amount, a text, a hash: it has no other name. */
        VALUE(false),
        /** Elements of the model, sequence flows included, by their ids. */
        ELEMENT(true),
        /** Names of facts and fields. */
        FACT(true),
        /** Organisations, or candidate groups, by their codes. */
        ORG(true),
        /** Key of a person within this case: to be told as somebody of their organisation, never by a name. */
        PERSON(false),
        /** A process by its key. */
        PROCESS(false),
        /** Rows of a decision table by their ids. */
        RULE(true),
        /** A moment, UTC, ISO 8601. */
        TIME(false),
        /** In which role somebody acted, as records call it. */
        ROLE(false),
        /** Somebody as the code of their organisation, a space, and the role in which they acted. */
        OFFICER(false),
        /** The code of another finding, see {@link FindingWords#title}. */
        FINDING(false);

        private final boolean several;

        Kind(boolean several) {
            this.several = several;
        }
    }

    public Wording {
        parts = List.copyOf(parts);
    }

    /** The sentence with every term as the record has it. */
    public String plain() {
        return parts.stream()
                .map(part -> switch (part) {
                    case Text(String text) -> text;
                    case Term term -> term.value();
                })
                .collect(Collectors.joining());
    }
}
