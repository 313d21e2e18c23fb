package org.chancery.ledger.verify;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What {@link VerifyCommand} is asked.
 *
 * @param file what is to be checked
 * @param others receipts of the same case
 * @param history {@code --keys}
 * @param required {@code --require}
 */
record VerifyRequest(
        Path file,
        List<Path> others,
        Optional<String> key,
        Optional<Path> keyFile,
        Optional<Path> policy,
        Optional<Path> history,
        Optional<Path> officers,
        Set<SignatureAlgorithm> required,
        Optional<ZoneId> zone,
        Optional<Path> model) {

    static VerifyRequest of(List<String> arguments) throws NotChecked {
        List<Path> files = new ArrayList<>();
        Optional<String> key = Optional.empty();
        Optional<Path> keyFile = Optional.empty();
        Optional<Path> policy = Optional.empty();
        Optional<ZoneId> zone = Optional.empty();
        Optional<Path> model = Optional.empty();
        Optional<Path> history = Optional.empty();
        Optional<Path> officers = Optional.empty();
        Set<SignatureAlgorithm> required = EnumSet.noneOf(SignatureAlgorithm.class);
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            boolean option = argument.equals("--key") || argument.equals("--key-file");
            if (argument.equals("--policy") && i + 1 < arguments.size() && policy.isEmpty()) {
                policy = Optional.of(Path.of(arguments.get(++i)));
            } else if (argument.equals("--keys") && i + 1 < arguments.size() && history.isEmpty()) {
                history = Optional.of(Path.of(arguments.get(++i)));
            } else if (argument.equals("--model") && i + 1 < arguments.size() && model.isEmpty()) {
                model = Optional.of(Path.of(arguments.get(++i)));
            } else if (argument.equals("--officers") && i + 1 < arguments.size() && officers.isEmpty()) {
                officers = Optional.of(Path.of(arguments.get(++i)));
            } else if (argument.equals("--require") && i + 1 < arguments.size()) {
                String label = arguments.get(++i);
                required.add(SignatureAlgorithm.of(label).orElseThrow(() -> new NotChecked("error.algorithm", label)));
            } else if (argument.equals("--zone") && i + 1 < arguments.size() && zone.isEmpty()) {
                zone = ValueWords.zone(arguments.get(++i));
                if (zone.isEmpty()) {
                    throw new NotChecked("error.zone", arguments.get(i));
                }
            } else if (option && i + 1 < arguments.size() && key.isEmpty() && keyFile.isEmpty()) {
                String value = arguments.get(++i);
                key = argument.equals("--key") ? Optional.of(value) : key;
                keyFile = argument.equals("--key-file") ? Optional.of(Path.of(value)) : keyFile;
            } else if (!argument.startsWith("-")) {
                files.add(Path.of(argument));
            } else {
                throw new NotChecked("error.option", argument);
            }
        }
        if (files.isEmpty()) {
            throw new NotChecked("error.option", "");
        }
        return new VerifyRequest(
                files.getFirst(),
                files.subList(1, files.size()),
                key,
                keyFile,
                policy,
                history,
                officers,
                required,
                zone,
                model);
    }
}
