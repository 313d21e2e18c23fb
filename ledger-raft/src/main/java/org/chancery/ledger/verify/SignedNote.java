package org.chancery.ledger.verify;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * A text and signatures over it, C2SP signed-note.
 *
 * @param text the signed text, ending in a newline
 * @param signatures in the order of their lines
 */
public record SignedNote(String text, List<Signature> signatures) {

    private static final String MARK = "\u2014 ";
    private static final int MAX_SIGNATURES = 64;

    /**
     * One signature line.
     *
     * @param name the key's name
     * @param keyId the first four bytes that name the key further
     * @param bytes the signature itself
     */
    public record Signature(String name, int keyId, byte[] bytes) {

        /** The line itself, newline included. */
        public String line() {
            byte[] all = ByteBuffer.allocate(4 + bytes.length)
                    .putInt(keyId)
                    .put(bytes)
                    .array();
            return MARK + name + " " + Base64.getEncoder().encodeToString(all) + "\n";
        }
    }

    public SignedNote {
        signatures = List.copyOf(signatures);
    }

    /** Reads a note; says nothing about its signatures yet. */
    public static SignedNote parse(String note) throws MalformedTextException {
        requireNoControls(note);
        int split = note.lastIndexOf("\n\n");
        if (split < 0 || !note.endsWith("\n")) {
            throw new MalformedTextException(lines(note), split < 0 ? Flaw.NO_EMPTY_LINE : Flaw.ENDS_EARLY);
        }
        String text = note.substring(0, split + 1);
        int line = lines(text) + 1;
        List<Signature> signatures = new ArrayList<>();
        for (String signature : note.substring(split + 2).split("\n", -1)) {
            line++;
            if (!signature.isEmpty()) {
                signatures.add(signature(signature, line));
            }
        }
        if (signatures.isEmpty() || signatures.size() > MAX_SIGNATURES) {
            throw new MalformedTextException(line, Flaw.BAD_SIGNATURE_LINE);
        }
        return new SignedNote(text, signatures);
    }

    private static Signature signature(String line, int number) throws MalformedTextException {
        String[] parts = line.split(" ", 3);
        if (parts.length == 3 && line.startsWith(MARK) && isKeyName(parts[1])) {
            byte[] bytes = Canonical.base64(parts[2]).orElse(new byte[0]);
            if (bytes.length > 4) {
                int keyId = ByteBuffer.wrap(bytes).getInt();
                return new Signature(parts[1], keyId, Arrays.copyOfRange(bytes, 4, bytes.length));
            }
        }
        throw new MalformedTextException(number, Flaw.BAD_SIGNATURE_LINE);
    }

    /** The whole note, as {@link #parse} reads it. */
    public String render() {
        StringBuilder note = new StringBuilder(text).append('\n');
        signatures.forEach(signature -> note.append(signature.line()));
        return note.toString();
    }

    /** Not empty, without Unicode spaces, plus signs and control characters. */
    public static boolean isKeyName(String name) {
        return !name.isEmpty()
                && name.codePoints()
                        .noneMatch(c -> c == '+'
                                || Character.isSpaceChar(c)
                                || Character.isWhitespace(c)
                                || Character.isISOControl(c));
    }

    private static void requireNoControls(String note) throws MalformedTextException {
        int line = 1;
        for (int i = 0; i < note.length(); i++) {
            char c = note.charAt(i);
            if (c == '\n') {
                line++;
            } else if (c < ' ') {
                throw new MalformedTextException(line, Flaw.CONTROL_CHARACTER);
            }
        }
    }

    private static int lines(String text) {
        return (int) text.chars().filter(c -> c == '\n').count();
    }
}
