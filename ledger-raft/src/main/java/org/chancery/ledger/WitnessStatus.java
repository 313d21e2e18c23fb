package org.chancery.ledger;

import java.time.Instant;
import java.util.Optional;

/**
 * What is known here of one witness.
 *
 * @param name as in its cosignatures
 * @param verifierKey its C2SP verifier key; empty if it could not be opened
 * @param head what it cosigned last of this log; size 0 if nothing
 * @param at when it last cosigned
 * @param splitViews how often it caught the log signing two roots for one size; anything but 0 is proof of a lie
 * @param trouble why its last cosignature could not be had, with what to do
 * @param silence why it has not stated what is lawful up to what it cosigned; empty if it has, is about to, or has no
 *     judge
 */
public record WitnessStatus(
        String name,
        String verifierKey,
        Head head,
        Optional<Instant> at,
        int splitViews,
        Optional<String> trouble,
        Optional<JudgeSilence> silence) {}
