package org.chancery.ledger;

/**
 * Why a witness makes no newer statement of what is lawful. What it stated before still holds for the head it names.
 *
 * @param why one sentence or the kind of the failure, in English; the node's log has the rest
 * @param lasting whether its judge has stopped for good: only a start of the node lets it judge again. Otherwise it
 *     tries again by itself
 */
public record JudgeSilence(String why, boolean lasting) {}
