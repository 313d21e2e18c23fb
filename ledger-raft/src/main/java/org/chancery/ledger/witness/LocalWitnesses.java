package org.chancery.ledger.witness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.WitnessStatus;
import org.chancery.ledger.log.FileDisk;
import org.chancery.ledger.verify.Flaw;
import org.chancery.ledger.verify.MalformedTextException;
import org.chancery.ledger.verify.VerifierKey;
import org.chancery.ledger.verify.WitnessPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Witnesses in the process of the log itself: {@code data/witness-1}, {@code witness-2} … They notice a log that forgets
 * or contradicts itself; they do not protect from who owns the process. For that, others run witnesses of their own, which
 * {@code data/witnesses.policy} names with their addresses.
 */
public final class LocalWitnesses {

    private static final Logger LOG = LoggerFactory.getLogger(LocalWitnesses.class);

    /** How they are trusted by whoever trusts this machine; a start for a policy of one's own. */
    private static final String POLICY = "witnesses.policy";

    /** Whose certificates seal a case, and whose statements of lawfulness are believed here. */
    private static final String SEALING = "sealing.policy";

    /** What witnesses of others certify of cases. */
    private static final String CERTIFICATES = "other-certificates";

    private LocalWitnesses() {}

    /**
     * Starts them. One that cannot be opened is left out and reported; the log goes on without it.
     *
     * @param data folder of the node
     * @param count how many
     */
    public static Cosigning start(Path data, int count, VerifierKey log, Clock clock) {
        List<WitnessLink> open = new ArrayList<>();
        List<WitnessStatus> absent = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            String name = log.name() + "/witness-" + i;
            try {
                open.add(new LocalWitness(Witness.open(data.resolve("witness-" + i), name, List.of(log), clock)));
            } catch (LedgerException e) {
                LOG.error("{} does not cosign: {}", name, e.getMessage());
                absent.add(absent(name, e.getMessage()));
            }
        }
        Path policy = data.resolve(POLICY);
        if (absent.isEmpty() && count > 0) {
            writePolicy(policy, log, open);
        }
        boolean all = absent.isEmpty();
        List<RemoteWitness> remote = others(policy, absent);
        open.addAll(remote);
        Optional<OtherJudges> others = remote.isEmpty()
                ? Optional.empty()
                : Optional.of(new OtherJudges(
                        log.name(), remote, data.resolve(SEALING), data.resolve(CERTIFICATES), OtherJudges.PACE));
        return Cosigning.of(
                log.name(),
                open,
                absent,
                judges -> SealingRule.open(data.resolve(SEALING), log.name(), judges, all),
                others);
    }

    /** The witnesses that others run: those of the policy that have an address. */
    private static List<RemoteWitness> others(Path policy, List<WitnessStatus> absent) {
        List<RemoteWitness> open = new ArrayList<>();
        if (!Files.exists(policy)) {
            return open;
        }
        Web web = new Web();
        try {
            for (WitnessPolicy.Witness witness :
                    WitnessPolicy.parse(Files.readString(policy)).witnesses()) {
                witness.url().ifPresent(url -> open.add(new RemoteWitness(web, url, witness.key())));
            }
        } catch (IOException e) {
            absent.add(unread(policy, e.getMessage()));
        } catch (MalformedTextException e) {
            absent.add(unread(policy, whatToMend(e)));
        }
        return open;
    }

    private static String whatToMend(MalformedTextException e) {
        return e.flaw() == Flaw.BAD_POLICY_ADDRESS
                ? "line " + e.line() + ": the address of a witness begins with http:// or https:// and names a host,"
                        + " as in https://audit.example/witness"
                : e.getMessage();
    }

    private static WitnessStatus unread(Path policy, String why) {
        LOG.error("{} cannot be read, so the witnesses of others are not asked: {}", policy, why);
        return absent(
                POLICY,
                "The file cannot be read, so the witnesses of others are not asked: " + why
                        + ". Mend it and start again");
    }

    private static WitnessStatus absent(String name, String trouble) {
        return new WitnessStatus(
                name, "", CheckpointRules.NOTHING, Optional.empty(), 0, Optional.of(trouble), Optional.empty());
    }

    /** All of them must sign; a file that is there is somebody's own. */
    private static void writePolicy(Path file, VerifierKey log, List<WitnessLink> witnesses) {
        if (Files.exists(file)) {
            return;
        }
        StringBuilder text = new StringBuilder("# Whom to trust about this log: C2SP tlog-policy.\n");
        text.append("log ").append(log.text()).append('\n');
        StringBuilder members = new StringBuilder();
        for (int i = 1; i <= witnesses.size(); i++) {
            text.append("witness witness-").append(i).append(' ');
            text.append(witnesses.get(i - 1).key().text()).append('\n');
            members.append(" witness-").append(i);
        }
        text.append("group witnesses all").append(members).append("\nquorum witnesses\n");
        publish(file, text.toString());
    }

    private static void publish(Path file, String text) {
        try {
            // whole or not at all: what is there is taken for somebody's own and never written again
            new FileDisk(file.getParent()).publish(file, List.of(text.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new LedgerException.Unavailable("Cannot write " + file, e);
        }
    }
}
