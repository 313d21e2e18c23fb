package org.chancery.ledger.witness;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.chancery.ledger.Judges;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.verify.MalformedTextException;
import org.chancery.ledger.verify.VerifierKey;

/**
 * {@code witness --org NAME (--log URL | --listen PORT) …}: a witness in a process of its own, which whoever does not
 * want to trust the log's operator runs on a machine of theirs. Ends with 0; with 1 if {@code --once} could not cosign, found
 * another history with a peer or, with a judge, could not state what is lawful; with 2 if it could not start; with 3 if
 * {@code --once} did all that, but a peer could not be compared.
 */
public final class WitnessCommand {

    private static final String KEYS = "logs.vkey";
    private static final int ENDED = 0;
    private static final int NOT_COSIGNED = 1;
    private static final int NOT_STARTED = 2;
    private static final int NOT_COMPARED = 3;

    private final Words words;
    private final PrintStream out;
    private final PrintStream err;
    private final Optional<Judges> judges;
    private final CountDownLatch stopped = new CountDownLatch(1);

    /** @param judges for a second opinion on the log that is followed; without them it only cosigns */
    WitnessCommand(Locale locale, PrintStream out, PrintStream err, Optional<Judges> judges) {
        this.words = new Words(locale);
        this.out = out;
        this.err = err;
        this.judges = judges;
    }

    /** Cosigns only. */
    public static void main(String[] arguments) {
        System.exit(start(List.of(arguments), Optional.empty()));
    }

    /**
     * Runs as the process that it is in was told to.
     *
     * @return the exit code
     */
    public static int start(List<String> arguments, Optional<Judges> judges) {
        // The server of the JDK waits for ever for who begins a request and does not end it.
        System.setProperty("sun.net.httpserver.maxReqTime", "30");
        System.setProperty("sun.net.httpserver.maxRspTime", "30");
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        WitnessCommand command = new WitnessCommand(Locale.getDefault(), out, err, judges);
        Runtime.getRuntime().addShutdownHook(new Thread(command::stop));
        return command.run(Path.of(""), arguments);
    }

    /** Lets {@link #run} come to its end. */
    void stop() {
        stopped.countDown();
    }

    /** @param folder what relative names are relative to */
    int run(Path folder, List<String> arguments) {
        try {
            WitnessOptions options = WitnessOptions.of(arguments);
            Path data = folder.resolve(options.data());
            List<VerifierKey> trusted = keys(folder, data, options);
            try (Witness witness = Witness.open(data, options.org(), trusted, Clock.systemUTC())) {
                out.println(words.say(
                        "ready",
                        options.org(),
                        witness.key().text(),
                        data,
                        witness.lawfulnessKey().text()));
                return serve(witness, options);
            }
        } catch (WitnessOptions.Refused e) {
            err.println(e.say(words));
            if (e.aboutOptions()) {
                err.println(words.say("usage", WitnessOptions.DEFAULT_DATA, KEYS));
            }
            return NOT_STARTED;
        } catch (LedgerException e) {
            err.println(words.say("error.start", e.getMessage()));
            return NOT_STARTED;
        }
    }

    private int serve(Witness witness, WitnessOptions options) throws WitnessOptions.Refused {
        Optional<WitnessServer> server = Optional.empty();
        if (options.listen().isPresent()) {
            server = Optional.of(listen(witness, options.listen().get()));
        }
        try {
            return options.log().isPresent() ? follow(witness, options) : untilStopped();
        } finally {
            server.ifPresent(WitnessServer::close);
        }
    }

    private WitnessServer listen(Witness witness, InetSocketAddress address) throws WitnessOptions.Refused {
        try {
            WitnessServer server = WitnessServer.start(witness, address);
            out.println(words.say("listening", address.getHostString() + ":" + server.port()));
            return server;
        } catch (IOException e) {
            throw new WitnessOptions.Refused("error.listen", address, String.valueOf(e.getMessage()));
        }
    }

    private int untilStopped() {
        pause(Long.MAX_VALUE);
        return ENDED;
    }

    private int follow(Witness witness, WitnessOptions options) {
        Web web = new Web();
        URI address = options.log().orElseThrow();
        out.println(words.say("following", address));
        try (Following following = new Following(witness, web, address, options.peers(), judges, Clock.systemUTC())) {
            Sayings sayings = new Sayings(words, out, err);
            while (true) {
                boolean good = sayings.look(following.look());
                List<Comparisons.Standing> peers = following.compare();
                sayings.peers(peers);
                sayings.splitViews(witness.logs());
                if (options.once()) {
                    following.awaitOpinion();
                }
                boolean stated = sayings.opinion(following);
                if (options.once()) {
                    return good && stated ? compared(peers, sayings) : NOT_COSIGNED;
                }
                if (pause(options.every().toMillis())) {
                    return ENDED;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ENDED;
        }
    }

    /** A peer that cannot be compared may hold another history: that is no agreement. */
    private static int compared(List<Comparisons.Standing> peers, Sayings sayings) {
        if (peers.stream().anyMatch(one -> one.found() instanceof PeerComparison.Found.Contradiction)) {
            return NOT_COSIGNED;
        }
        if (peers.stream().allMatch(one -> one.found().isCompared())) {
            return ENDED;
        }
        sayings.notCompared(peers);
        return NOT_COMPARED;
    }

    /** @return whether it is time to end */
    private boolean pause(long millis) {
        try {
            return stopped.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private static List<VerifierKey> keys(Path folder, Path data, WitnessOptions options)
            throws WitnessOptions.Refused {
        if (options.key().isPresent()) {
            return List.of(key(options.key().get()));
        }
        Path file = options.keyFile().map(folder::resolve).orElse(data.resolve(KEYS));
        List<VerifierKey> keys = new ArrayList<>();
        if (Files.exists(file) || options.keyFile().isPresent()) {
            for (String line : read(file).lines().toList()) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    keys.add(key(line.strip()));
                }
            }
        }
        if (keys.isEmpty()) {
            throw new WitnessOptions.Refused("error.keys", file);
        }
        return keys;
    }

    private static VerifierKey key(String text) throws WitnessOptions.Refused {
        try {
            return VerifierKey.parse(text);
        } catch (MalformedTextException e) {
            throw new WitnessOptions.Refused("error.key", text);
        }
    }

    private static String read(Path file) throws WitnessOptions.Refused {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new WitnessOptions.Refused("error.read", file, e.getClass().getSimpleName());
        }
    }
}
