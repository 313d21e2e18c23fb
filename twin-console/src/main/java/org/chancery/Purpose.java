package org.chancery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.chancery.console.access.Account;
import org.chancery.console.access.Accounts;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;

/**
 * What a data folder is for. It is written into the folder ({@code purpose}, one word) at its first start and holds from
 * then on: the demo's passwords are public, so the demo must never open a real folder, and a log whose acts anybody
 * could have done must not be gone on with as a real one.
 */
enum Purpose {
    DEMO,
    PRODUCTION;

    private static final String FILE = "purpose";

    static Purpose of(Environment environment) {
        return environment.acceptsProfiles(Profiles.of("demo")) ? DEMO : PRODUCTION;
    }

    /** The folder is for something else; nothing in it was changed. */
    static final class Mixed extends RuntimeException {
        private static final long serialVersionUID = 1;

        private Mixed(String what, String next) {
            super(what + " Nothing was started or changed. " + next);
        }
    }

    /**
     * Holds the folder to its purpose, and gives it one if it has none yet.
     *
     * @param accounts those that the folder holds
     * @throws Mixed if the folder is for something else
     * @throws DataFolder.Unusable if the mark cannot be read or written
     */
    static void settle(Path folder, Purpose wanted, Accounts accounts) {
        Optional<Purpose> marked = read(folder);
        Purpose found = marked.orElseGet(() -> byAccounts(accounts).orElse(wanted));
        if (wanted == DEMO) {
            accounts.all().stream()
                    .filter(account -> !account.demo())
                    .map(Account::username)
                    .sorted()
                    .findFirst()
                    .ifPresent(real -> refuseDemo(
                            folder,
                            "its accounts.json holds accounts of real people ('" + real
                                    + "' is not marked as one of the demo's)"));
        }
        if (found != wanted) {
            if (wanted == DEMO) {
                refuseDemo(folder, "it was begun without the demo profile");
            }
            throw new Mixed(
                    "The data folder " + folder
                            + " was begun as a demonstration, in which everybody could act as anybody.",
                    "Choose another folder with --data, or start it as the demonstration it is (profile demo).");
        }
        if (marked.isEmpty()) {
            write(folder, wanted);
        }
    }

    /** Of a folder from before folders were marked. */
    private static Optional<Purpose> byAccounts(Accounts accounts) {
        return accounts.isEmpty()
                ? Optional.empty()
                : Optional.of(accounts.all().stream().allMatch(Account::demo) ? DEMO : PRODUCTION);
    }

    private static void refuseDemo(Path folder, String why) {
        throw new Mixed(
                "The demo profile, which is what 'run' starts by itself, lets everybody in with a published password, and "
                        + folder + " is no demonstration: " + why + ".",
                "Start it with SPRING_PROFILES_ACTIVE=prod, or choose another folder with --data.");
    }

    private static Optional<Purpose> read(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            String word = Files.readString(file).strip();
            return Optional.of(Arrays.stream(values())
                    .filter(purpose -> purpose.word().equals(word))
                    .findFirst()
                    .orElseThrow(() -> new Mixed(
                            file + " does not say what the folder is for.",
                            "It holds one word, 'demo' or 'production': write the right one and start again.")));
        } catch (IOException e) {
            throw new DataFolder.Unusable(folder, e);
        }
    }

    /** Beside the file and moved over it, so that a crash leaves no empty one. */
    private static void write(Path folder, Purpose purpose) {
        try {
            Path fresh = folder.resolve(FILE + ".new");
            Files.writeString(fresh, purpose.word() + "\n");
            Files.move(fresh, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new DataFolder.Unusable(folder, e);
        }
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
