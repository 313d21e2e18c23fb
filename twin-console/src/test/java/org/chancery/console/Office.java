package org.chancery.console;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.chancery.Application;
import org.chancery.engine.Engine;
import org.chancery.ledger.Ledger;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** The whole application with its real ledger and engine, and a browser in front of it. */
final class Office implements AutoCloseable {

    static final String PASSWORD = "chancery-demo";

    private final ConfigurableApplicationContext application;
    private final Playwright playwright;
    private final Browser browser;
    private final String address;

    /** What the pages wrote to the browser's console as errors, and requests that left this machine. */
    final List<String> complaints = new ArrayList<>();

    Office(Path data) {
        this(new SpringApplication(Application.class), data);
    }

    private Office(SpringApplication parts, Path data) {
        application = parts.run("--server.port=0", "--spring.profiles.active=demo", "--chancery.data=" + data);
        address = "http://localhost:"
                + ((WebServerApplicationContext) application).getWebServer().getPort() + "/";
        PlaywrightAssertions.setDefaultAssertionTimeout(Patiently.MILLIS);
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(Path.of("/usr/bin/chromium"))
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync")));
    }

    /** @param parts whose beans stand in for the application's of the same names */
    static Office with(Class<?> parts, Path data) {
        SpringApplication application = new SpringApplication(Application.class, parts);
        application.setAllowBeanDefinitionOverriding(true);
        return new Office(application, data);
    }

    /** Ends with a slash. */
    String address() {
        return address;
    }

    <T> T part(Class<T> type) {
        return application.getBean(type);
    }

    /** Waits until a signed checkpoint covers all that is recorded: whoever asks for a receipt gets it then. */
    void awaitCheckpoint() {
        Ledger ledger = part(Engine.class).ledger();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (ledger.checkpoint().head().size() < ledger.head().size()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("no checkpoint covers all leaves");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    /** A visitor who is not signed in. */
    Page visitor(String language, ColorScheme scheme, int width, int height) {
        BrowserContext context = browser.newContext(new Browser.NewContextOptions()
                .setBaseURL(address)
                .setLocale(language)
                .setTimezoneId("Asia/Shanghai")
                .setColorScheme(scheme)
                .setViewportSize(width, height));
        context.setDefaultTimeout(Patiently.MILLIS);
        Page page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(page.url() + ": " + message.text());
            }
        });
        page.onResponse(response -> {
            if (response.status() >= 400) {
                complaints.add(response.status() + " " + response.request().method() + " " + response.url());
            }
        });
        page.onPageError(error -> complaints.add(page.url() + ": " + error));
        page.onRequest(request -> {
            if (!request.url().startsWith(address) && request.url().startsWith("http")) {
                complaints.add("left this machine: " + request.url());
            }
        });
        return page;
    }

    /** Everybody closes the browser; open pages would go on listening. */
    void leave() {
        List.copyOf(browser.contexts()).forEach(BrowserContext::close);
    }

    /** A person signed in, in Chinese on a desk's screen. */
    Page person(String name) {
        return person(name, "zh-CN", ColorScheme.LIGHT, 1280, 800);
    }

    Page person(String name, String language, ColorScheme scheme, int width, int height) {
        Page page = visitor(language, scheme, width, height);
        page.navigate("login");
        page.locator("input[name=username]").fill(name);
        page.locator("input[name=password]").fill(PASSWORD);
        page.locator("vaadin-button[theme~=submit], vaadin-login-form vaadin-button")
                .first()
                .click();
        page.waitForURL(url -> !url.contains("login"));
        return page;
    }

    @Override
    public void close() {
        playwright.close();
        application.close();
    }
}
