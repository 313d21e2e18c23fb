package org.chancery.console;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * A port of this machine that nobody else can take, from before its server is there until after it has gone. Whoever
 * connects meanwhile is cut off.
 */
final class Relay implements AutoCloseable {

    private static final int WAITING = 50;

    private final ServerSocket front;
    private volatile int behind;

    Relay() throws IOException {
        front = new ServerSocket(0, WAITING, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().name("relay").start(this::accept);
    }

    int port() {
        return front.getLocalPort();
    }

    /** Its server has this port. */
    void to(int port) {
        behind = port;
    }

    private void accept() {
        try {
            while (true) {
                Socket caller = front.accept();
                Thread.ofVirtual().start(() -> pass(caller));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void pass(Socket caller) {
        try (caller) {
            if (behind == 0) {
                return;
            }
            try (Socket server = new Socket(InetAddress.getLoopbackAddress(), behind)) {
                Thread answers = Thread.ofVirtual().start(() -> copy(server, caller));
                copy(caller, server);
                answers.join();
            }
        } catch (IOException e) {
            // the caller is cut off
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            // one of them has gone; the other one will notice
        }
    }

    @Override
    public void close() throws IOException {
        front.close();
    }
}
