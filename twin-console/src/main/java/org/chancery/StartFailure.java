package org.chancery;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.Optional;
import org.chancery.ledger.LedgerException;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;

/** Says in one line why the node cannot start, where the reason is one that an operator can mend. */
final class StartFailure {

    private StartFailure() {}

    /** The line, or empty if the failure is a fault of ours and wants its whole stack. */
    static Optional<String> line(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PortInUseException port) {
                return Optional.of(portInUse(port.getPort()));
            }
            if (cause instanceof DataFolder.InUse
                    || cause instanceof DemoReachable
                    || cause instanceof NodeParts.BadCalendar
                    || cause instanceof LedgerException) {
                return Optional.of(cause.getMessage());
            }
        }
        return Optional.empty();
    }

    private static String portInUse(int port) {
        return "Port " + port + " is in use; stop what listens there or choose another with --port.";
    }

    /** The demo would be open to other machines. */
    static final class DemoReachable extends RuntimeException {
        private static final long serialVersionUID = 1;

        private DemoReachable(String address) {
            super("The demo's passwords are public, so it serves this machine only; server.address is "
                    + (address.isEmpty() ? "every address" : address)
                    + ". Leave it at 127.0.0.1, or start without the demo profile.");
        }
    }

    /** Refuses the demo profile on any address but a loopback one, before anything else starts. */
    static final class DemoStaysHere implements ApplicationListener<ApplicationEnvironmentPreparedEvent> {

        @Override
        public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
            check(event.getEnvironment());
        }

        /** @throws DemoReachable if other machines could reach the demo */
        static void check(Environment environment) {
            String address = environment.getProperty("server.address", "");
            if (environment.acceptsProfiles(Profiles.of("demo")) && !isLoopback(address)) {
                throw new DemoReachable(address);
            }
        }

        private static boolean isLoopback(String address) {
            try {
                return !address.isEmpty() && InetAddress.getByName(address).isLoopbackAddress();
            } catch (UnknownHostException e) {
                return false;
            }
        }
    }

    /** Looks whether the port is free before anything else starts, so that the answer comes at once. */
    static final class PortFirst implements ApplicationListener<ApplicationEnvironmentPreparedEvent> {

        @Override
        public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
            Environment environment = event.getEnvironment();
            int port = environment.getProperty("server.port", Integer.class, 8080);
            String address = environment.getProperty("server.address", "");
            if (port <= 0) {
                return;
            }
            try (ServerSocket probe =
                    new ServerSocket(port, 1, address.isEmpty() ? null : InetAddress.getByName(address))) {
                probe.setReuseAddress(true);
            } catch (IOException taken) {
                throw new PortInUseException(port, taken);
            }
        }
    }
}
