package org.chancery.ledger.verify;

import java.util.List;
import java.util.Set;

/**
 * What somebody who checks receipts takes as given.
 *
 * @param logs keys of the logs that are trusted; a log may have one of each algorithm and more
 * @param policy which witnesses must have cosigned
 * @param required algorithms of which a trusted key of the log must have signed, besides whatever else did
 * @param limits up to where those of the keys count that ended
 */
public record Trust(List<VerifierKey> logs, WitnessPolicy policy, Set<SignatureAlgorithm> required, KeyLimits limits) {

    private static final WitnessPolicy NOBODY =
            new WitnessPolicy(List.of(), List.of(), new WitnessPolicy.Quorum.None());

    public Trust {
        logs = List.copyOf(logs);
        required = Set.copyOf(required);
    }

    /** These logs alone; who cosigned is not checked. */
    public static Trust in(List<VerifierKey> logs) {
        return in(logs, NOBODY);
    }

    /** These logs, if the policy's witnesses cosigned as it wants. */
    public static Trust in(List<VerifierKey> logs, WitnessPolicy policy) {
        return new Trust(logs, policy, Set.of(), KeyLimits.NONE);
    }

    /** The same, but only with signatures of all these algorithms. */
    public Trust demanding(Set<SignatureAlgorithm> algorithms) {
        return new Trust(logs, policy, algorithms, limits);
    }

    /** The same in the light of what became of the keys. */
    public Trust inTheLightOf(KeyHistory history) {
        return history.applied(this);
    }

    Trust with(List<VerifierKey> keys, KeyLimits newLimits) {
        return new Trust(keys, policy, required, newLimits);
    }

    /** Knows the witnesses, and wants nobody. */
    Trust withoutWitnesses() {
        WitnessPolicy any = new WitnessPolicy(policy.logs(), policy.witnesses(), NOBODY.quorum());
        return new Trust(logs, any, Set.of(), limits);
    }
}
