package org.chancery.perf.ledger;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is measured, how often and how large.
 *
 * @param parts in this order
 * @param outstanding how many appends are kept outstanding, one after the other
 * @param seconds of a block of measurement
 * @param rounds of interleaved blocks, after one for warming up
 * @param bytes of an entry, and of etcd's value
 * @param leaves sizes of the log at which it is opened, growing; proofs are made, and judges judge, at the first
 * @param folder where temporary data goes
 * @param etcd the program, if it is not on the search path
 */
record LedgerOptions(
        List<Part> parts,
        List<Integer> outstanding,
        int seconds,
        int rounds,
        int bytes,
        List<Long> leaves,
        Path folder,
        Optional<Path> etcd) {

    static final String USAGE = """
            ./chancery bench ledger [NAME=VALUE …]
              parts=appends,store,verify,judges,witnesses
                                                    what to measure, in this order
              outstanding=1,32,256,1024             appends outstanding
              seconds=8 rounds=5                    interleaved blocks, after one round for warming up
              bytes=1024                            an entry, and a value of etcd
              leaves=1000000,10000000               opened at these sizes, growing; proofs and judges at the first
              folder=DIR                            for temporary data (the system's usual one)
              etcd=FILE                             etcd's program (or environment variable CHANCERY_ETCD, or on the PATH)""";

    /** What can be measured. */
    enum Part {
        APPENDS,
        STORE,
        VERIFY,
        JUDGES,
        WITNESSES
    }

    private static LedgerOptions usual() {
        return new LedgerOptions(
                List.of(Part.values()),
                List.of(1, 32, 256, 1024),
                8,
                5,
                1024,
                List.of(1_000_000L, 10_000_000L),
                Path.of(System.getProperty("java.io.tmpdir")),
                Optional.ofNullable(System.getenv("CHANCERY_ETCD")).map(Path::of));
    }

    /** @throws IllegalArgumentException if an argument is not understood; says which */
    static LedgerOptions parse(String[] arguments) {
        LedgerOptions options = usual();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("'" + argument + "' is not NAME=VALUE");
            }
            try {
                options = options.with(argument.substring(0, equals), argument.substring(equals + 1));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("'" + argument + "' is not understood", e);
            }
        }
        return options;
    }

    private LedgerOptions with(String name, String value) {
        return switch (name) {
            case "parts" ->
                new LedgerOptions(
                        list(value)
                                .map(part -> Part.valueOf(part.toUpperCase(Locale.ROOT)))
                                .toList(),
                        outstanding,
                        seconds,
                        rounds,
                        bytes,
                        leaves,
                        folder,
                        etcd);
            case "outstanding" ->
                new LedgerOptions(
                        parts,
                        list(value).map(Integer::parseInt).toList(),
                        seconds,
                        rounds,
                        bytes,
                        leaves,
                        folder,
                        etcd);
            case "seconds" ->
                new LedgerOptions(parts, outstanding, positive(value), rounds, bytes, leaves, folder, etcd);
            case "rounds" ->
                new LedgerOptions(parts, outstanding, seconds, positive(value), bytes, leaves, folder, etcd);
            case "bytes" ->
                new LedgerOptions(parts, outstanding, seconds, rounds, positive(value), leaves, folder, etcd);
            case "leaves" ->
                new LedgerOptions(
                        parts,
                        outstanding,
                        seconds,
                        rounds,
                        bytes,
                        list(value).map(Long::parseLong).sorted().toList(),
                        folder,
                        etcd);
            case "folder" ->
                new LedgerOptions(parts, outstanding, seconds, rounds, bytes, leaves, Path.of(value), etcd);
            case "etcd" ->
                new LedgerOptions(
                        parts, outstanding, seconds, rounds, bytes, leaves, folder, Optional.of(Path.of(value)));
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static Stream<String> list(String value) {
        return Stream.of(value.split(","));
    }

    private static int positive(String value) {
        int number = Integer.parseInt(value);
        if (number < 1) {
            throw new IllegalArgumentException(value);
        }
        return number;
    }
}
