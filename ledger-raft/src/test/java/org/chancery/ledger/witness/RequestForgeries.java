package org.chancery.ledger.witness;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.chancery.ledger.Hash;
import org.chancery.ledger.Head;
import org.chancery.ledger.log.LogKey;
import org.chancery.ledger.verify.MalformedTextException;
import org.chancery.ledger.verify.Rfc6962;
import org.chancery.ledger.verify.SignedNote;

/**
 * What a witness that has cosigned a log at one size may be asked to cosign and must not: what a forger without any key
 * makes of genuine requests, and what a log makes that lies under its own key.
 */
final class RequestForgeries {

    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

    private final SampleLog log;
    private final int last;
    private final Random random;
    private final List<SignedNote.Signature> cosignature;
    private final LogKey thief;
    private final LogKey stranger;
    private final Map<String, byte[]> all = new LinkedHashMap<>();

    /**
     * @param last size that the witness has cosigned; its proof to a larger one has several hashes
     * @param cosignature the witness's own line under that
     */
    RequestForgeries(SampleLog log, int last, SignedNote.Signature cosignature, Path folder, long seed) {
        this.log = log;
        this.last = last;
        this.random = new Random(seed);
        this.cosignature = List.of(cosignature);
        this.thief = LogKey.open(folder.resolve("thief.p12"), SampleLog.ORIGIN);
        this.stranger = LogKey.open(folder.resolve("stranger.p12"), "stranger.example/log");
        for (int next : new int[] {last, last + 1, 2 * last, log.size()}) {
            flips(next);
            lines(next);
            proofs(next);
            replays(next);
            signatures(next);
            texts(next);
            lies(next);
        }
        nothing();
    }

    /** Bodies of requests, by what was done. */
    Map<String, byte[]> all() {
        return all;
    }

    private void add(int next, String name, byte[] request) {
        if (!Arrays.equals(request, log.request(last, next))) {
            all.put("to " + next + ": " + name, request);
        }
    }

    private void add(int next, String name, long from, List<Hash> proof, SignedNote note) {
        add(next, name, SampleLog.request(from, proof, note));
    }

    private void flips(int next) {
        for (int i = 0; i < 60; i++) {
            byte[] request = log.request(last, next);
            int at = random.nextInt(request.length);
            int bit = random.nextInt(8);
            request[at] ^= (byte) (1 << bit);
            add(next, "bit " + bit + " of byte " + at, request);
        }
    }

    private void lines(int next) {
        List<String> lines = List.of(utf8(log.request(last, next)).split("(?<=\n)"));
        for (int i = 0; i < lines.size(); i++) {
            List<String> changed = new ArrayList<>(lines);
            changed.remove(i);
            add(next, "no line " + i, bytes(String.join("", changed)));
            if (!lines.get(i).startsWith("\u2014")) { // a signature that stands there twice is a signature
                changed.add(i, lines.get(i));
                changed.add(i, lines.get(i));
                add(next, "line " + i + " twice", bytes(String.join("", changed)));
            }
            for (int j = i + 1; j < lines.size(); j++) {
                changed = new ArrayList<>(lines);
                changed.set(i, lines.get(j));
                changed.set(j, lines.get(i));
                add(next, "lines " + i + " and " + j + " swapped", bytes(String.join("", changed)));
            }
        }
    }

    private void proofs(int next) {
        SignedNote note = log.checkpoint(next);
        List<Hash> right = log.proof(last, next);
        for (int from = 1; from <= last + 3; from++) {
            int to = Math.max(from, next - 1);
            for (List<Hash> other : List.of(log.proof(from, to), log.proof(Math.min(from, next), next))) {
                if (!other.equals(right)) {
                    add(next, "proof from " + from + " of " + other.size(), last, other, note);
                }
            }
        }
        if (right.size() > 1) {
            add(next, "proof reversed", last, right.reversed(), note);
        }
        for (Hash hash : List.of(
                new Hash(Rfc6962.empty()), log.head(last).root(), log.head(next).root())) {
            List<Hash> longer = new ArrayList<>(right);
            longer.add(random.nextInt(right.size() + 1), hash);
            add(next, "proof with " + hash.hex(), last, longer, note);
            add(next, "proof of " + hash.hex(), last, List.of(hash), note);
            for (int i = 0; i < right.size(); i++) {
                List<Hash> changed = new ArrayList<>(right);
                changed.set(i, hash);
                add(next, hash.hex() + " at " + i + " of the proof", last, changed, note);
            }
        }
    }

