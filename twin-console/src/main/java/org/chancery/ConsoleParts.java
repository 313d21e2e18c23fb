package org.chancery;

import com.vaadin.flow.server.VaadinServiceInitListener;
import java.time.Clock;
import java.util.List;
import org.chancery.console.access.Accounts;
import org.chancery.console.access.DemoAccounts;
import org.chancery.console.access.People;
import org.chancery.console.api.LogKeyFile;
import org.chancery.console.api.StrangersPace;
import org.chancery.console.erasures.ErasureWords;
import org.chancery.console.inbox.TaskPanels;
import org.chancery.console.shell.LiveChanges;
import org.chancery.console.shell.ModelTexts;
import org.chancery.console.shell.OfficeTime;
import org.chancery.console.shell.Preferences;
import org.chancery.console.shell.Refusals;
import org.chancery.console.shell.SessionMessages;
import org.chancery.console.shell.Texts;
import org.chancery.engine.Engine;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.security.crypto.password.PasswordEncoder;

/** What the screens share. */
@Configuration(proxyBeanMethods = false)
class ConsoleParts {

    @Bean
    Accounts accounts(DataFolder folder, PasswordEncoder encoder, Environment environment) {
        Accounts accounts = new Accounts(folder.path());
        if (environment.acceptsProfiles(Profiles.of("demo"))) {
            DemoAccounts.ensure(accounts, encoder);
        }
        return accounts;
    }

    @Bean
    People people(Accounts accounts) {
        return new People(accounts);
    }

    @Bean
    Texts texts() {
        return new Texts(List.of("org.chancery.console.messages", "org.chancery.engine.messages"));
    }

    @Bean
    OfficeTime officeTime(ChanceryProperties properties) {
        return new OfficeTime(properties.zone());
    }

    @Bean
    Refusals refusals(Texts texts, People people, OfficeTime time) {
        return new Refusals(texts, people, time);
    }

    @Bean
    ErasureWords erasureWords(Texts texts, People people, OfficeTime time) {
        return new ErasureWords(texts, people, time);
    }

    @Bean
    ModelTexts modelTexts(Engine engine) {
        return new ModelTexts(engine);
    }

    @Bean
    LiveChanges liveChanges(Engine engine) {
        return new LiveChanges(engine);
    }

    @Bean
    TaskPanels taskPanels(Engine engine, ModelTexts modelTexts, Refusals refusals, People people, Texts texts) {
        return new TaskPanels(engine, modelTexts, refusals, people, texts);
    }

    @Bean
    StrangersPace strangersPace(ChanceryProperties properties, Clock clock) {
        ChanceryProperties.Strangers strangers = properties.strangers();
        return new StrangersPace(strangers.burst(), strangers.perMinute(), clock);
    }

    @Bean
    LogKeyFile logKeyFile(DataFolder folder) {
        return new LogKeyFile(folder.path().resolve("log.vkey"));
    }

    @Bean
    VaadinServiceInitListener preferences() {
        return new Preferences();
    }

    @Bean
    VaadinServiceInitListener sessionMessages(Texts texts) {
        return new SessionMessages(texts);
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }
}
