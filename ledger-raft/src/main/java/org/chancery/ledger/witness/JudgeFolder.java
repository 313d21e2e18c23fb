package org.chancery.ledger.witness;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.chancery.ledger.Hash;
import org.chancery.ledger.Judgement;
import org.chancery.ledger.log.Disk;
import org.chancery.ledger.log.SigningKey;
import org.chancery.ledger.verify.Findings;
import org.chancery.ledger.verify.MalformedTextException;
import org.chancery.ledger.verify.MerkleFrontier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a witness keeps of the state of its judge of one log: {@code memory}, signed with its key of lawfulness over
 * origin, rules, the tree up to which was judged, what was found, and the {@link RecordFile} beside it. What is not
 * whole, not signed by that key, of another log or judged by other rules counts for nothing.
 */
final class JudgeFolder {

    private static final Logger LOG = LoggerFactory.getLogger(JudgeFolder.class);

    /** First line of what is signed; whatever else the key signs begins otherwise. */
    private static final String FIRST_LINE = "chancery judge memory v1\n";

    /** Length of an Ed25519 signature, which the file ends with. */
    private static final int SIGNATURE = 64;

    private static final String MEMORY = "memory";
    private static final String RECORDS = "records-";

    private final Path folder;
    private final Disk disk;
    private final SigningKey key;
    private final String origin;

    /**
     * What was kept.
     *
     * @param seen the entries that were judged
     * @param findings what was found in them
     * @param rest what the judge returned
     */
    record Kept(MerkleFrontier seen, List<Judgement> findings, byte[] rest, RecordFile.Extent records) {}

    JudgeFolder(Path folder, Disk disk, SigningKey key, String origin) {
        this.folder = folder;
        this.disk = disk;
        this.key = key;
        this.origin = origin;
    }

    /** What was kept last by a judge of these rules; empty, and said in the log, if there is nothing that holds. */
    Optional<Kept> kept(String rules) {
        Path file = folder.resolve(MEMORY);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(parse(Files.readAllBytes(file), rules));
        } catch (IOException | MalformedTextException | RuntimeException e) {
            refuse(e.getMessage());
            return Optional.empty();
        }
    }

    /** Says that what was kept is not used. */
    void refuse(String why) {
        LOG.warn("The judge's memory in {} is not used, all entries are read anew: {}", folder, why);
    }

    private Kept parse(byte[] file, String rules) throws IOException, MalformedTextException {
        int signed = file.length - SIGNATURE;
        if (signed < 0
                || !key.algorithm()
                        .verifies(
                                key.publicKey(),
                                Arrays.copyOf(file, signed),
                                Arrays.copyOfRange(file, signed, file.length))) {
            throw new IOException("this witness did not sign it");
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(file, 0, signed));
        if (!new String(in.readNBytes(FIRST_LINE.length()), StandardCharsets.US_ASCII).equals(FIRST_LINE)) {
            throw new IOException("it is something else");
        }
        if (!in.readUTF().equals(origin)) {
            throw new IOException("it is about another log");
        }
        if (!in.readUTF().equals(rules)) {
            throw new IOException("it was judged by another version of the judge");
        }
        long size = in.readLong();
        List<Hash> nodes = new ArrayList<>();
        for (int count = in.readInt(); count > 0; count--) {
            nodes.add(new Hash(in.readNBytes(Hash.LENGTH)));
        }
        List<Judgement> findings = Findings.parse(new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8));
        byte[] rest = in.readNBytes(in.readInt());
        RecordFile.Extent records =
                new RecordFile.Extent(in.readUTF(), in.readLong(), new Hash(in.readNBytes(Hash.LENGTH)));
        return new Kept(MerkleFrontier.of(size, nodes), findings, rest, records);
    }

    private byte[] signed(Kept kept, String rules) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeBytes(FIRST_LINE);
            out.writeUTF(origin);
            out.writeUTF(rules);
            out.writeLong(kept.seen().head().size());
            out.writeInt(kept.seen().nodes().size());
            for (Hash node : kept.seen().nodes()) {
                out.write(node.bytes());
            }
            byte[] findings = Findings.text(kept.findings()).getBytes(StandardCharsets.UTF_8);
            out.writeInt(findings.length);
            out.write(findings);
            out.writeInt(kept.rest().length);
            out.write(kept.rest());
            out.writeUTF(kept.records().file());
            out.writeLong(kept.records().length());
            out.write(kept.records().digest().bytes());
            out.write(key.sign(bytes.toByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException("memory can be written to", e);
        }
        return bytes.toByteArray();
    }

    /** Keeps this instead of what was kept before, entirely or not at all; its records are synced already. */
    void keep(Kept kept, String rules) throws IOException {
        disk.publish(folder.resolve(MEMORY), List.of(signed(kept, rules)));
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.startsWith(RECORDS) && !name.equals(kept.records().file())) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /** From now on nothing is kept. */
    void forget() {
        try {
            Files.deleteIfExists(folder.resolve(MEMORY));
        } catch (IOException e) {
            LOG.warn("The judge's memory in {} cannot be deleted: {}", folder, e.toString());
        }
    }

    /** The records that belong to what was kept. */
    RecordFile open(RecordFile.Extent records) throws IOException {
        return RecordFile.open(folder, records, disk);
    }

    /** Empty records, beside those of before. */
    RecordFile fresh() throws IOException {
        disk.createFolders(folder);
        long last = 0;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.matches(RECORDS + "\\d{1,18}")) {
                    last = Math.max(last, Long.parseLong(name.substring(RECORDS.length())));
                }
            }
        }
        return RecordFile.create(folder.resolve(RECORDS + (last + 1)), disk);
    }
}
