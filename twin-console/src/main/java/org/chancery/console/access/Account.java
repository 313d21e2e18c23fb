package org.chancery.console.access;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.chancery.engine.Actor;

/**
 * One person who may sign in.
 *
 * @param username what they type, lower case
 * @param passwordHash Argon2id, in Spring Security's encoding
 * @param personId the pseudonym under which the engine and the ledger know them
 * @param names name to show, by language tag
 * @param organisation code of the organisation they act for
 * @param roles what they may do in the system at large
 * @param groups candidate groups whose tasks they may take
 * @param demo whether this is one of the {@link DemoAccounts}, which may sign in under the demo profile only
 */
public record Account(
        String username,
        String passwordHash,
        String personId,
        Map<String, String> names,
        String organisation,
        Set<Actor.Role> roles,
        Set<String> groups,
        boolean demo) {

    /** @throws NullPointerException if a member is missing; the message names it */
    public Account {
        present(username, "username");
        present(passwordHash, "passwordHash");
        present(personId, "personId");
        present(organisation, "organisation");
        names = Map.copyOf(present(names, "names"));
        roles = Set.copyOf(present(roles, "roles"));
        groups = Set.copyOf(present(groups, "groups"));
    }

    private static <T> T present(T member, String name) {
        return Objects.requireNonNull(member, () -> "an account lacks the member '" + name + "'");
    }

    /** As whom this person acts in the engine. */
    public Actor actor() {
        return new Actor(personId, organisation, roles, groups);
    }

    @Override
    public String toString() {
        return "Account[" + username + ", " + personId + "]";
    }
}
