package org.chancery.ledger.verify;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.chancery.ledger.CommittedValue;
import org.chancery.ledger.Hash;

/**
 * {@code verify FILE [OTHER…] [--key VKEY | --key-file FILE] [--policy FILE] [--keys FILE] [--officers FILE] [--require ALGORITHM…] [--zone ZONE] [--model FILE]}: checks a receipt, the page of a case, or its certificates, without a server. Certificates are held against a
 * sealing policy, {@code ./data/sealing.policy} unless told another; {@code --model} names the BPMN file that calls the elements of a certificate by their names. Other receipts of the
 * same case can tell that its status was replaced later. Exit code 0: valid; 1: not valid; 2: could not be checked. Trusts the keys in {@code ./data/log.vkey} unless told others: one verifier key a
 * line; empty lines and lines that begin with {@code #} are passed over. A witness's statement of lawfulness is for
 * {@link StatementCommand}.
 */
public final class VerifyCommand {

    private static final Path DEFAULT_KEYS = Path.of("data", "log.vkey");
    /** The office's zone unless a page, or whoever asks, names another: times read as on the office's screens. */
    private static final ZoneId OFFICE = ZoneId.of("Asia/Shanghai");

    private static final int VALID = 0;
    private static final int NOT_VALID = 1;
    private static final int NOT_CHECKED = 2;

    private final Words words;
    private final PrintStream out;
    private final PrintStream err;

