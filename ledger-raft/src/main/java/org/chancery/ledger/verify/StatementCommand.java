package org.chancery.ledger.verify;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.chancery.ledger.Judgement;
import org.chancery.ledger.verify.StatementVerifier.Outcome;

/**
 * {@code verify STATEMENT [--findings LIST] [--entry N] [--key VKEY | --key-file FILE] [--model FILE]}: checks a witness's statement of
 * lawfulness without a server. {@code --model} names a BPMN file that calls the listed elements by their names. Trusts the keys of judges in {@code ./data/sealing.policy} unless told others, see
 * {@link JudgeKeys}. Exit code 0: genuine, and it lists nothing (of entry N, counted from 0); 1: not genuine, or it does
 * not speak of entry N; 2: could not be checked; 3: genuine, and it lists deviations or what was not judged.
 */
final class StatementCommand {

    static final Path DEFAULT_KEYS = Path.of("data", "sealing.policy");

    private static final int LAWFUL = 0;
    private static final int NOT_VALID = 1;
    private static final int NOT_CHECKED = 2;
    private static final int LISTED = 3;

    private static final String FINDINGS = "--findings";
    private static final String ENTRY = "--entry";
    private static final byte[] BEGIN = LawfulnessNote.FIRST_LINE.getBytes(StandardCharsets.US_ASCII);

    private final Words words;
    private final PrintStream out;
    private final PrintStream err;

    StatementCommand(Words words, PrintStream out, PrintStream err) {
        this.words = words;
        this.out = out;
        this.err = err;
    }

    private static final class Request {
        private Optional<Path> file = Optional.empty();
        private Optional<Path> findings = Optional.empty();
        private OptionalLong entry = OptionalLong.empty();
        private Optional<String> key = Optional.empty();
        private Optional<Path> keyFile = Optional.empty();
        private Optional<Path> model = Optional.empty();
    }

    /** Whether the command line is about a statement: by its options, or by what its first file begins with. */
    static boolean isMeant(Path folder, List<String> arguments) {
        if (arguments.contains(FINDINGS) || arguments.contains(ENTRY)) {
            return true;
        }
        Iterator<String> rest = arguments.iterator();
        while (rest.hasNext()) {
            String argument = rest.next();
            if (!argument.startsWith("-")) {
                return begins(folder.resolve(argument));
            }
            if (rest.hasNext()) {
                rest.next();
            }
        }
        return false;
    }

