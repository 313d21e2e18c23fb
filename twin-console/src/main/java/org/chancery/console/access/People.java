package org.chancery.console.access;

import java.util.Locale;
import java.util.Optional;

/** Names to show for the pseudonyms that the engine and the ledger hold. */
public final class People {

    private final Accounts accounts;

    public People(Accounts accounts) {
        this.accounts = accounts;
    }

    /** The person's name, if this installation knows them. */
    public Optional<String> name(String personId, Locale locale) {
        return accounts.byPerson(personId).flatMap(account -> name(account, locale));
    }

    public static Optional<String> name(Account account, Locale locale) {
        String name = account.names().get(locale.getLanguage());
        return Optional.ofNullable(name)
                .or(() -> account.names().values().stream().findFirst());
    }
}
