package org.chancery.ledger.verify;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.chancery.ledger.Judgement;

/**
 * Checks a witness's statement of lawfulness ({@link LawfulnessNote}), and the list of findings it was signed with,
 * without a server. Any one of the trusted keys may have signed it; lines of other keys count for nothing.
 */
public final class StatementVerifier {

    /** Longest statement, in bytes. */
    public static final int MAX_BYTES = 64 * 1024;

    /** Longest list of findings, in bytes. */
    public static final int MAX_FINDINGS = 64 * 1024 * 1024;

    private final List<VerifierKey> trusted;

    /** @param trusted keys that witnesses sign statements of lawfulness with, and nothing else */
    public StatementVerifier(List<VerifierKey> trusted) {
        this.trusted = List.copyOf(trusted);
    }

    /** What became of the check. */
    public sealed interface Outcome {

        /**
         * The signer stated this.
         *
         * @param findings the list; empty if none was given
         */
        record Genuine(VerifierKey signer, LawfulnessNote note, Optional<List<Judgement>> findings)
                implements Outcome {}

        /** The statement is not as its signer made it. */
        record Altered(String signer) implements Outcome {}

        /** The list is not the one it was signed with: something was added, left out, changed or moved. */
        record OtherList(LawfulnessNote note) implements Outcome {}

        /** No trusted key signed it. */
        record UnknownSigner(String name) implements Outcome {}

        /** @param list whether it is the list that is no list; else the statement is none */
        record Malformed(boolean list, int line, Flaw why) implements Outcome {}
    }

    /** @param findings the list as it was served; empty to check the statement alone */
    public Outcome verify(byte[] statement, Optional<byte[]> findings) {
        LawfulnessNote note;
        try {
            note = parse(statement);
        } catch (MalformedTextException e) {
            return new Outcome.Malformed(false, e.line(), e.flaw());
        }
        for (VerifierKey key : trusted) {
            if (note.note().signatures().stream().anyMatch(key::made)) {
                return note.signedBy(key) ? list(key, note, findings) : new Outcome.Altered(key.name());
            }
        }
        return new Outcome.UnknownSigner(note.note().signatures().getFirst().name());
    }

    private static LawfulnessNote parse(byte[] statement) throws MalformedTextException {
        String text = text(statement, MAX_BYTES);
        LawfulnessNote note = LawfulnessNote.parse(text);
        if (!note.note().render().equals(text)) {
            throw new MalformedTextException(1, Flaw.NOT_A_STATEMENT); // another form of the same
        }
        return note;
    }

    private static Outcome list(VerifierKey signer, LawfulnessNote note, Optional<byte[]> findings) {
        if (findings.isEmpty()) {
            return new Outcome.Genuine(signer, note, Optional.empty());
        }
        try {
            String text = text(findings.get(), MAX_FINDINGS);
            if (!Findings.digest(text).equals(note.findings())) {
                return new Outcome.OtherList(note);
            }
            List<Judgement> list = Findings.parse(text);
            return note.lists(list)
                    ? new Outcome.Genuine(signer, note, Optional.of(list))
                    : new Outcome.OtherList(note); // it counts otherwise than its own list
        } catch (MalformedTextException e) {
            return new Outcome.Malformed(true, e.line(), e.flaw());
        }
    }

    private static String text(byte[] bytes, int most) throws MalformedTextException {
        if (bytes.length > most) {
            throw new MalformedTextException(1, Flaw.TOO_LONG);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedTextException(1, Flaw.NOT_UTF8);
        }
    }
}
