package org.chancery.engine.identity;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.chancery.engine.Actor;
import org.operaton.bpm.engine.task.IdentityLink;
import org.operaton.bpm.engine.task.IdentityLinkType;

/**
 * Whose a task is.
 *
 * @param groups departments it is offered to
 * @param persons person ids it is offered to
 * @param holder person id of whoever holds it
 */
public record Duty(Set<String> groups, Set<String> persons, Optional<String> holder) {

    public Duty {
        groups = Set.copyOf(groups);
        persons = Set.copyOf(persons);
    }

    /** @param holder person id, or null as the engine writes 'nobody' */
    public static Duty of(Collection<? extends IdentityLink> links, String holder) {
        Set<String> groups = new TreeSet<>();
        Set<String> persons = new TreeSet<>();
        links.stream()
                .filter(link -> IdentityLinkType.CANDIDATE.equals(link.getType()))
                .forEach(link -> {
                    if (link.getGroupId() != null) {
                        groups.add(link.getGroupId());
                    } else {
                        persons.add(link.getUserId());
                    }
                });
        return new Duty(groups, persons, Optional.ofNullable(holder));
    }

    /** The department it belongs to; empty if it falls to a person. */
    public String group() {
        return groups.stream().sorted().findFirst().orElse("");
    }

    /**
     * Whether it falls to a department this person belongs to and acts for, or, if it is offered to none, to this
     * person by name. By name a task falls to its case's applicant alone, and who that is says the case's file: the
     * engine's own assignment follows a variable, which is no proof.
     *
     * @param applicant person id of the case's applicant; empty if the task belongs to no case
     */
    public boolean fallsTo(Actor actor, Optional<String> applicant) {
        if (!groups.isEmpty()) {
            return departments(actor).stream().anyMatch(groups::contains);
        }
        boolean named = persons.contains(actor.personId()) || isHeldBy(actor);
        return named && applicant.filter(actor.personId()::equals).isPresent();
    }

    public boolean isHeldBy(Actor actor) {
        return holder.filter(actor.personId()::equals).isPresent();
    }

    /**
     * The departments this person works in: of the groups they belong to, those of the organisation they act for. Who
     * was lent to another organisation's group has no duty there, and sees none of its cases.
     */
    public static Set<String> departments(Actor actor) {
        return actor.groups().stream().filter(group -> actsFor(actor, group)).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Whether something named like this is the organisation's that the person acts for. A group of clerks, a topic of
     * work outside and a worker's message are an organisation's code, or begin with it: {@code amr},
     * {@code amr-licences}.
     */
    public static boolean actsFor(Actor actor, String name) {
        return name.equals(actor.organisation()) || name.startsWith(actor.organisation() + "-");
    }
}
