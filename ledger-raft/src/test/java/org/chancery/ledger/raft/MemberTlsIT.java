package org.chancery.ledger.raft;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import org.apache.ratis.client.RaftClient;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.retry.RetryPolicies;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.chancery.ledger.LedgerException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may talk to the voters of a machine, and what a group does that lost its keys. */
class MemberTlsIT {

    @TempDir
    Path data;

    @TempDir
    Path elsewhere;

    /** Any account of the machine can open a connection to a loopback port. */
    @Test
    void a_stranger_is_not_answered() throws IOException {
        try (LocalGroup group = Records.start(data, 1_000)) {
            byte[] key = Records.createSurely(group.personKeys(), "p-1");
            Set<X509Certificate> members = Set.of(
                    memberKey("voter-1").certificate(),
                    memberKey("voter-2").certificate(),
                    memberKey("voter-3").certificate());
            MemberKey stranger = MemberKey.in(elsewhere.resolve("member.p12"), "voter-1");

            String sought = new String(key, StandardCharsets.ISO_8859_1);
            Parameters member = MemberTls.parameters(memberKey("voter-3"), () -> members);
            Records.await("a member is answered", () -> answered(group, member, sought));
            assertThatThrownBy(() -> personKeys(group, MemberTls.parameters(stranger, () -> members)))
                    .as("with a certificate of its own making")
                    .isInstanceOf(IOException.class);
            assertThatThrownBy(() -> personKeys(group, null)).as("without TLS").isInstanceOf(IOException.class);
            Records.await("a member still is", () -> answered(group, member, sought));
        }
    }

    @Test
    void a_member_does_not_talk_to_a_stranger_in_a_peers_place() throws IOException {
        MemberKey stranger = MemberKey.in(elsewhere.resolve("member.p12"), "voter-1");
        try (LocalGroup group = Records.start(data, 1_000)) {
            Records.createSurely(group.personKeys(), "p-1");
            assertThatThrownBy(() -> personKeys(
                            group, MemberTls.parameters(memberKey("voter-3"), () -> Set.of(stranger.certificate()))))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void a_group_that_lost_the_logs_key_does_not_begin_another_log() throws IOException {
        try (LocalGroup group = Records.start(data, 1_000)) {
            Records.appendSurely(group.ledger());
        }
        for (String voter : List.of("voter-1", "voter-2", "voter-3")) {
            Files.delete(data.resolve(voter).resolve("keys/log.p12"));
        }
        assertThatThrownBy(() -> Records.start(data, 1_000).close())
                .isInstanceOf(LedgerException.Unavailable.class)
                .hasMessageContaining("keys/log.p12")
                .hasMessageContaining("backup");
    }

    private MemberKey memberKey(String voter) {
        return MemberKey.in(data.resolve(voter).resolve("keys/member.p12"), voter);
    }

    private static boolean answered(LocalGroup group, Parameters tls, String sought) {
        try {
            return personKeys(group, tls).contains(sought);
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Asks voter-2 for the table of person keys as a peer that lost it would. */
    private static String personKeys(LocalGroup group, Parameters tls) throws IOException {
        ByteString wholeTable = ByteString.copyFrom(
                ByteBuffer.allocate(PersonKeyCopy.REQUEST_BYTES).putLong(0, -1));
        Membership membership = group.slot("voter-2").required().voter().membership();
        try (RaftClient client = RaftClient.newBuilder()
                .setProperties(new RaftProperties())
                .setParameters(tls)
                .setRaftGroup(membership.group(membership.personsGroup(), false))
                .setRetryPolicy(RetryPolicies.noRetry())
                .build()) {
            RaftClientReply reply =
                    client.io().sendStaleRead(Message.valueOf(wholeTable), 0, RaftPeerId.valueOf("voter-2"));
            return reply.getMessage().getContent().toString(StandardCharsets.ISO_8859_1);
        }
    }
}
