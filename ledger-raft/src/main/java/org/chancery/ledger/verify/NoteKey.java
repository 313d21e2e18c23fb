package org.chancery.ledger.verify;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * What Ed25519 keys of signed notes have in common, whatever they sign: ids and text form, C2SP signed-note "Verifier
 * keys": {@code <name>+<hex key id>+<base64(type || key)>}.
 */
final class NoteKey {

    private NoteKey() {}

    /** First four bytes of {@code SHA-256(name || 0x0A || type || key)}. */
    static int id(String name, byte type, byte[] publicKey) {
        MessageDigest digest = Rfc6962.sha256();
        digest.update(name.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) '\n');
        digest.update(type);
        return ByteBuffer.wrap(digest.digest(publicKey)).getInt();
    }

    static String text(String name, byte type, byte[] publicKey) {
        byte[] typed = ByteBuffer.allocate(1 + publicKey.length)
                .put(type)
                .put(publicKey)
                .array();
        return name + "+" + HexFormat.of().toHexDigits(id(name, type, publicKey)) + "+"
                + Base64.getEncoder().encodeToString(typed);
    }

    /** Name and public key of a text of this type, which has one form only. */
    static Parts parse(String text, byte type) throws MalformedTextException {
        String[] parts = text.split("\\+", 3);
        if (parts.length == 3 && SignedNote.isKeyName(parts[0])) {
            byte[] typed = Canonical.base64(parts[2]).orElse(new byte[0]);
            if (typed.length == 1 + Ed25519.KEY_LENGTH && typed[0] == type) {
                byte[] publicKey = Arrays.copyOfRange(typed, 1, typed.length);
                if (text(parts[0], type, publicKey).equals(text)) {
                    return new Parts(parts[0], publicKey);
                }
            }
        }
        throw new MalformedTextException(1, Flaw.BAD_KEY);
    }

    /** @throws IllegalArgumentException if the name or the key's length is not allowed */
    static void require(String name, byte[] publicKey) {
        if (!SignedNote.isKeyName(name) || publicKey.length != Ed25519.KEY_LENGTH) {
            throw new IllegalArgumentException("not a name and an Ed25519 key: " + name);
        }
    }

    record Parts(String name, byte[] publicKey) {}
}
