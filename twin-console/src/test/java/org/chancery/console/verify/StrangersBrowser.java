package org.chancery.console.verify;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.chancery.ledger.CasePage;

/**
 * Chromium and a small server with the verifier's script: at {@code plain.test}, a plain HTTP address without WebCrypto,
 * and at {@code localhost}, a trustworthy one.
 */
final class StrangersBrowser implements AutoCloseable {

    private final HttpServer server;
    private final Playwright playwright;
    private final Browser browser;

    StrangersBrowser() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        serve("/verify.js", "text/javascript", CasePage.script());
        server.start();
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(Path.of("/usr/bin/chromium"))
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--host-resolver-rules=MAP plain.test 127.0.0.1")));
    }

    void serve(String path, String type, String text) {
        server.createContext(path, exchange -> {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type + ";charset=UTF-8");
            exchange.sendResponseHeaders(200, body.length);
            try (exchange) {
                exchange.getResponseBody().write(body);
            }
        });
    }

    String address(String host) {
        return "http://" + host + ":" + server.getAddress().getPort() + "/";
    }

    /** @param zone of the visitor's own clock */
    Page page(String language, String zone) {
        return browser.newPage(new Browser.NewPageOptions().setLocale(language).setTimezoneId(zone));
    }

    @Override
    public void close() {
        playwright.close();
        server.stop(0);
    }
}
