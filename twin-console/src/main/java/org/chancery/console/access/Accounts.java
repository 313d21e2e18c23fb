package org.chancery.console.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The accounts of this installation: {@code accounts.json} in the data folder, readable by its owner only. They stand
 * apart from the ledger and the engine, which know pseudonyms only. Safe for use by many threads.
 */
public final class Accounts {

    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES) // an account without a mark is no demo account
            .build();

    private final Path file;
    private final Map<String, Account> byName = new ConcurrentHashMap<>();
    private final Map<String, Account> byPerson = new ConcurrentHashMap<>();

    /** @throws UncheckedIOException if the file exists but cannot be read or understood; the message names it */
    public Accounts(Path dataFolder) {
        this.file = dataFolder.resolve("accounts.json");
        if (Files.exists(file)) {
            read().forEach(this::index);
        }
    }

    public Optional<Account> byName(String username) {
        return Optional.ofNullable(byName.get(username.strip().toLowerCase(Locale.ROOT)));
    }

    public Optional<Account> byPerson(String personId) {
        return Optional.ofNullable(byPerson.get(personId));
    }

    public boolean isEmpty() {
        return byName.isEmpty();
    }

    /** Adds accounts, or replaces those of the same name, and writes the file before it returns. */
    public synchronized void put(Collection<Account> accounts) {
        accounts.forEach(this::index);
        write(List.copyOf(byName.values()));
    }

    private void index(Account account) {
        byName.put(account.username(), account);
        byPerson.put(account.personId(), account);
    }

    private List<Account> read() {
        try {
            return JSON.readValue(Files.readString(file), new TypeReference<>() {});
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        } catch (JacksonException e) {
            throw new UncheckedIOException(new IOException("not a list of accounts: " + file, e));
        }
    }

    /** Written beside the file and moved over it, so that a crash leaves the old or the new list, never half of one. */
    private void write(List<Account> accounts) {
        try {
            Files.createDirectories(file.getParent());
            Path fresh = file.resolveSibling(file.getFileName() + ".new");
            Files.deleteIfExists(fresh);
            boolean posix = Files.getFileStore(file.getParent()).supportsFileAttributeView("posix");
            if (posix) {
                Files.createFile(
                        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            Files.writeString(fresh, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(accounts));
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
