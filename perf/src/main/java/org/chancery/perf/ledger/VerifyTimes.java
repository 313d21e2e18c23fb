package org.chancery.perf.ledger;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.chancery.ledger.Committed;
import org.chancery.ledger.Ledger;
import org.chancery.ledger.Quorum;
import org.chancery.ledger.QuorumConfig;
import org.chancery.ledger.Receipt;
import org.chancery.ledger.verify.MalformedTextException;
import org.chancery.ledger.verify.ReceiptVerifier;
import org.chancery.ledger.verify.Verdict;
import org.chancery.ledger.verify.VerifierKey;
import org.chancery.ledger.verify.VerifyCommand;
import org.chancery.ledger.verify.WitnessPolicy;
import org.chancery.perf.Spread;

/** How long it takes to check one receipt that two witnesses cosigned: the check itself, and the whole command. */
final class VerifyTimes {

    private static final int CHECKS = 5_000;
    private static final int COMMANDS = 9;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path folder;

    VerifyTimes(Path folder) {
        this.folder = folder;
    }

    void run() throws IOException, InterruptedException, MalformedTextException {
        Path receipt = folder.resolve("one.receipt");
        try (Quorum quorum =
                Quorum.start(QuorumConfig.singleMachine("bench.chancery/verify", folder.resolve("data")))) {
            Files.writeString(receipt, receipt(quorum.ledger()).text());
        }
        VerifierKey key = VerifierKey.parse(
                Files.readString(folder.resolve("data/log.vkey")).strip());
        WitnessPolicy policy = WitnessPolicy.parse(Files.readString(folder.resolve("data/witnesses.policy")));
        byte[] file = Files.readAllBytes(receipt);
        System.out.printf(
                Locale.ROOT,
                "VERIFY a receipt of %d bytes, two witnesses asked for by policy: checked in %.3f ms (99 %% within %.3f)%n",
                file.length,
                checks(new ReceiptVerifier(List.of(key), policy), file).percentile(0.5),
                checks(new ReceiptVerifier(List.of(key), policy), file).percentile(0.99));
        commands(receipt);
        LedgerBench.delete(folder);
    }

    private static Receipt receipt(Ledger ledger) {
        Committed committed =
                ledger.append(GroupTarget.entry(1024), ledger.writableTerm().orElseThrow());
        ledger.witnesses().cosigned(committed.index() + 1, PATIENCE).orElseThrow();
        return ledger.receipt(committed.index());
    }

    private static Latencies checks(ReceiptVerifier verifier, byte[] file) {
        Latencies latencies = new Latencies();
        for (int i = 0; i < 2 * CHECKS; i++) {
            long begin = System.nanoTime();
            Verdict verdict = verifier.verify(file);
            if (i >= CHECKS) { // the first half warms up
                latencies.add(System.nanoTime() - begin);
            }
            if (!(verdict instanceof Verdict.Valid)) {
                throw new IllegalStateException("not valid: " + verdict);
            }
        }
        return latencies;
    }

    private void commands(Path receipt) throws IOException, InterruptedException {
        List<String> options = List.of(
                receipt.toString(),
                "--policy",
                folder.resolve("data/witnesses.policy").toString());
        Path classes = Path.of(VerifyCommand.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
        List<String> java = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classes.toString(),
                VerifyCommand.class.getName());
        System.out.println("  java -cp " + classes.getFileName() + " VerifyCommand: " + command(java, options) + " ms");
        Optional<Path> script = script();
        if (script.isPresent()) {
            System.out.println(
                    "  ./chancery verify: " + command(List.of(script.get().toString(), "verify"), options) + " ms");
        }
    }

    /** Beside the jar of this class: {@code perf/target/perf.jar}. */
    private static Optional<Path> script() {
        Path jar = Path.of(VerifyTimes.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
        return Optional.ofNullable(jar.getParent())
                .map(target -> target.resolve("../../chancery").normalize())
                .filter(Files::isExecutable);
    }

    private static Spread command(List<String> command, List<String> options) throws IOException, InterruptedException {
        double[] millis = new double[COMMANDS];
        List<String> whole = java.util.stream.Stream.concat(command.stream(), options.stream())
                .toList();
        for (int i = -1; i < COMMANDS; i++) { // the first warms up
            long begin = System.nanoTime();
            Process process =
                    new ProcessBuilder(whole).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException(whole + ": " + said);
            }
            if (i >= 0) {
                millis[i] = (System.nanoTime() - begin) / 1e6;
            }
        }
        return Spread.of(millis);
    }
}
