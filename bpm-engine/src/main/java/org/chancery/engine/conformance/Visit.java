package org.chancery.engine.conformance;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** One visit to an element, from its begin to its end. */
final class Visit {

    final String tag;
    final Node node;
    final Scope scope;
    /** Whether this is the frame around several instances, not one of them. */
    final boolean frame;
    /** The flow on which the token came; empty if it came otherwise. */
    final String via;
    /** Since when it waits: an event behind a gateway waits as long as the gateway. */
    final Instant since;
    /** What is inside: for a subprocess, a called process, several instances. */
    Optional<Scope> inside = Optional.empty();
    /** How often events beside it have come, by their ids. */
    final Map<String, Integer> came = new HashMap<>();
    /** Key of the person who holds the task; empty if nobody does. */
    String holder = "";
    /** For which organisation that person took it; empty if that is not told. */
    String holderOrganisation = "";
    /** Whether the process that a call activity calls has ended. */
    boolean answered;

    Visit(String tag, Node node, Scope scope, boolean frame, String via, Instant since) {
        this.tag = tag;
        this.node = node;
        this.scope = scope;
        this.frame = frame;
        this.via = via;
        this.since = since;
    }
}