    VerifyCommand(Locale locale, PrintStream out, PrintStream err) {
        this.words = new Words(locale);
        this.out = out;
        this.err = err;
    }

    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        System.exit(new VerifyCommand(Locale.getDefault(), out, err).run(Path.of(""), List.of(arguments)));
    }

    /** @param folder what relative names are relative to */
    int run(Path folder, List<String> arguments) {
        if (StatementCommand.isMeant(folder, arguments)) {
            return new StatementCommand(words, out, err).run(folder, arguments);
        }
        try {
            VerifyRequest request = VerifyRequest.of(arguments);
            byte[] file = read(folder.resolve(request.file()));
            if (CaseCertificateNote.begins(file)) {
                return certificate(folder, request, file) ? VALID : NOT_VALID;
            }
            if (request.model().isPresent()) {
                throw new NotChecked("error.model.alone", request.model().get());
            }
            Optional<WitnessPolicy> policy = policy(folder, request);
            List<VerifierKey> trusted = keys(folder, request, policy);
            Trust trust = policy.map(known -> Trust.in(trusted, known))
                    .orElseGet(() -> Trust.in(trusted))
                    .demanding(request.required());
            trust = (request.officers().isEmpty()
                            ? trust
                            : trust.orderedBy(
                                    officers(folder, request.officers().get())))
                    .inTheLightOf(history(folder, request));
            ReceiptVerifier verifier = new ReceiptVerifier(trust);
            List<Verdict.Valid> others = others(verifier, folder, request.others());
            Verdict verdict = verifier.verify(file, others);
            out.println(words.verdict(verdict));
            if (verdict instanceof Verdict.ValidCase page) {
                PageText text = PageText.parse(file).data();
                ZoneId zone = request.zone()
                        .or(() -> text.zone().flatMap(ValueWords::zone))
                        .orElse(OFFICE);
                ValueWords values = new ValueWords(words, zone, words.titles(text.files()));
                page.records().forEach(record -> entry(record, values));
                keys(trust.inTheLightOf(text.history()));
                return VALID;
            }
            if (verdict instanceof Verdict.Valid || verdict instanceof Verdict.Revoked) {
                ValueWords values = new ValueWords(words, request.zone().orElse(OFFICE), Map.of());
                erasures(verdict instanceof Verdict.Revoked revoked ? revoked.receipt() : (Verdict.Valid) verdict);
                ReceiptText receipt = ReceiptText.parse(file);
                details(receipt, verifier.signers(receipt), values);
                witnesses(verdict instanceof Verdict.Revoked revoked ? revoked.receipt() : (Verdict.Valid) verdict);
            }
            keys(trust);
            return verdict instanceof Verdict.Valid ? VALID : NOT_VALID;
        } catch (NotChecked e) {
            err.println(e.said(words));
            if (e.key().equals("error.option")) {
                err.println(words.say("usage", DEFAULT_KEYS));
            }
            return NOT_CHECKED;
        } catch (MalformedTextException e) {
            throw new IllegalStateException("a valid receipt parses", e);
        }
    }

    private boolean certificate(Path folder, VerifyRequest request, byte[] file) throws NotChecked {
        if (request.key().isPresent()
                || request.keyFile().isPresent()
                || request.history().isPresent()
                || request.officers().isPresent()
                || !request.required().isEmpty()
                || !request.others().isEmpty()) {
            throw new NotChecked("error.certificate", "");
        }
        Path named = request.policy().orElseGet(CertificateCommand::defaultPolicy);
        try {
            SealPolicy policy = SealPolicy.parse(new String(read(folder.resolve(named)), StandardCharsets.UTF_8));
            return new CertificateCommand(words, out, request.zone().orElse(OFFICE))
                    .check(file, policy, model(folder, request));
        } catch (MalformedTextException e) {
            throw new NotChecked("error.sealing", named, e.line());
        }
    }

    private static ModelNames model(Path folder, VerifyRequest request) throws NotChecked {
        if (request.model().isEmpty()) {
            return ModelNames.NONE;
        }
        return ModelNames.in(read(folder.resolve(request.model().get())))
                .orElseThrow(() -> new NotChecked("error.model", request.model().get()));
    }

    private static List<Verdict.Valid> others(ReceiptVerifier verifier, Path folder, List<Path> files)
            throws NotChecked {
        List<Verdict.Valid> others = new ArrayList<>();
        for (Path file : files) {
            switch (verifier.verify(read(folder.resolve(file)))) {
                case Verdict.Valid valid -> others.add(valid);
                case Verdict.ValidCase page -> others.addAll(page.records());
                default -> throw new NotChecked("error.other", file);
            }
        }
        return others;
    }

    /** What became of the log's keys, and who ordered it. */
    private void keys(Trust trust) {
        List<KeyAct> acts = trust.limits().acts();
        if (!acts.isEmpty()) {
            out.println();
            out.println(words.say("keys"));
            acts.stream().flatMap(act -> words.keyAct(act).stream()).forEach(line -> out.println("  " + line));
        }
    }

    private void erasures(Verdict.Valid receipt) {
        for (ErasureStatement erased : ErasureStatement.in(receipt)) {
            out.println();
            erased.lines(words).forEach(out::println);
        }
    }

    private void entry(Verdict.Valid record, ValueWords values) {
        out.println();
        out.println(words.say("entry", record.index()));
        out.println(Words.harmless(JsonLayout.of(record.record())).indent(2).stripTrailing());
        record.values().forEach(value -> value(value, values));
    }

    private void details(ReceiptText receipt, List<VerifierKey> signers, ValueWords values) {
        CheckpointNote checkpoint = receipt.checkpoint();
        out.println();
        out.println(words.say("record"));
        out.println(Words.harmless(JsonLayout.of(receipt.record())).indent(2).stripTrailing());
        values(receipt, values);
        out.println();
        out.println(words.say("proof"));
        detail("proof.origin", checkpoint.origin());
        detail("proof.index", receipt.index());
        detail("proof.size", checkpoint.head().size());
        detail("proof.leaf", leafHash(receipt));
        detail("proof.path", words.say("proof.path.value", receipt.proof().size()));
        detail("proof.root", checkpoint.head().root());
        signers.forEach(key -> detail("proof.signer." + key.algorithm().label(), key.text()));
    }

    private void values(ReceiptText receipt, ValueWords values) {
        int count = CommitmentCheck.of(receipt.record()).count();
        if (count == 0) {
            return;
        }
        out.println();
        out.println(words.say("values"));
        if (receipt.values().isEmpty()) {
            out.println("  " + words.say("values.none", count));
        }
        receipt.values().forEach(value -> value(value, values));
    }

    private void value(CommittedValue value, ValueWords values) {
        String line = words.say("list.member", values.name(value.name()), values.value(value));
        out.println("  " + line.replace('\n', ' '));
    }

    private static String leafHash(ReceiptText receipt) {
        byte[] hash = Rfc6962.leaf(receipt.record().getBytes(StandardCharsets.UTF_8));
        return new Hash(hash).base64();
    }

    private void detail(String key, Object value) {
        out.println("  " + words.say(key) + ": " + Words.harmless(value.toString()));
    }

    private void witnesses(Verdict.Valid receipt) {
        receipt.witnesses().signed().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(signed -> detail("proof.witness", signed.getKey() + ", " + words.moment(signed.getValue())));
        receipt.witnesses().unchecked().forEach(name -> detail("proof.unchecked", name));
    }

    private static Optional<WitnessPolicy> policy(Path folder, VerifyRequest request) throws NotChecked {
        if (request.policy().isEmpty()) {
            return Optional.empty();
        }
        Path file = request.policy().get();
        try {
            return Optional.of(WitnessPolicy.parse(new String(read(folder.resolve(file)), StandardCharsets.UTF_8)));
        } catch (MalformedTextException e) {
            throw new NotChecked("error.policy", file, e.line());
        }
    }

    private static Officers officers(Path folder, Path file) throws NotChecked {
        try {
            return Officers.parse(new String(read(folder.resolve(file)), StandardCharsets.UTF_8));
        } catch (MalformedTextException e) {
            throw new NotChecked("error.officers", file, e.line());
        }
    }

    private static KeyHistory history(Path folder, VerifyRequest request) throws NotChecked {
        if (request.history().isEmpty()) {
            return KeyHistory.NONE;
        }
        Path file = request.history().get();
        try {
            return KeyHistory.parse(new String(read(folder.resolve(file)), StandardCharsets.UTF_8));
        } catch (MalformedTextException e) {
            throw new NotChecked("error.history", file, e.line());
        }
    }

    /** The keys that were given; else those of the policy, if it names any; else those of the node beside us. */
    private static List<VerifierKey> keys(Path folder, VerifyRequest request, Optional<WitnessPolicy> policy)
            throws NotChecked {
        List<VerifierKey> logs = policy.stream()
                .flatMap(known -> known.logs().stream())
                .map(WitnessPolicy.Log::key)
                .toList();
        return logs.isEmpty() || request.key().isPresent() || request.keyFile().isPresent()
                ? keys(folder, request)
                : logs;
    }

    private static List<VerifierKey> keys(Path folder, VerifyRequest request) throws NotChecked {
        if (request.key().isPresent()) {
            return List.of(key(request.key().get()));
        }
        Path file = folder.resolve(request.keyFile().orElse(DEFAULT_KEYS));
        List<VerifierKey> keys = new ArrayList<>();
        if (Files.exists(file) || request.keyFile().isPresent()) {
            for (String line : new String(read(file), StandardCharsets.UTF_8).split("\\R")) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    keys.add(key(line.strip()));
                }
            }
        }
        if (keys.isEmpty()) {
            throw new NotChecked("error.keys", file);
        }
        return keys;
    }

    private static VerifierKey key(String text) throws NotChecked {
        try {
            return VerifierKey.parse(text);
        } catch (MalformedTextException e) {
            throw new NotChecked("error.key", text);
        }
    }

    /** At most one byte more than a page may have: the rest of a longer file changes nothing. */
    private static byte[] read(Path file) throws NotChecked {
        try (var in = Files.newInputStream(file)) {
            return in.readNBytes(PageText.MAX_BYTES + 1);
        } catch (IOException e) {
            throw new NotChecked("error.read", file, e.getClass().getSimpleName());
        }
    }
}
