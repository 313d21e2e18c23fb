package org.chancery.ledger.verify;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which logs and which of their witnesses one trusts, and how many of these must have cosigned: a C2SP tlog-policy file.
 *
 * <pre>
 * log     chancery.example/main+1a2b3c4d+AZ…
 * witness audit-office  audit.example/witness+0badcafe+BA…  https://audit.example/witness
 * witness court         court.example/witness+5eedf00d+BB…
 * group   outsiders 2 audit-office court                     all, any, or how many
 * quorum  outsiders                                          or one witness, or none
 * </pre>
 *
 * @param logs the logs that are trusted
 * @param witnesses in the order of the file
 * @param quorum the rule that the witnesses must meet
 */
public record WitnessPolicy(List<Log> logs, List<Witness> witnesses, Quorum quorum) {

    /** @param url where it can be read, if the file says so */
    public record Log(VerifierKey key, Optional<URI> url) {}

    /**
     * A trusted witness.
     *
     * @param label its name in this file alone
     * @param url its submission prefix (C2SP tlog-witness), if the file says so
     */
    public record Witness(String label, WitnessKey key, Optional<URI> url) {}

    /** What must be signed. */
    public sealed interface Quorum {

        /** Nothing. */
        record None() implements Quorum {}

        /** This witness must have cosigned. */
        record One(Witness witness) implements Quorum {}

        /** At least {@code needed} of the members must be met. */
        record Some(int needed, List<Quorum> members) implements Quorum {
            public Some {
                members = List.copyOf(members);
            }
        }

        /** Since when it is met; of nothing at all, always ({@link Instant#MIN}). */
        private Optional<Instant> since(Map<String, Instant> signed) {
            return switch (this) {
                case None() -> Optional.of(Instant.MIN);
                case One(Witness witness) -> Optional.ofNullable(signed.get(witness.label()));
                case Some(int needed, List<Quorum> members) ->
                    members.stream()
                            .flatMap(member -> member.since(signed).stream())
                            .sorted()
                            .skip(needed - 1L)
                            .findFirst();
            };
        }

        private Stream<String> labels() {
            return switch (this) {
                case None() -> Stream.of();
                case One(Witness witness) -> Stream.of(witness.label());
                case Some(int needed, List<Quorum> members) -> members.stream().flatMap(Quorum::labels);
            };
        }
    }

    /**
     * What the witnesses of this policy say of a checkpoint.
     *
     * @param met whether enough of them cosigned and no line with the name of any of them is forged
     * @param since when the last one needed signed; empty if the policy is not met or needs nobody
     * @param signed label and time of each that cosigned
     * @param missing labels of those that count for the quorum and did not
     * @param forged labels of those in whose name somebody else signed
     */
    public record Standing(
            boolean met,
            Optional<Instant> since,
            Map<String, Instant> signed,
            List<String> missing,
            List<String> forged) {}

    public WitnessPolicy {
        logs = List.copyOf(logs);
        witnesses = List.copyOf(witnesses);
    }

    /** Reads a policy file. */
    public static WitnessPolicy parse(String file) throws MalformedTextException {
        return new PolicyParser().parse(file);
    }

    /** Any {@code needed} of these witnesses, whatever the log. */
    public static WitnessPolicy of(int needed, List<WitnessKey> keys) {
        List<Witness> witnesses = keys.stream()
                .map(key -> new Witness(key.name(), key, Optional.empty()))
                .toList();
        List<Quorum> members = witnesses.stream().<Quorum>map(Quorum.One::new).toList();
        return new WitnessPolicy(List.of(), witnesses, new Quorum.Some(needed, members));
    }

    /** What the witnesses say of this checkpoint; whether its log signed it is another question. */
    public Standing on(SignedNote checkpoint) {
        Map<String, Instant> signed = new TreeMap<>();
        List<String> forged = new ArrayList<>();
        for (Witness witness : witnesses) {
            switch (witness.key().on(checkpoint)) {
                case WitnessKey.Finding.Cosigned(Instant at) -> signed.put(witness.label(), at);
                case WitnessKey.Finding.Forged() -> forged.add(witness.label());
                case WitnessKey.Finding.Absent() -> {}
            }
        }
        Optional<Instant> since = forged.isEmpty() ? quorum.since(signed) : Optional.empty();
        List<String> missing =
                quorum.labels().filter(label -> !signed.containsKey(label)).collect(Collectors.toList());
        return new Standing(
                since.isPresent(), since.filter(when -> !when.equals(Instant.MIN)), signed, missing, forged);
    }
}
