package org.chancery.ledger.witness;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** The command line of {@link WitnessCommand}. */
record WitnessOptions(
        String org,
        Optional<URI> log,
        Optional<InetSocketAddress> listen,
        Path data,
        Optional<String> key,
        Optional<Path> keyFile,
        Duration every,
        List<URI> peers,
        boolean once) {

    static final Path DEFAULT_DATA = Path.of("witness");

    private static final int MAX_PORT = 65_535;

    /** The command line cannot be followed; says why, by a key of the message bundle. */
    static final class Refused extends Exception {
        private final String key;
        private final transient Object[] values;

        Refused(String key, Object... values) {
            super(key);
            this.key = key;
            this.values = values;
        }

        String say(Words words) {
            return words.say(key, values);
        }

        /** Whether the usage should follow. */
        boolean aboutOptions() {
            return key.equals("error.option") || key.equals("error.nothing");
        }
    }

    private static final class Draft {
        private Optional<String> org = Optional.empty();
        private Optional<URI> log = Optional.empty();
        private Optional<InetSocketAddress> listen = Optional.empty();
        private Path data = DEFAULT_DATA;
        private Optional<String> key = Optional.empty();
        private Optional<Path> keyFile = Optional.empty();
        private Duration every = Duration.ofSeconds(10);
        private final List<URI> peers = new ArrayList<>();
        private boolean once;
    }

    static WitnessOptions of(List<String> arguments) throws Refused {
        Draft draft = new Draft();
        Iterator<String> rest = arguments.iterator();
        while (rest.hasNext()) {
            String option = rest.next();
            if (option.equals("--once")) {
                draft.once = true;
            } else {
                if (!rest.hasNext()) {
                    throw new Refused("error.option", option);
                }
                take(draft, option, rest.next());
            }
        }
        boolean follows = draft.log.isPresent();
        if (!follows && (draft.listen.isEmpty() || draft.once || !draft.peers.isEmpty())) {
            throw new Refused("error.nothing");
        }
        String org = draft.org.orElseThrow(() -> new Refused("error.org"));
        return new WitnessOptions(
                org,
                draft.log,
                draft.listen,
                draft.data,
                draft.key,
                draft.keyFile,
                draft.every,
                List.copyOf(draft.peers),
                draft.once);
    }

    private static void take(Draft draft, String option, String value) throws Refused {
        try {
            switch (option) {
                case "--org" -> draft.org = Optional.of(value);
                case "--log" -> draft.log = Optional.of(web(value));
                case "--listen" -> draft.listen = Optional.of(address(value));
                case "--data" -> draft.data = Path.of(value);
                case "--key" -> draft.key = Optional.of(value);
                case "--key-file" -> draft.keyFile = Optional.of(Path.of(value));
                case "--peer" -> draft.peers.add(web(value));
                case "--every" -> draft.every = seconds(value);
                default -> throw new Refused("error.option", option);
            }
        } catch (IllegalArgumentException e) {
            throw new Refused("error.option", option + " " + value);
        }
    }

    private static URI web(String value) {
        URI uri = URI.create(value);
        if (uri.getHost() == null || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
            throw new IllegalArgumentException(value);
        }
        return uri;
    }

    /** On loopback only, unless a host is named. */
    private static InetSocketAddress address(String value) {
        int colon = value.lastIndexOf(':');
        int port = Integer.parseInt(value.substring(colon + 1));
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException(value);
        }
        return new InetSocketAddress(colon < 0 ? "127.0.0.1" : value.substring(0, colon), port);
    }

    private static Duration seconds(String value) {
        long seconds = Long.parseLong(value);
        if (seconds < 1) {
            throw new IllegalArgumentException(value);
        }
        return Duration.ofSeconds(seconds);
    }
}
