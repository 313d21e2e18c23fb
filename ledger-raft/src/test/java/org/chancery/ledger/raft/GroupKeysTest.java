package org.chancery.ledger.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.chancery.ledger.LedgerException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupKeysTest {

    private static final UUID RECORD = UUID.randomUUID();
    private static final byte[] PLAIN = {1, 2, 3};

    @TempDir
    Path data;

    @Test
    void every_member_opens_what_one_sealed() {
        byte[] sealed = new SealedParts(GroupKeys.share(members("a", "b", "c"), false)).seal(RECORD, PLAIN);
        assertThat(new SealedParts(GroupKeys.share(members("c"), true)).open(RECORD, sealed))
                .isEqualTo(PLAIN);
    }

    @Test
    void an_altered_part_or_another_record_is_refused() {
        SealedParts cipher = new SealedParts(GroupKeys.share(members("a"), false));
        byte[] sealed = cipher.seal(RECORD, PLAIN);
        assertThatThrownBy(() -> cipher.open(UUID.randomUUID(), sealed)).isInstanceOf(LedgerException.Unreadable.class);
        for (int i = 0; i < sealed.length; i++) {
            byte[] altered = sealed.clone();
            altered[i] ^= 1;
            assertThatThrownBy(() -> cipher.open(RECORD, altered)).isInstanceOf(LedgerException.Unreadable.class);
        }
        assertThatThrownBy(() -> cipher.open(RECORD, new byte[5])).isInstanceOf(LedgerException.Unreadable.class);
    }

    @Test
    void a_new_generation_seals_and_the_old_one_still_opens() {
        List<GroupKeys.Member> members = members("a", "b");
        byte[] old = new SealedParts(GroupKeys.share(members, false)).seal(RECORD, PLAIN);
        SealedParts renewed = new SealedParts(GroupKeys.renew(members));
        byte[] fresh = renewed.seal(RECORD, PLAIN);
        assertThat(Arrays.copyOf(fresh, 9)).isNotEqualTo(Arrays.copyOf(old, 9));
        SealedParts reopened = new SealedParts(GroupKeys.share(members("b"), true));
        assertThat(reopened.open(RECORD, old)).isEqualTo(PLAIN);
        assertThat(reopened.open(RECORD, fresh)).isEqualTo(PLAIN);
        assertThat(reopened.seal(RECORD, PLAIN)).startsWith(Arrays.copyOf(fresh, 9));
    }

    @Test
    void a_key_in_other_hands_opens_nothing_that_is_sealed_after_it_was_replaced() throws IOException {
        List<GroupKeys.Member> members = members("a", "b");
        byte[] old = new SealedParts(GroupKeys.share(members, false)).seal(RECORD, PLAIN);
        VoterFolder stolen = new VoterFolder(data.resolve("stolen"));
        stolen.create();
        for (String file : List.of("member.p12", "member.p12.password", "group.keys")) {
            Files.copy(data.resolve("b/keys").resolve(file), stolen.keys().resolve(file));
        }
        MemberKey.replace(members.getLast().folder().memberKey(), "b");
        byte[] fresh = new SealedParts(GroupKeys.renew(members("a", "b"))).seal(RECORD, PLAIN);

        GroupKeys.Member thief = new GroupKeys.Member("b", stolen, MemberKey.in(stolen.memberKey(), "b"));
        SealedParts before = new SealedParts(GroupKeys.share(List.of(thief), true));
        assertThat(before.open(RECORD, old)).isEqualTo(PLAIN);
        assertThatThrownBy(() -> before.open(RECORD, fresh)).isInstanceOf(LedgerException.Unreadable.class);
        Files.copy(data.resolve("b/keys/group.keys"), stolen.groupKeys(), StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(() -> GroupKeys.share(List.of(thief), true))
                .as("the new file is not for the old key")
                .isInstanceOf(LedgerException.Unavailable.class);
        for (String member : List.of("a", "b")) {
            SealedParts cipher = new SealedParts(GroupKeys.share(members(member), true));
            assertThat(cipher.open(RECORD, old)).isEqualTo(PLAIN);
            assertThat(cipher.open(RECORD, fresh)).isEqualTo(PLAIN);
        }
    }

    @Test
    void who_left_the_group_opens_nothing_new() {
        GroupKeys.share(members("a", "b", "c"), false);
        byte[] fresh = new SealedParts(GroupKeys.renew(members("a", "b"))).seal(RECORD, PLAIN);
        SealedParts left = new SealedParts(GroupKeys.share(members("c"), true));
        assertThatThrownBy(() -> left.open(RECORD, fresh)).isInstanceOf(LedgerException.Unreadable.class);
    }

    @Test
    void a_member_that_lost_its_folder_gets_the_keys_wrapped_anew() throws IOException {
        byte[] sealed = new SealedParts(GroupKeys.share(members("a", "b"), false)).seal(RECORD, PLAIN);
        try (Stream<Path> keys = Files.list(data.resolve("a/keys"))) {
            for (Path key : keys.toList()) {
                Files.delete(key);
            }
        }
        GroupKeys.share(members("a", "b"), true);
        assertThat(new SealedParts(GroupKeys.share(members("a"), true)).open(RECORD, sealed))
                .isEqualTo(PLAIN);
    }

    @Test
    void keys_that_something_is_sealed_under_are_not_made_anew() throws IOException {
        GroupKeys.share(members("a", "b"), false);
        for (String member : List.of("a", "b")) {
            Files.delete(data.resolve(member).resolve("keys/member.p12"));
        }
        assertThatThrownBy(() -> GroupKeys.share(members("a", "b"), true))
                .isInstanceOf(LedgerException.Unavailable.class)
                .hasMessageContaining("group.keys")
                .hasMessageContaining("backup");
    }

    @Test
    void a_wrapped_key_is_for_one_member_and_one_purpose() {
        List<GroupKeys.Member> members = members("a", "b");
        byte[] wrapped = MemberKey.wrap(members.getFirst().key().publicKey(), new byte[] {1}, PLAIN);
        assertThat(members.getFirst().key().unwrap(wrapped, new byte[] {1})).isEqualTo(PLAIN);
        assertThatThrownBy(() -> members.getFirst().key().unwrap(wrapped, new byte[] {2}))
                .isInstanceOf(LedgerException.Unreadable.class);
        assertThatThrownBy(() -> members.getLast().key().unwrap(wrapped, new byte[] {1}))
                .isInstanceOf(LedgerException.Unreadable.class);
    }

    @Test
    void whatever_rots_in_one_members_file_the_others_give_it_back() throws IOException {
        List<GroupKeys.Member> members = members("a", "b");
        byte[] sealed = new SealedParts(GroupKeys.share(members, false)).seal(RECORD, PLAIN);
        Path file = members.getFirst().folder().groupKeys();
        int version = Files.readString(file).indexOf('1');
        for (int at = 0; at < Files.size(file); at += at < 24 ? 1 : 5) {
            byte[] rotten = Files.readAllBytes(file);
            rotten[at] ^= 2;
            Files.write(file, rotten);
            if (at == version || at == version + 1) {
                assertThatThrownBy(() -> GroupKeys.share(members, true))
                        .isInstanceOf(LedgerException.Unavailable.class)
                        .hasMessageContaining(file.toString());
                Files.delete(file);
            }
            GroupKeys.share(members, true);
            assertThat(new SealedParts(GroupKeys.share(members.subList(0, 1), true)).open(RECORD, sealed))
                    .as("byte " + at)
                    .isEqualTo(PLAIN);
        }
    }

    private List<GroupKeys.Member> members(String... ids) {
        return Stream.of(ids)
                .map(id -> {
                    VoterFolder folder = new VoterFolder(data.resolve(id));
                    folder.create();
                    return new GroupKeys.Member(id, folder, MemberKey.in(folder.memberKey(), id));
                })
                .toList();
    }
}
