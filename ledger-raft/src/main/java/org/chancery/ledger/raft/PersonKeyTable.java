package org.chancery.ledger.raft;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.raftlog.RaftLog;

/**
 * Who has which key, and whose was erased, as of one Raft entry.
 *
 * <p>As bytes: version (1), Raft term (8) and index (8), number of persons (4), then for each the id (modified UTF-8
 * after its length, 2) and the length of the key (1: 32, or 0 if erased) with the key; last the SHA-256 of all that (32).
 */
final class PersonKeyTable {

    private static final int VERSION = 2;
    private static final int KEY_BYTES = 32;
    private static final int DIGEST_BYTES = 32;
    private static final byte[] ERASED = {};

    private final Map<String, byte[]> keys = new TreeMap<>();
    private TermIndex applied = TermIndex.valueOf(0, RaftLog.INVALID_LOG_INDEX);

    /** Whether a version before the first release wrote these bytes. */
    static boolean isOlder(byte[] bytes) {
        return bytes.length > 0 && bytes[0] == 1;
    }

    /** @throws IllegalArgumentException if these are not the bytes of a table of this version, or not all as written */
    static PersonKeyTable decode(byte[] bytes) {
        int end = bytes.length - DIGEST_BYTES;
        if (end < 0 || !ByteBuffer.wrap(bytes, end, DIGEST_BYTES).equals(digest(bytes, end))) {
            throw new IllegalArgumentException("its digest does not fit, so it is not as it was written");
        }
        PersonKeyTable table = new PersonKeyTable();
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, 0, end))) {
            if (in.readByte() != VERSION) {
                throw new IllegalArgumentException("it is not a table of person keys of version " + VERSION);
            }
            table.applied = TermIndex.valueOf(in.readLong(), in.readLong());
            int persons = in.readInt();
            for (int i = 0; i < persons; i++) {
                table.keys.put(in.readUTF(), key(in));
            }
            if (in.available() > 0) {
                throw new IllegalArgumentException("it goes on behind its last key");
            }
            return table;
        } catch (IOException e) {
            throw new IllegalArgumentException("it ends too early", e);
        }
    }

    private static byte[] key(DataInputStream in) throws IOException {
        byte[] key = new byte[in.readUnsignedByte()];
        if (key.length != 0 && key.length != KEY_BYTES) {
            throw new IllegalArgumentException("it has a key of " + key.length + " bytes");
        }
        in.readFully(key);
        return key;
    }

    private static ByteBuffer digest(byte[] bytes, int length) {
        MessageDigest sha256 = sha256();
        sha256.update(bytes, 0, length);
        return ByteBuffer.wrap(sha256.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The last Raft entry that an encoded table includes. */
    static TermIndex applied(byte[] encoded) {
        ByteBuffer head = ByteBuffer.wrap(encoded, 1, 2 * Long.BYTES);
        return TermIndex.valueOf(head.getLong(), head.getLong());
    }

    synchronized byte[] encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        MessageDigest digest = sha256();
        try (DataOutputStream out = new DataOutputStream(new DigestOutputStream(bytes, digest))) {
            out.writeByte(VERSION);
            out.writeLong(applied.getTerm());
            out.writeLong(applied.getIndex());
            out.writeInt(keys.size());
            for (Map.Entry<String, byte[]> entry : keys.entrySet()) {
                out.writeUTF(entry.getKey());
                out.writeByte(entry.getValue().length);
                out.write(entry.getValue());
            }
            out.write(digest.digest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Does nothing if what was taken over from a peer includes this entry. */
    synchronized void apply(PersonKeyChange change, TermIndex at) {
        if (at.getIndex() <= applied.getIndex()) {
            return;
        }
        switch (change) {
            case PersonKeyChange.Create create -> create.keys().forEach(keys::putIfAbsent);
            case PersonKeyChange.Erase erase ->
                Optional.ofNullable(keys.put(erase.person(), ERASED)).ifPresent(key -> Arrays.fill(key, (byte) 0));
            case PersonKeyChange.Roll roll -> {}
        }
        applied = at;
    }

    synchronized void applied(TermIndex at) {
        if (at.getIndex() > applied.getIndex()) {
            applied = at;
        }
    }

    synchronized TermIndex applied() {
        return applied;
    }

    synchronized Optional<byte[]> find(String person) {
        return Optional.ofNullable(keys.get(person))
                .filter(key -> key.length > 0)
                .map(byte[]::clone);
    }

    synchronized boolean erased(String person) {
        byte[] key = keys.get(person);
        return key != null && key.length == 0;
    }

    /** Takes over another table as a whole. */
    synchronized void replaceBy(PersonKeyTable other) {
        keys.clear();
        keys.putAll(other.keys);
        applied = other.applied;
    }
}
