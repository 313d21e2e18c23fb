package org.chancery.ledger.verify;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.chancery.ledger.Hash;
import org.chancery.ledger.Head;
import org.chancery.ledger.Judgement;
import org.chancery.ledger.log.SigningKey;

/** A judge's key, and statements that it signed. */
record SignedStatement(SigningKey key) {

    static final String ORIGIN = "log.example/main";
    static final Instant AT = Instant.parse("2026-11-24T01:02:03.456Z");
    static final List<Judgement> FINDINGS = List.of(
            new Judgement.Deviation("Jx0Q", 3, "Activity_Approve", "completed without its approval"),
            new Judgement.NotJudged(5, "decision d7 has a withheld input"),
            new Judgement.Deviation("k77", 9, "", "ended twice"));

    static SignedStatement by(Path folder, String name) {
        return new SignedStatement(SigningKey.open(folder.resolve("judge.p12"), "lawfulness", name));
    }

    VerifierKey verifierKey() {
        return new VerifierKey(key.name(), key.publicKey());
    }

    static Head head(long size) {
        byte[] root = new byte[Hash.LENGTH];
        root[0] = (byte) size;
        return new Head(size, new Hash(root));
    }

    String of(long size, List<Judgement> findings) {
        return signed(LawfulnessNote.text(ORIGIN, head(size), AT, findings));
    }

    String signed(String text) {
        byte[] signature = key.sign(text.getBytes(StandardCharsets.UTF_8));
        return new SignedNote(
                        text,
                        List.of(new SignedNote.Signature(
                                key.name(), verifierKey().keyId(), signature)))
                .render();
    }
}
