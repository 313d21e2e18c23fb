package org.chancery.console.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.exc.ValueInstantiationException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The accounts of this installation: {@code accounts.json} in the data folder, readable by its owner only. They stand
 * apart from the ledger and the engine, which know pseudonyms only. Safe for use by many threads.
 */
public final class Accounts {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES) // a mistyped member is not passed over
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES) // an account without a mark is no demo account
            .build();

    private final Path file;
    private final Map<String, Account> byName = new ConcurrentHashMap<>();
    private final Map<String, Account> byPerson = new ConcurrentHashMap<>();

    /** The file cannot be read or understood. */
    public static final class Unusable extends RuntimeException {

        private static final long serialVersionUID = 1;

        private Unusable(Path file, String why, Throwable cause) {
            super(
                    "The accounts in " + file + " cannot be used: " + why
                            + ". Nothing was started or changed; correct the file and start again.",
                    cause);
        }
    }

    /** @throws Unusable if the file exists but cannot be read or understood; the message names file, line and fault */
    public Accounts(Path dataFolder) {
        this.file = dataFolder.resolve("accounts.json");
        if (Files.exists(file)) {
            for (Account account : read()) {
                if (byName.containsKey(key(account.username()))) {
                    throw new Unusable(file, "two accounts are named '" + account.username() + "'", null);
                }
                index(account);
            }
        }
    }

    public Optional<Account> byName(String username) {
        return Optional.ofNullable(byName.get(key(username)));
    }

    /** Every account, in no order. */
    public List<Account> all() {
        return List.copyOf(byName.values());
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
        byName.put(key(account.username()), account);
        byPerson.put(account.personId(), account);
    }

    private static String key(String username) {
        return username.strip().toLowerCase(Locale.ROOT);
    }

    private Account[] read() {
        try {
            Account[] accounts = JSON.readValue(Files.readString(file), Account[].class);
            if (accounts == null || Arrays.asList(accounts).contains(null)) {
                throw new Unusable(file, "it holds 'null' in the place of an account", null);
            }
            return accounts;
        } catch (AccessDeniedException e) {
            throw new Unusable(file, "this user may not read it", e);
        } catch (CharacterCodingException e) {
            throw new Unusable(file, "it is not written in UTF-8", e);
        } catch (IOException e) {
            throw new Unusable(file, e.getMessage(), e);
        } catch (JacksonException e) {
            throw new Unusable(file, fault(e), e);
        }
    }

    /** The place and the fault, without the reader's own classes. Members are quoted, values never. */
    private static String fault(JacksonException e) {
        TokenStreamLocation place = e.getLocation();
        String where = place == null ? "" : "line " + place.getLineNr() + ", column " + place.getColumnNr() + ": ";
        String member = e instanceof DatabindException bound && !bound.getPath().isEmpty()
                ? Optional.ofNullable(bound.getPath().getLast().getPropertyName())
                        .orElse("")
                : "";
        return where
                + switch (e) {
                    case UnrecognizedPropertyException unknown ->
                        "an account has no member '" + unknown.getPropertyName() + "'";
                    case ValueInstantiationException incomplete ->
                        incomplete.getCause().getMessage();
                    case DatabindException wrong
                    when !member.isEmpty() ->
                        "the value of '" + member + "' is not of its kind or not one of those known";
                    case DatabindException wrong -> "it is not a list of accounts";
                    default -> e.getOriginalMessage().lines().findFirst().orElse("it is not JSON");
                };
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
