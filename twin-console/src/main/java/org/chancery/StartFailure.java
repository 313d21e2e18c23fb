package org.chancery;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import org.chancery.console.access.Accounts;
import org.chancery.ledger.LedgerException;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
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
            if (cause instanceof BindException setting) {
                return Optional.of(badSetting(setting));
            }
            if (cause instanceof DataFolder.InUse
                    || cause instanceof DataFolder.Unusable
                    || cause instanceof Purpose.Mixed
                    || cause instanceof Accounts.Unusable
                    || cause instanceof DemoReachable
                    || cause instanceof BadPort
                    || cause instanceof NodeParts.BadCalendar
                    || cause instanceof NodeParts.BadPasswordFile
                    || cause instanceof LedgerException) {
                return Optional.of(cause.getMessage());
            }
        }
        return Optional.empty();
    }

    /** Names the setting and where it was set; its value may be a secret. */
    private static String badSetting(BindException setting) {
        ConfigurationProperty property = setting.getProperty();
        String where = property == null || property.getOrigin() == null ? "" : " (" + property.getOrigin() + ")";
        return "The setting " + setting.getName() + " has a value that cannot be used" + where
                + ". Nothing was started; correct it and start again.";
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
            check(environment.getProperty("server.port", "8080"), environment.getProperty("server.address", ""));
        }

        /**
         * @throws PortInUseException if something listens there
         * @throws BadPort if this is no port, or this user or this machine cannot listen there
         */
        static void check(String given, String address) {
            int port = port(given);
            if (port <= 0) {
                return;
            }
            try (ServerSocket probe = new ServerSocket()) {
                probe.setReuseAddress(true);
                probe.bind(
                        address.isEmpty()
                                ? new InetSocketAddress(port)
                                : new InetSocketAddress(InetAddress.getByName(address), port));
            } catch (UnknownHostException unknown) {
                throw new BadPort("The address " + address + " (server.address) is not one of this machine's.");
            } catch (java.net.BindException refused) {
                String why = String.valueOf(refused.getMessage()).toLowerCase(Locale.ROOT);
                if (why.contains("permission")) {
                    throw new BadPort(
                            "This user may not listen on port " + port + "; choose one above 1023 with --port.");
                }
                if (why.contains("assign")) {
                    throw new BadPort("The address " + address + " (server.address) is not one of this machine's.");
                }
                throw new PortInUseException(port, refused);
            } catch (IOException failed) {
                throw new BadPort("Port " + port + " cannot be listened on: " + failed.getMessage() + ".");
            }
        }

        private static int port(String given) {
            if (given.matches("-?\\d{1,9}") && Integer.parseInt(given) <= 65_535) {
                return Integer.parseInt(given);
            }
            throw new BadPort("'" + given + "' is not a port; give --port a number from 1 to 65535.");
        }
    }

    /** The console cannot listen where it was told to. */
    static final class BadPort extends RuntimeException {
        private static final long serialVersionUID = 1;

        private BadPort(String what) {
            super(what + " Nothing was started or changed.");
        }
    }
}