    /** Other sizes said to be the last one, and checkpoints from before it. */
    private void replays(int next) {
        for (int old = 0; old <= last + 2; old++) {
            if (old != last) {
                List<Hash> proof = log.proof(Math.min(old, next), next);
                add(next, "from " + old, old, old == 0 ? List.of() : proof, log.checkpoint(next));
            }
            if (old < last) {
                for (int from : new int[] {0, old, last}) {
                    add(next, "back to " + old + " from " + from, from, List.of(), log.checkpoint(old));
                    add(
                            next,
                            "back to " + old + " from " + from + ", proven",
                            from,
                            log.proof(old, last),
                            log.checkpoint(old));
                }
            }
        }
    }

    private void signatures(int next) {
        SignedNote note = log.checkpoint(next);
        SignedNote.Signature genuine = note.signatures().getFirst();
        SignedNote.Signature thiefs = signed(thief, log.head(next)).signatures().getFirst();
        SignedNote.Signature older = log.checkpoint(last - 1).signatures().getFirst();
        Map<String, List<SignedNote.Signature>> forged = new LinkedHashMap<>();
        forged.put("of a thief", List.of(thiefs));
        forged.put("of a thief under the log's key id", List.of(as(genuine, thiefs.bytes())));
        forged.put("of a stranger", signed(stranger, log.head(next)).signatures());
        forged.put("of another checkpoint", List.of(older));
        forged.put("of another checkpoint beside the right one", List.of(genuine, older));
        forged.put("of the witness instead of the log", cosignature);
        forged.put(
                "of the witness under the log's key id",
                List.of(as(genuine, cosignature.getFirst().bytes())));
        forged.put("of zeroes", List.of(as(genuine, new byte[genuine.bytes().length])));
        forged.put("of nothing", List.of(as(genuine, new byte[] {0})));
        forged.put(
                "under another name",
                List.of(new SignedNote.Signature("stranger.example/log", genuine.keyId(), genuine.bytes())));
        forged.forEach((name, lines) ->
                add(next, "signature " + name, last, log.proof(last, next), new SignedNote(note.text(), lines)));
    }

    private static SignedNote.Signature as(SignedNote.Signature line, byte[] bytes) {
        return new SignedNote.Signature(line.name(), line.keyId(), bytes);
    }

    /** Another text under the log's signature. */
    private void texts(int next) {
        SignedNote note = log.checkpoint(next);
        String root = log.head(next).root().base64();
        Map<String, String> forged = new LinkedHashMap<>();
        for (String other : List.of(
                new Hash(Rfc6962.empty()).base64(),
                Base64.getEncoder().encodeToString(new byte[32]),
                log.head(last - 1).root().base64(),
                log.lie().head(next).root().base64())) {
            forged.put("root " + other, note.text().replace(root, other));
        }
        for (long size : new long[] {last, next - 1L, next + 1L, 2L * next, Long.MAX_VALUE}) {
            forged.put("size " + size, note.text().replace("\n" + next + "\n", "\n" + size + "\n"));
        }
        forged.put("another origin", note.text().replace(SampleLog.ORIGIN, "stranger.example/log"));
        forged.put("an extension more", note.text() + "time 2027-01-01T00:00:00Z\n");
        forged.put("another time", note.text().replace("2026-11-24", "2027-11-24"));
        forged.values().removeIf(note.text()::equals);
        forged.forEach((name, text) ->
                add(next, name, bytes(utf8(log.request(last, next)).replace(note.text(), text))));
    }

    /** Signed by the log, and yet not an extension of what the witness knows. */
    private void lies(int next) {
        for (int truth = 0; truth < last; truth++) {
            SampleLog lie = log.lieFrom(truth);
            add(next, "a lie after " + truth, lie.request(last, next));
            add(next, "a lie after " + truth + ", no proof", last, List.of(), lie.checkpoint(next));
            List<Hash> proof = log.proof(last, next);
            add(next, "a lie after " + truth + ", the true proof", last, proof, lie.checkpoint(next));
        }
        // Far more, because a proof binds a size by its shape only: the one from 7 to 14 fits 15 too (RFC 9162,
        // 2.1.4.2).
        // A log that signs such a size has signed two roots for it as soon as it gets there.
        Head larger = new Head(1_000, log.head(next).root());
        add(next, "its root for far more", last, log.proof(last, next), log.checkpoint(larger));
    }

    private void nothing() {
        Hash empty = new Hash(Rfc6962.empty());
        for (Hash root : List.of(empty, log.head(1).root(), new Hash(new byte[32]))) {
            for (long size : new long[] {0, last, last + 1L}) {
                Head head = new Head(size, root);
                add(last + 1, "size " + size + " with root " + root.hex(), last, List.of(), log.checkpoint(head));
                add(
                        last + 1,
                        "size " + size + " with root " + root.hex() + ", from 0",
                        0,
                        List.of(),
                        log.checkpoint(head));
            }
        }
    }

    private static SignedNote signed(LogKey key, Head head) {
        try {
            return SignedNote.parse(key.sign(head, NOON).note());
        } catch (MalformedTextException e) {
            throw new AssertionError(e);
        }
    }

    private static String utf8(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