    private static boolean begins(Path file) {
        try (var in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(BEGIN.length), BEGIN);
        } catch (IOException e) {
            return false; // whoever reads it next says so
        }
    }

    int run(Path folder, List<String> arguments) {
        try {
            Request request = request(arguments);
            List<VerifierKey> trusted = keys(folder, request);
            byte[] statement = read(folder.resolve(request.file.orElseThrow()), StatementVerifier.MAX_BYTES);
            Optional<byte[]> list = Optional.empty();
            if (request.findings.isPresent()) {
                list = Optional.of(read(folder.resolve(request.findings.get()), StatementVerifier.MAX_FINDINGS));
            }
            ModelNames model = model(folder, request);
            Outcome outcome = new StatementVerifier(trusted).verify(statement, list);
            if (outcome instanceof Outcome.Genuine genuine) {
                return genuine(genuine, request.entry, model);
            }
            out.println(refusal(outcome));
            return NOT_VALID;
        } catch (NotChecked e) {
            err.println(e.said(words));
            if (e.key().equals("error.option")) {
                err.println(words.say("statement.usage", DEFAULT_KEYS));
            }
            return NOT_CHECKED;
        }
    }

    private String refusal(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Altered(String signer) -> words.say("statement.altered", signer);
            case Outcome.OtherList(LawfulnessNote note) ->
                words.say("statement.other-list", note.deviations(), note.notJudged());
            case Outcome.UnknownSigner(String name) ->
                words.say("unknown", name) + "\n" + words.say("statement.unknown");
            case Outcome.Malformed(boolean list, int line, Flaw why) ->
                words.say(list ? "statement.no-list" : "statement.malformed", line, words.say("flaw." + why));
            case Outcome.Genuine genuine -> throw new IllegalStateException("it is no refusal");
        };
    }

    private int genuine(Outcome.Genuine genuine, OptionalLong entry, ModelNames model) {
        LawfulnessNote note = genuine.note();
        long size = note.head().size();
        boolean all = note.deviations() + note.notJudged() == 0;
        out.println(words.say(all ? "statement.all" : "statement.but", size, note.deviations(), note.notJudged()));
        out.println(words.say("statement.by", genuine.signer().name(), words.moment(note.at())));
        if (entry.isPresent() && entry.getAsLong() >= size) {
            out.println(words.say("statement.beyond", entry.getAsLong(), size));
            return NOT_VALID;
        }
        List<Judgement> listed = genuine.findings().orElse(List.of()).stream()
                .filter(one -> entry.isEmpty() || leaf(one) == entry.getAsLong())
                .toList();
        boolean unknown = genuine.findings().isEmpty() && !all;
        if (unknown) {
            out.println(words.say("statement.list-wanted"));
        } else if (entry.isPresent()) {
            out.println(words.say(listed.isEmpty() ? "statement.entry.none" : "statement.entry", entry.getAsLong()));
        }
        listed.forEach(one -> listed(one, model));
        out.println();
        out.println(words.say("proof"));
        detail("proof.origin", note.origin());
        detail("proof.size", size);
        detail("proof.root", note.head().root());
        detail("statement.digest", note.findings());
        detail("statement.signer", genuine.signer().text());
        return unknown || !listed.isEmpty() ? LISTED : LAWFUL;
    }

    /** The line as it is signed; then what the model calls its element, which no statement proves. */
    private void listed(Judgement one, ModelNames model) {
        out.println("  " + Words.harmless(Findings.text(List.of(one)).strip()));
        String element = element(one);
        model.name(element).ifPresent(name -> out.println("    " + words.say("statement.named", element, name)));
    }

    private static long leaf(Judgement one) {
        return switch (one) {
            case Judgement.Deviation deviation -> deviation.leaf();
            case Judgement.NotJudged notJudged -> notJudged.leaf();
            case Judgement.Recorded recorded -> recorded.leaf();
            case Judgement.Lawful() -> throw new IllegalStateException("what is lawful is not listed");
        };
    }

    private static String element(Judgement one) {
        return switch (one) {
            case Judgement.Deviation deviation -> deviation.element();
            case Judgement.Recorded recorded -> recorded.element();
            case Judgement.NotJudged notJudged -> "";
            case Judgement.Lawful() -> "";
        };
    }

    private void detail(String key, Object value) {
        out.println("  " + words.say(key) + ": " + Words.harmless(value.toString()));
    }

    private static Request request(List<String> arguments) throws NotChecked {
        Request request = new Request();
        Iterator<String> rest = arguments.iterator();
        while (rest.hasNext()) {
            String argument = rest.next();
            if (!argument.startsWith("-") && request.file.isEmpty()) {
                request.file = Optional.of(Path.of(argument));
            } else if (argument.startsWith("--") && rest.hasNext()) {
                take(request, argument, rest.next());
            } else {
                throw new NotChecked("error.option", argument);
            }
        }
        if (request.file.isEmpty()) {
            throw new NotChecked("error.option", "");
        }
        return request;
    }

    private static void take(Request request, String option, String value) throws NotChecked {
        switch (option) {
            case FINDINGS -> request.findings = Optional.of(Path.of(value));
            case ENTRY -> {
                request.entry = Canonical.number(value);
                if (request.entry.isEmpty()) {
                    throw new NotChecked("error.option", option + " " + value);
                }
            }
            case "--key" -> request.key = Optional.of(value);
            case "--key-file" -> request.keyFile = Optional.of(Path.of(value));
            case "--model" -> request.model = Optional.of(Path.of(value));
            default -> throw new NotChecked("error.option", option);
        }
    }

    private static ModelNames model(Path folder, Request request) throws NotChecked {
        if (request.model.isEmpty()) {
            return ModelNames.NONE;
        }
        return ModelNames.in(read(folder.resolve(request.model.get()), StatementVerifier.MAX_FINDINGS))
                .orElseThrow(() -> new NotChecked("error.model", request.model.get()));
    }

    private static List<VerifierKey> keys(Path folder, Request request) throws NotChecked {
        if (request.key.isPresent()) {
            try {
                return List.of(VerifierKey.parse(request.key.get()));
            } catch (MalformedTextException e) {
                throw new NotChecked("error.key", request.key.get());
            }
        }
        Path file = folder.resolve(request.keyFile.orElse(DEFAULT_KEYS));
        if (!Files.exists(file) && request.keyFile.isEmpty()) {
            throw new NotChecked("statement.keys", file);
        }
        List<VerifierKey> keys;
        try {
            keys = JudgeKeys.parse(new String(read(file, StatementVerifier.MAX_BYTES), StandardCharsets.UTF_8));
        } catch (MalformedTextException e) {
            throw new NotChecked("statement.keys.line", file, e.line());
        }
        if (keys.isEmpty()) {
            throw new NotChecked("statement.keys", file);
        }
        return keys;
    }

    /** At most one byte more than may be: the rest of a longer file changes nothing. */
    private static byte[] read(Path file, int most) throws NotChecked {
        try (var in = Files.newInputStream(file)) {
            return in.readNBytes(most + 1);
        } catch (IOException e) {
            throw new NotChecked("error.read", file, e.getClass().getSimpleName());
        }
    }
}
