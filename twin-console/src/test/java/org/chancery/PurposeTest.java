package org.chancery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.chancery.console.access.Account;
import org.chancery.console.access.Accounts;
import org.chancery.console.access.DemoAccounts;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

/** The demo, whose passwords are public, and a real folder never meet. */
class PurposeTest {

    @TempDir
    Path home;

    private Path data;

    @BeforeEach
    void folder() {
        data = home.resolve("data");
    }

    @Test
    void theDemoDoesNotOpenAFolderWithARealAccount() throws Exception {
        open("prod");
        new Accounts(data).put(List.of(account("liu", false)));
        Files.delete(data.resolve("purpose")); // as folders were before they were marked
        String before = Files.readString(data.resolve("accounts.json"));

        assertThat(refusal("demo"))
                .contains(data.toString(), "'liu'", "Nothing was started", "SPRING_PROFILES_ACTIVE=prod");
        assertThat(Files.readString(data.resolve("accounts.json"))).isEqualTo(before);
        assertThat(data.resolve("purpose")).doesNotExist();
        open("prod");
    }

    @Test
    void aRealAccountInADemosFolderEndsTheDemo() throws Exception {
        open("demo");
        Accounts accounts = new Accounts(data);
        DemoAccounts.ensure(accounts, new Argon2PasswordEncoder(16, 32, 1, 1024, 1));
        open("demo");
        accounts.put(List.of(account("liu", false)));
        assertThat(refusal("demo")).contains("'liu'");
    }

    @Test
    void aFolderBegunForRealIsNoDemoEvenBeforeItHasAccounts() throws Exception {
        open("prod");
        assertThat(refusal("demo")).contains("begun without the demo profile", "--data");
        assertThat(data.resolve("accounts.json")).doesNotExist();
        open("other");
    }

    @Test
    void aDemonstrationIsNotGoneOnWithForReal() throws Exception {
        open("demo");
        assertThat(refusal("prod")).contains("begun as a demonstration", "--data");

        Files.delete(data.resolve("purpose"));
        new Accounts(data).put(List.of(account("founder", true)));
        assertThat(refusal("prod")).contains("begun as a demonstration");
        open("demo");
    }

    @Test
    void aMarkThatSaysNothingIsNotGuessedAt() throws Exception {
        open("prod");
        Files.writeString(data.resolve("purpose"), "trial\n");
        assertThat(refusal("prod")).contains(data.resolve("purpose").toString(), "'demo' or 'production'");
        assertThat(refusal("demo")).contains(data.resolve("purpose").toString());
    }

    @Test
    void aTypoInTheAccountsIsSaidBeforeAnythingStarts() throws Exception {
        open("prod");
        Files.writeString(data.resolve("accounts.json"), "[\n  {\"username\": \"liu\",,}\n]\n");
        assertThat(refusal("prod")).contains("accounts.json", "line 2");
    }

    private static Account account(String name, boolean demo) {
        return new Account(name, "hash", "p-" + name, Map.of(), "tax", Set.of(), Set.of(), demo);
    }

    /** As a start does it first; the folder is free again afterwards. */
    private void open(String profile) throws Exception {
        MockEnvironment environment = new MockEnvironment().withProperty("chancery.data", data.toString());
        environment.setActiveProfiles(profile);
        new NodeParts()
                .dataFolder(
                        Binder.get(environment)
                                .bind("chancery", ChanceryProperties.class)
                                .get(),
                        environment)
                .close();
    }

    private String refusal(String profile) {
        String[] line = new String[1];
        assertThatThrownBy(() -> open(profile))
                .satisfies(refused -> line[0] = StartFailure.line(refused).orElseThrow());
        assertThat(line[0]).doesNotContain("\n").contains("Nothing was started");
        return line[0];
    }
}
