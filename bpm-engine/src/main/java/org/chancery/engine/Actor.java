package org.chancery.engine;

import java.util.Set;

/**
 * Who acts.
 *
 * @param personId pseudonym of the person, the only name of them that engine rows and the ledger hold
 * @param organisation code of the organisation they act for, e.g. {@code amr}; {@code public} for citizens
 * @param roles what they may do in the system at large
 * @param groups candidate groups whose tasks they may take
 */
public record Actor(String personId, String organisation, Set<Role> roles, Set<String> groups) {

    /** What a person may do in the system at large. Duties on a case come from groups, not from roles. */
    public enum Role {
        APPLICANT,
        CLERK,
        ANALYST,
        AUDITOR,
        /** Answers for personal data: sees every case without its personal fields, and decides on erasures. */
        DATA_OFFICER,
        ADMINISTRATOR
    }

    public Actor {
        roles = Set.copyOf(roles);
        groups = Set.copyOf(groups);
    }

    public boolean is(Role role) {
        return roles.contains(role);
    }
}
