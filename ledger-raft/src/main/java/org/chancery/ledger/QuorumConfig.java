package org.chancery.ledger;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How the voters of one process are started.
 *
 * @param origin the log's name, first line of every checkpoint, e.g. {@code chancery.example/main}
 * @param data folder that holds one sub-folder per voter
 * @param ports one loopback port per voter; 0 lets the system choose one, which is then kept for later starts
 * @param appendTimeout how long an append may wait for its quorum before its outcome is called unknown
 * @param witnesses how many witnesses run in the process; each has its own folder and key
 * @param signing with what the log signs its checkpoints besides Ed25519
 */
public record QuorumConfig(
        String origin, Path data, List<Integer> ports, Duration appendTimeout, int witnesses, Signing signing) {

    private static final int USUAL_WITNESSES = 2;

    /** With Ed25519 alone. */
    public QuorumConfig(String origin, Path data, List<Integer> ports, Duration appendTimeout, int witnesses) {
        this(origin, data, ports, appendTimeout, witnesses, Signing.PLAIN);
    }

    /** With two witnesses. */
    public QuorumConfig(String origin, Path data, List<Integer> ports, Duration appendTimeout) {
        this(origin, data, ports, appendTimeout, USUAL_WITNESSES);
    }

    /** The same voters, signing otherwise. */
    public QuorumConfig signingWith(Signing other) {
        return new QuorumConfig(origin, data, ports, appendTimeout, witnesses, other);
    }

    /** Three voters on free ports of the loopback interface, and two witnesses. */
    public static QuorumConfig singleMachine(String origin, Path data) {
        return new QuorumConfig(origin, data, List.of(0, 0, 0), Duration.ofSeconds(4));
    }
}
