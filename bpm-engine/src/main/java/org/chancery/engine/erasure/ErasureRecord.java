package org.chancery.engine.erasure;

import java.sql.Connection;
import java.util.Collection;
import org.chancery.engine.Actor.Role;
import org.chancery.engine.Erasures.Erasure;
import org.chancery.engine.casefile.CaseFile;
import org.chancery.engine.casefile.CaseTransitions;
import org.chancery.engine.gate.Transition;
import org.chancery.ledger.PersonKeys;

/**
 * What records tell of an erasure: {@code erasure} (its id), {@code ground}, {@code despite} (holds that were set aside,
 * if any), {@code requestedBy}, {@code confirmedBy}, the {@code role} in which whoever acts does, of a request {@code
 * person} (who is to be erased) and {@code keys} (which go with them as far as is known then), of a decision the {@code
 * keys} that are destroyed (each as this case's records name persons), and of what was carried out {@code
 * purged} and {@code pending} (voters). All of it is public and names nobody.
 */
final class ErasureRecord {

    /** Type of the transition that the certificate rests on. */
    static final String ERASED = "erased";

    private final CaseTransitions transitions;

    ErasureRecord(Connection connection, CaseFile file) {
        transitions = new CaseTransitions(connection, file.rootId());
    }

    void requested(Erasure erasure, Collection<String> keys) {
        transitions.add(of("erasure-requested", erasure)
                .with("role", role(erasure).name())
                .naming("person", erasure.person())
                .naming("keys", keys));
    }

    /** @param by who declines; whoever requested it takes it back in the role in which they did */
    void declined(Erasure erasure, String by) {
        boolean back = by.equals(erasure.requestedBy());
        transitions.add(
                of("erasure-declined", erasure).with("role", (back ? role(erasure) : Role.DATA_OFFICER).name()));
    }

    private static Role role(Erasure requested) {
        return requested.person().equals(requested.requestedBy()) ? Role.APPLICANT : Role.DATA_OFFICER;
    }

    void confirmed(Erasure erasure, String by, Collection<String> keys) {
        transitions.add(of("erasure-confirmed", erasure)
                .with("role", Role.DATA_OFFICER.name())
                .naming("confirmedBy", by)
                .naming("keys", keys));
    }

    void erased(Erasure erasure, PersonKeys.Purge purge) {
        transitions.add(of(ERASED, erasure)
                .naming("confirmedBy", erasure.decidedBy())
                .naming("keys", erasure.keys())
                .with("purged", purge.purged())
                .with("pending", purge.pending()));
    }

    private Transition of(String type, Erasure erasure) {
        Transition told = transitions
                .of(type)
                .with("erasure", erasure.id())
                .with("ground", erasure.ground().name())
                .naming("requestedBy", erasure.requestedBy());
        return erasure.despite().isEmpty()
                ? told
                : told.with(
                        "despite",
                        erasure.despite().stream().map(Enum::name).sorted().toList());
    }
}
