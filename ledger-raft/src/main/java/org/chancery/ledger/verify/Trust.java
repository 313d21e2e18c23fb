package org.chancery.ledger.verify;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What somebody who checks receipts takes as given, and what follows from it.
 *
 * @param given keys of the logs that are trusted; a log may have one of each algorithm and more
 * @param history what became of these keys
 * @param policy which witnesses must have cosigned
 * @param required algorithms of which a trusted key of the log must have signed, besides whatever else did
 * @param officers who may order what becomes of the keys; empty: the history is believed on the word of the log's keys
 * @param logs the keys that are trusted in the light of the history
 * @param limits up to where those of the keys count that ended
 */
public record Trust(
        List<VerifierKey> given,
        KeyHistory history,
        WitnessPolicy policy,
        Set<SignatureAlgorithm> required,
        Optional<Officers> officers,
        List<VerifierKey> logs,
        KeyLimits limits) {

    private static final WitnessPolicy NOBODY =
            new WitnessPolicy(List.of(), List.of(), new WitnessPolicy.Quorum.None());

    public Trust {
        given = List.copyOf(given);
        required = Set.copyOf(required);
        logs = List.copyOf(logs);
    }

    /** These logs alone; who cosigned is not checked. */
    public static Trust in(List<VerifierKey> logs) {
        return in(logs, NOBODY);
    }

    /** These logs, if the policy's witnesses cosigned as it wants. */
    public static Trust in(List<VerifierKey> logs, WitnessPolicy policy) {
        return new Trust(logs, KeyHistory.NONE, policy, Set.of(), Optional.empty(), logs, KeyLimits.NONE);
    }

    /** The same, but only with signatures of all these algorithms. */
    public Trust demanding(Set<SignatureAlgorithm> algorithms) {
        return new Trust(given, history, policy, algorithms, officers, given, KeyLimits.NONE).settled();
    }

    /** The same, but what a history says of keys counts only if these officers ordered it. */
    public Trust orderedBy(Officers asked) {
        return new Trust(given, history, policy, required, Optional.of(asked), given, KeyLimits.NONE).settled();
    }

    /** The same in the light of what became of the keys, besides what is known of that. */
    public Trust inTheLightOf(KeyHistory more) {
        return new Trust(given, history.and(more), policy, required, officers, given, KeyLimits.NONE).settled();
    }

    private Trust settled() {
        return history.applied(this);
    }

    Trust with(List<VerifierKey> keys, KeyLimits newLimits) {
        return new Trust(given, history, policy, required, officers, keys, newLimits);
    }

    /** Knows the witnesses, and wants nobody. */
    Trust withoutWitnesses() {
        WitnessPolicy any = new WitnessPolicy(policy.logs(), policy.witnesses(), NOBODY.quorum());
        return new Trust(given, history, any, Set.of(), officers, logs, limits);
    }
}
