package org.chancery.console.verify;

import java.util.List;
import java.util.function.BiConsumer;
import org.chancery.ledger.Head;
import org.chancery.ledger.verify.SignedNote;

/** A genuine receipt whose checkpoint carries other signatures than its own: foreign, exchanged, older, empty. */
final class ForgedSignatures {

    private final GenuineCase genuine;
    private final Signers foreign;
    private final BiConsumer<String, String> forged;
    private final String before;
    private final SignedNote note;
    private final List<SignedNote.Signature> lines;

    /**
     * @param receipt its text
     * @param forged is told the name and the text of each forgery
     */
    ForgedSignatures(GenuineCase genuine, Signers foreign, String receipt, BiConsumer<String, String> forged) {
        this.genuine = genuine;
        this.foreign = foreign;
        this.forged = forged;
        before = receipt.substring(0, receipt.indexOf("\n" + Signers.ORIGIN) + 1);
        note = Signers.parsed(receipt.substring(before.length())).note();
        lines = note.signatures();
    }

    void make() {
        SignedNote.Signature log = lines.get(0);
        SignedNote.Signature one = lines.get(1);
        SignedNote.Signature two = lines.get(2);
        foreign();
        note("only the log", log);
        note("only one witness", log, one);
        note("only witnesses", one, two);
        note("one witness twice", log, one, one);
        note("the log as a witness", log, with(one, log.bytes()), two);
        note("a witness as the log", with(log, one.bytes()), one, two);
        note("witnesses exchanged", log, with(two, one.bytes()), with(one, two.bytes()));
        List<SignedNote.Signature> older =
                Signers.parsed(genuine.older(20).note()).note().signatures();
        note("cosignatures of an older checkpoint", log, older.get(1), older.get(2));
        note("signature of an older checkpoint", older.get(0), one, two);
        for (int at : new int[] {7, 6, 0}) {
            byte[] later = one.bytes().clone();
            later[at] ^= 1;
            note("another moment of a witness, byte " + at, log, with(one, later), two);
        }
        note("empty signatures", with(log, new byte[64]), one, two);
    }

    private void foreign() {
        Head head = genuine.store.head();
        String theirs = foreign.log().sign(head, Signers.SIGNED).note();
        add("foreign log", foreign.cosigned(theirs));
        add("foreign log, genuine witnesses", genuine.signers.cosigned(theirs));
        String ours = genuine.signers.log().sign(head, Signers.SIGNED).note();
        add("genuine log, foreign witnesses", foreign.cosigned(ours));
        byte[] signature = Signers.parsed(theirs).note().signatures().getFirst().bytes();
        note("foreign signature under our id", with(lines.get(0), signature), lines.get(1), lines.get(2));
    }

    /** Under the same name and id. */
    private static SignedNote.Signature with(SignedNote.Signature line, byte[] bytes) {
        return new SignedNote.Signature(line.name(), line.keyId(), bytes);
    }

    private void note(String name, SignedNote.Signature... signatures) {
        add(name, new SignedNote(note.text(), List.of(signatures)).render());
    }

    private void add(String name, String checkpoint) {
        forged.accept(name, before + checkpoint);
    }
}
