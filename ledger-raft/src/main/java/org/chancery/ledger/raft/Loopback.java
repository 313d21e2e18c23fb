package org.chancery.ledger.raft;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.IntStream;
import org.chancery.ledger.LedgerException;

/** Addresses of voters on this machine. */
final class Loopback {

    static final String HOST = "127.0.0.1";

    private Loopback() {}

    /**
     * The port a voter listens on: the configured one, else the one it had, else a free one. What is chosen is kept in
     * the voter's folder.
     *
     * @param others ports chosen for other voters; the result is added
     * @throws LedgerException.Unavailable if the configured port is taken
     */
    static int port(VoterFolder folder, int configured, Set<Integer> others) {
        if (configured != 0 && !free(configured)) {
            throw new LedgerException.Unavailable(
                    "Port " + configured + " on " + HOST + " is taken; configure another one, or 0 for a free one",
                    null);
        }
        int port = configured != 0 ? configured : rememberedOrFree(folder, others);
        others.add(port);
        VoterFolder.write(folder.address(), (HOST + ":" + port + "\n").getBytes(StandardCharsets.US_ASCII));
        return port;
    }

    private static int rememberedOrFree(VoterFolder folder, Set<Integer> others) {
        return VoterFolder.read(folder.address())
                .map(bytes -> new String(bytes, StandardCharsets.US_ASCII).strip())
                .filter(line -> line.matches(".*:\\d{1,5}"))
                .map(line -> Integer.parseInt(line.substring(line.lastIndexOf(':') + 1)))
                .filter(port -> port > 0 && !others.contains(port) && free(port))
                .orElseGet(() -> IntStream.generate(Loopback::anyFree)
                        .filter(port -> !others.contains(port))
                        .findFirst()
                        .orElseThrow());
    }

    static boolean free(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(HOST), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    private static int anyFree() {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName(HOST), 0));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
