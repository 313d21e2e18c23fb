package org.chancery.ledger.witness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.chancery.ledger.Hash;
import org.chancery.ledger.Judge;
import org.chancery.ledger.Lawfulness;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.log.Disk;
import org.chancery.ledger.log.FileDisk;
import org.chancery.ledger.log.FolderLock;
import org.chancery.ledger.log.SigningKey;
import org.chancery.ledger.verify.CaseCertificateNote;
import org.chancery.ledger.verify.MalformedTextException;
import org.chancery.ledger.verify.Rfc6962;
import org.chancery.ledger.verify.SignedNote;
import org.chancery.ledger.verify.VerifierKey;
import org.chancery.ledger.verify.WitnessKey;

/**
 * A witness: cosigns checkpoints of the logs it follows, never two that contradict each other (C2SP tlog-witness).
 *
 * <p><b>Durability.</b> What {@link #add} signs is on the disk before it returns. After a crash at any moment the witness
 * knows at least everything that anybody got from it.
 *
 * <p><b>Threading.</b> All methods may be called from any thread.
 */
public final class Witness implements AutoCloseable {

    /** Role of the key that signs statements of what is lawful, and end of its name. */
    static final String LAWFULNESS = "lawfulness";

    private final Path folder;
    private final Disk disk;
    private final Clock clock;
    private final WitnessSigner signer;
    private final SigningKey opinion;
    private final Map<String, WitnessedLog> logs;
    private final Map<String, Jury> juries = new ConcurrentHashMap<>();
    private final Comparisons comparisons = new Comparisons();
    private final FolderLock lock;

    private Witness(
            Path folder,
            Disk disk,
            Clock clock,
            WitnessSigner signer,
            SigningKey opinion,
            Map<String, WitnessedLog> logs,
            FolderLock lock) {
        this.folder = folder;
        this.disk = disk;
        this.clock = clock;
        this.signer = signer;
        this.opinion = opinion;
        this.logs = logs;
        this.lock = lock;
    }

    /**
     * Opens a witness; its folder and keys are made the first time.
     *
     * @param folder its own, see this package's description
     * @param name its name, which all its cosignatures carry, e.g. {@code court.example/witness}
     * @param logs the keys of the logs that it follows, each named as its log's origin; a log may have several
     * @throws LedgerException.Unavailable if the folder cannot be used, or somebody else uses it
     * @throws LedgerException.DamagedStore if it cannot tell what it cosigned last
     */
    public static Witness open(Path folder, String name, Collection<VerifierKey> logs, Clock clock) {
        return open(folder, name, logs, clock, new FileDisk(folder));
    }

