package org.chancery.ledger.raft;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ports of voters that somebody else has taken. */
class TakenPortIT {

    @TempDir
    Path data;

    @Test
    void a_port_that_was_taken_in_the_meantime_is_replaced() throws IOException {
        try (LocalGroup group = Records.start(data, 20)) {
            Records.appendSurely(group.ledger());
        }
        List<Integer> taken = List.of(port("voter-1"), port("voter-3"));
        try (ServerSocket first = occupy(taken.getFirst());
                ServerSocket second = occupy(taken.getLast());
                LocalGroup group = Records.start(data, 20)) {
            assertThat(Records.appendSurely(group.ledger()).index()).isEqualTo(1);
            Records.awaitEqualHeads(group);
            assertThat(taken).doesNotContain(port("voter-1"), port("voter-3"));
            assertThat(first.isBound() && second.isBound()).isTrue();
        }
    }

    @Test
    void a_port_that_is_taken_while_a_voter_is_stopped_moves_the_whole_group() throws IOException {
        try (LocalGroup group = Records.start(data, 20)) {
            Records.appendSurely(group.ledger());
            group.stop("voter-2");
            try (ServerSocket taken = occupy(port("voter-2"))) {
                group.start("voter-2");
                assertThat(port("voter-2")).isNotEqualTo(taken.getLocalPort());
                assertThat(Records.appendSurely(group.ledger()).index()).isEqualTo(1);
                Records.awaitEqualHeads(group);
            }
        }
    }

    private int port(String voter) throws IOException {
        String address =
                Files.readString(data.resolve(voter).resolve("raft.address")).strip();
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    private static ServerSocket occupy(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.bind(new InetSocketAddress(Loopback.HOST, port));
        return socket;
    }
}
