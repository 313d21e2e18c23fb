package org.chancery.ledger.raft;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.chancery.ledger.GroupCipher;
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

    SharedKeys(String origin, Path data, Collection<VoterSlot> slots) {
        this.origin = origin;
        this.data = data;
        this.slots = List.copyOf(slots);
        share();
    }

    /** Brings every voter's folder up to date. */
    void share() {
        logKey = shareLogKey();
        groupKeys = GroupKeys.share(members());
        VoterFolder.writePublic(
                data.resolve("log.vkey"), (logKey.verifierKey().text() + "\n").getBytes(StandardCharsets.UTF_8));
    }

    LogKey logKey() {
        return logKey;
    }

    GroupCipher cipher() {
        return new SealedParts(groupKeys);
    }

    private LogKey shareLogKey() {
        VoterSlot holder = slots.stream()
                .filter(slot -> Files.exists(slot.folder().logKey()))
                .findFirst()
                .orElse(slots.getFirst());
        LogKey key = LogKey.open(holder.folder().logKey(), origin);
        slots.stream()
                .map(slot -> slot.folder().logKey())
                .filter(Files::notExists)
                .forEach(key::copyTo);
        return key;
    }

    private List<GroupKeys.Member> members() {
        return slots.stream()
                .map(slot -> new GroupKeys.Member(
                        slot.id(), slot.folder(), MemberKey.in(slot.folder().memberKey(), slot.id())))
                .toList();
    }
}