    static Witness open(Path folder, String name, Collection<VerifierKey> logs, Clock clock, Disk disk) {
        try {
            Files.createDirectories(folder);
            FolderLock lock = FolderLock.take(folder);
            try {
                return open(folder, name, logs, clock, disk, lock);
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new LedgerException.Unavailable("The witness in " + folder + " does not start: " + e.getMessage(), e);
        }
    }

    private static Witness open(
            Path folder, String name, Collection<VerifierKey> logs, Clock clock, Disk disk, FolderLock lock)
            throws IOException {
        if (!SignedNote.isKeyName(name)) {
            throw new IOException("'" + name + "' is no name for a key: no spaces, no plus sign");
        }
        WitnessSigner signer = WitnessSigner.open(folder.resolve("keys").resolve("witness.p12"), name, clock);
        Files.writeString(folder.resolve("witness.vkey"), signer.publicKey().text() + "\n");
        SigningKey opinion = SigningKey.open(
                folder.resolve("keys").resolve(LAWFULNESS + ".p12"), LAWFULNESS, name + "/" + LAWFULNESS);
        Files.writeString(
                folder.resolve(LAWFULNESS + ".vkey"), verifierKey(opinion).text() + "\n");
        Map<String, List<VerifierKey>> byOrigin = logs.stream().collect(Collectors.groupingBy(VerifierKey::name));
        Map<String, WitnessedLog> witnessed = new TreeMap<>();
        for (Map.Entry<String, List<VerifierKey>> log : byOrigin.entrySet()) {
            Path files = folder.resolve("logs").resolve(originHash(log.getKey()));
            witnessed.put(
                    log.getKey(),
                    new WitnessedLog(log.getKey(), log.getValue(), signer, new WitnessFiles(files, disk)));
        }
        return new Witness(folder, disk, clock, signer, opinion, witnessed, lock);
    }

    /** The public key that its cosignatures are checked with. */
    public WitnessKey key() {
        return signer.publicKey();
    }

    /**
     * Answers a request for a cosignature.
     *
     * @param request body of {@code POST add-checkpoint}
     * @throws LedgerException.Unavailable if it cannot write to its folder; then it signed nothing
     */
    public Answer add(byte[] request) {
        try {
            return add(AddCheckpoint.parse(request));
        } catch (MalformedTextException e) {
            return new Answer.Refused(Answer.Reason.MALFORMED);
        }
    }

    Answer add(AddCheckpoint request) {
        WitnessedLog log = logs.get(request.checkpoint().origin());
        return log == null ? new Answer.Refused(Answer.Reason.UNKNOWN_LOG) : log.add(request);
    }

    /** What stands against a checkpoint of this log before any proof is looked at. */
    Optional<Answer.Reason> objection(String origin, SignedNote note) {
        WitnessedLog log = logs.get(origin);
        return log == null ? Optional.of(Answer.Reason.UNKNOWN_LOG) : log.objection(note);
    }

    /** Keeps a checkpoint that the log signed but could not join to the last one it cosigned. */
    void keepInconsistent(String origin, SignedNote note) {
        Optional.ofNullable(logs.get(origin)).ifPresent(log -> log.keepInconsistent(note));
    }

    /** The last checkpoint of this log that it cosigned, with the cosignature; empty if there is none. */
    public Optional<SignedNote> newest(String origin) {
        return Optional.ofNullable(logs.get(origin)).flatMap(WitnessedLog::newest);
    }

    /** As {@link #newest}, by the lower-case hex SHA-256 of the origin, as C2SP tlog-witness serves it. */
    Optional<SignedNote> newestByHash(String hash) {
        return logs.values().stream()
                .filter(log -> originHash(log.origin()).equals(hash))
                .findFirst()
                .flatMap(WitnessedLog::newest);
    }

    /** The public key that its statements of what is lawful are checked with; it signs nothing else. */
    public VerifierKey lawfulnessKey() {
        return verifierKey(opinion);
    }

    private static VerifierKey verifierKey(SigningKey key) {
        return new VerifierKey(key.name(), key.publicKey());
    }

    /**
     * Its second opinion on this log: goes on where the state of its judge was kept last, else at the first entry.
     *
     * @param judges gives a new judge for each time that the entries are read from the first one on
     */
    public Jury jury(String origin, Supplier<Judge> judges) {
        Jury jury = new Jury(
                origin,
                opinion,
                key().name(),
                judges,
                files(origin),
                certificates(origin),
                new JudgeFolder(logFolder(origin).resolve("judge"), disk, opinion, origin),
                clock);
        juries.put(origin, jury);
        return jury;
    }

    private StatementFiles files(String origin) {
        return new StatementFiles(logFolder(origin), disk);
    }

    private Path certificates(String origin) {
        return logFolder(origin).resolve("certificates");
    }

    /**
     * Its certificate of a case.
     *
     * @param log lower-case hex SHA-256 of the log's origin
     * @param caseHash that of the case's pseudonym
     */
    Optional<CaseCertificateNote> certificateByHash(String log, String caseHash) {
        return logs.keySet().stream()
                .filter(origin -> originHash(origin).equals(log))
                .findFirst()
                .flatMap(origin -> new CertificateFiles(certificates(origin)).byHash(caseHash))
                .filter(kept -> kept.signedBy(lawfulnessKey()));
    }

    private Path logFolder(String origin) {
        return folder.resolve("logs").resolve(originHash(origin));
    }

    /** Its newest statement of what is lawful in the log of this origin; empty if it has made none. */
    Optional<Lawfulness> lawfulness(String origin) {
        Jury jury = juries.get(origin);
        return jury == null ? files(origin).newest(origin, lawfulnessKey()) : jury.newest();
    }

    /** As {@link #lawfulness}, by the lower-case hex SHA-256 of the origin. */
    Optional<Lawfulness> lawfulnessByHash(String hash) {
        return logs.keySet().stream()
                .filter(origin -> originHash(origin).equals(hash))
                .findFirst()
                .flatMap(this::lawfulness);
    }

    /** How often it caught this log signing two roots for one size. */
    int splitViews(String origin) {
        return Optional.ofNullable(logs.get(origin))
                .map(log -> log.splitViews().size())
                .orElse(0);
    }

    Collection<WitnessedLog> logs() {
        return logs.values();
    }

    /** How the comparisons with its peers stand. */
    Comparisons comparisons() {
        return comparisons;
    }

    static String originHash(String origin) {
        return new Hash(Rfc6962.sha256(origin.getBytes(StandardCharsets.UTF_8))).hex();
    }

    /** Lets go of the folder. */
    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new LedgerException.Unavailable("The witness's folder cannot be let go", e);
        }
    }
}
