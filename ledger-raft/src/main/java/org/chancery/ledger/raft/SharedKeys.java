package org.chancery.ledger.raft;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.ratis.conf.Parameters;
import org.chancery.ledger.GroupCipher;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.log.LogKey;

/**
 * The keys that the voters of one group have in common: the log key that signs checkpoints, and the group's data keys.
 * Who has them hands them to those that do not, so a voter that lost its folder gets them back.
 */
final class SharedKeys {

    private final String origin;
    private final Path data;
    private final List<VoterSlot> slots;
    private LogKey logKey;
    private GroupKeys groupKeys;
    private volatile Map<String, MemberKey> memberKeys = Map.of();

    SharedKeys(String origin, Path data, Collection<VoterSlot> slots) {
        this.origin = origin;
        this.data = data;
        this.slots = List.copyOf(slots);
        share();
    }

    /** Brings every voter's folder up to date. */
    void share() {
        logKey = shareLogKey();
        memberKeys = slots.stream()
                .collect(Collectors.toMap(
                        VoterSlot::id, slot -> MemberKey.in(slot.folder().memberKey(), slot.id())));
        groupKeys = GroupKeys.share(members(), begun());
        VoterFolder.writePublic(
                data.resolve("log.vkey"), (logKey.verifierKey().text() + "\n").getBytes(StandardCharsets.UTF_8));
    }

    LogKey logKey() {
        return logKey;
    }

    GroupCipher cipher() {
        return new SealedParts(groupKeys);
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
        Optional<VoterSlot> found = slots.stream()
                .filter(slot -> Files.exists(slot.folder().logKey()))
                .findFirst();
        if (found.isEmpty() && begun()) {
            throw new LedgerException.Unavailable(
                    "The log has entries, but its signing key is in no voter's folder (keys/log.p12 in " + data
                            + "/voter-*). A new key would make it another log, whose receipts nobody has. Nothing was"
                            + " changed: put keys/log.p12 and its password back from a backup of any voter, then"
                            + " start again.",
                    null);
        }
        LogKey key = LogKey.open(found.orElse(slots.getFirst()).folder().logKey(), origin);
        slots.stream()
                .map(slot -> slot.folder().logKey())
                .filter(Files::notExists)
                .forEach(key::copyTo);
        return key;
    }

    private List<GroupKeys.Member> members() {
        return slots.stream()
                .map(slot -> new GroupKeys.Member(slot.id(), slot.folder(), memberKeys.get(slot.id())))
                .toList();
    }
}
