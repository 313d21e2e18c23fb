package org.chancery.ledger.raft;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.ratis.conf.Parameters;
import org.chancery.ledger.GroupCipher;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.QuorumConfig;
import org.chancery.ledger.RenewalBrokenOff;
import org.chancery.ledger.Signing;
import org.chancery.ledger.log.LogKey;
import org.chancery.ledger.log.TokenKey;
import org.chancery.ledger.verify.SignatureAlgorithm;

/**
 * The keys that the voters of one group have in common: the log key that signs checkpoints, and the group's data keys.
 * Who has them hands them to those that do not, so a voter that lost its folder gets them back.
 */
final class SharedKeys {

    private final String origin;
    private final Path data;
    private final Signing signing;
    private final List<VoterSlot> slots;
    private final FurtherLines furtherLines;
    private LogKey logKey;
    private Optional<TokenKey> token = Optional.empty();
    private volatile GroupKeys groupKeys;
    private volatile Map<String, MemberKey> memberKeys = Map.of();

    SharedKeys(QuorumConfig config, Collection<VoterSlot> slots) {
        this.origin = config.origin();
        this.data = config.data();
        this.signing = config.signing();
        this.slots = List.copyOf(slots);
        this.furtherLines = new FurtherLines(
                data, origin, this.slots.stream().map(VoterSlot::folder).toList());
        share();
    }

    /** Brings every voter's folder up to date. */
    void share() {
        logKey = withFurther(shareLogKey());
        memberKeys = readMemberKeys();
        groupKeys = GroupKeys.share(members(), begun());
        VoterFolder.writePublic(
                data.resolve("log.vkey"),
                logKey.verifierKeys().stream()
                        .map(key -> key.text() + "\n")
                        .collect(Collectors.joining())
                        .getBytes(StandardCharsets.UTF_8));
    }

    private Map<String, MemberKey> readMemberKeys() {
        return slots.stream()
                .collect(Collectors.toMap(
                        VoterSlot::id, slot -> MemberKey.in(slot.folder().memberKey(), slot.id())));
    }

    /**
     * Makes a new generation of the group's key, wrapped for every member. The voters must not run.
     *
     * @param lost members whose own key was lost or is in other hands: each gets a new one first
     * @return the generation's name
     * @throws LedgerException.Unavailable if nobody would be left who can open the earlier generations; nothing was
     *     changed
     * @throws RenewalBrokenOff if it failed after that
     */
    String renew(Set<String> lost) {
        Set<String> known = slots.stream().map(VoterSlot::id).collect(Collectors.toSet());
        if (!known.containsAll(lost) || lost.containsAll(known)) {
            throw new LedgerException.Unavailable(
                    "Of the voters " + new TreeSet<>(known)
                            + " at least one has to keep its key, or nobody could open what"
                            + " was sealed before; named as lost were " + new TreeSet<>(lost) + ". Nothing was changed",
                    null);
        }
        GroupKeys.share(
                members().stream().filter(member -> !lost.contains(member.id())).toList(), true);
        Set<String> replaced = new TreeSet<>();
        try {
            for (VoterSlot slot : slots) {
                if (lost.contains(slot.id())) {
                    replaced.add(slot.id()); // first: the old one may be gone when the new one cannot be made
                    MemberKey.replace(slot.folder().memberKey(), slot.id());
                }
            }
            memberKeys = readMemberKeys();
            groupKeys = GroupKeys.renew(members());
        } catch (RuntimeException e) {
            throw new RenewalBrokenOff(replaced, e);
        }
        return groupKeys.names().getLast();
    }

    LogKey logKey() {
        return logKey;
    }

    GroupCipher cipher() {
        return new SealedParts(() -> groupKeys);
    }

    /** How this voter connects to its peers, and whom it lets in. */
    Parameters tls(String voter) {
        return MemberTls.parameters(
                memberKeys.get(voter),
                () -> memberKeys.values().stream().map(MemberKey::certificate).collect(Collectors.toSet()));
    }

    /** Whether the group has a log: from then on its keys are not made anew. */
    private boolean begun() {
        return slots.stream().anyMatch(slot -> slot.folder().hasStore());
    }

    private LogKey shareLogKey() {
        String file = KeyFiles.main(data).current();
        Optional<VoterSlot> found = slots.stream()
                .filter(slot -> Files.exists(slot.folder().logKey(file)))
                .findFirst();
        if (found.isEmpty() && begun()) {
            throw new LedgerException.Unavailable(
                    "The log has entries, but its signing key is in no voter's folder (keys/" + file + " in " + data
                            + "/voter-*). A new key would make it another log, whose receipts nobody has. Nothing was"
                            + " changed: put keys/" + file + " and its password back from a backup of any voter, then"
                            + " start again. If no copy is left: ./chancery keys lost (OPERATING, keys).",
                    null);
        }
        LogKey key = LogKey.open(found.orElse(slots.getFirst()).folder().logKey(file), origin);
        slots.stream()
                .map(slot -> slot.folder().logKey(file))
                .filter(Files::notExists)
                .forEach(key::copyTo);
        return key;
    }

    private LogKey withFurther(LogKey main) {
        LogKey all = main;
        if (signing.token().isPresent()) {
            all = all.and(token(signing.token().get()));
        } else if (signing.further().contains(Signing.Algorithm.P256)) {
            all = all.and(furtherLines.inFiles(SignatureAlgorithm.P256, begun()));
        }
        return signing.further().contains(Signing.Algorithm.SM2)
                ? all.and(furtherLines.inFiles(SignatureAlgorithm.SM2, begun()))
                : all;
    }

    /** Opened once for all voters and starts: a PIN must not be tried more often than needed. */
    private TokenKey token(Signing.Token place) {
        token = Optional.of(token.orElseGet(() -> TokenKey.open(place, origin)));
        furtherLines.inToken(token.get(), place, begun());
        return token.get();
    }

    static SignatureAlgorithm line(Signing.Algorithm algorithm) {
        return algorithm == Signing.Algorithm.SM2 ? SignatureAlgorithm.SM2 : SignatureAlgorithm.P256;
    }

    private List<GroupKeys.Member> members() {
        return slots.stream()
                .map(slot -> new GroupKeys.Member(slot.id(), slot.folder(), memberKeys.get(slot.id())))
                .toList();
    }
}
