package org.chancery.console.verify;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.chancery.ledger.CasePage;
import org.chancery.ledger.LogKeys;

/**
 * Chromium and a small server with the verifier's script: at {@code plain.test} over plain HTTP, without WebCrypto, and at
 * {@code secure.test} over HTTPS.
 */
final class StrangersBrowser implements AutoCloseable {

    private static final String HEAD =
            "<!doctype html><title>t</title><link rel=icon href=data:,><script src=verify.js></script>";

    private static final List<String> STYLES =
            List.of("console.css", "forms.css", "lists.css", "case.css", "pages.css");
    private static final String WINDOW =
            "<meta name=viewport content=\"width=device-width\"><meta name=color-scheme content=\"light dark\">";

    /** What questions have in common: files come as base64. */
    private static final String BYTES =
            "<script>globalThis.bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));</script>";

    private static final String SECURE = "secure.test";

    private static final char[] PASSWORD = "changeit".toCharArray();

    private final HttpServer server;
    private final HttpsServer secure;
    /** A connection that a browser opens for later must keep no other waiting. */
    private final ExecutorService handshakes = Executors.newVirtualThreadPerTaskExecutor();

    private final Playwright playwright;
    private final Browser browser;

    StrangersBrowser() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        secure = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        secure.setHttpsConfigurator(new HttpsConfigurator(certified()));
        serve("/verify.js", "text/javascript", CasePage.script());
        serve("/program", "text/html", HEAD + BYTES);
        serve("/log.keys", "text/plain", LogKeys.UNCHANGED);
        serve("/officers.vkey", "text/plain", "");
        STYLES.forEach(name -> serve("/console/" + name, "text/css", style(name)));
        secure.setExecutor(handshakes);
        server.start();
        secure.start();
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
                                "--host-resolver-rules=MAP *.test 127.0.0.1")));
    }

    void serve(String path, String type, String text) {
        HttpHandler handler = exchange -> {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type + ";charset=UTF-8");
            exchange.sendResponseHeaders(200, body.length);
            try (exchange) {
                exchange.getResponseBody().write(body);
            }
        };
        server.createContext(path, handler);
        secure.createContext(path, handler);
    }

    /** With a certificate for a day, which the browser is told not to mind. */
    private static SSLContext certified() throws IOException {
        Path folder = Files.createTempDirectory("secure");
        Path file = folder.resolve("key.p12");
        String command = Path.of(System.getProperty("java.home"), "bin", "keytool")
                + " -genkeypair -alias web -keyalg EC -groupname secp256r1 -validity 1 -storetype PKCS12"
                + " -dname CN=" + SECURE + " -ext SAN=dns:" + SECURE + " -storepass " + new String(PASSWORD)
                + " -keystore " + file;
        try {
            Process keytool = new ProcessBuilder(command.split(" ")).inheritIO().start();
            if (keytool.waitFor() != 0) {
                throw new IOException("keytool ended with " + keytool.exitValue());
            }
            KeyStore keys = KeyStore.getInstance(file.toFile(), PASSWORD);
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } finally {
            Files.deleteIfExists(file);
            Files.delete(folder);
        }
    }

    /** The screen that checks files, as the console shows it to anybody, in the console's own look. */
    void serveScreen(String path, String language, String zone) {
        String styles = STYLES.stream()
                .map(name -> "<link rel=stylesheet href=console/" + name + ">")
                .collect(Collectors.joining());
        serve(
                path,
                "text/html",
                HEAD.replace("<title>", "<html lang=" + language + ">" + WINDOW + styles + "<title>")
                        + "<main class=\"screen verify\"><h1>" + path + "</h1><chancery-receipt-check zone=\"" + zone
                        + "\" language=\"" + language + "\"></chancery-receipt-check></main>");
    }

    private static String style(String name) {
        try (InputStream in = StrangersBrowser.class.getResourceAsStream("/META-INF/resources/console/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String address(String host) {
        return host.equals(SECURE)
                ? "https://" + host + ":" + secure.getAddress().getPort() + "/"
                : "http://" + host + ":" + server.getAddress().getPort() + "/";
    }

    /** @param zone of the visitor's own clock */
    Page page(String language, String zone) {
        return browser.newPage(new Browser.NewPageOptions()
                .setLocale(language)
                .setTimezoneId(zone)
                .setIgnoreHTTPSErrors(true));
    }

    /** The program by itself, on a page just loaded: {@code chancery}, and {@code bytes}, which reads base64. */
    Page program(String host) {
        Page page = page("en", "UTC");
        page.navigate(address(host) + "program");
        return page;
    }

    /**
     * What a function over the program answers, on a page just loaded.
     *
     * @param given its one argument
     */
    Map<?, ?> ask(String host, String function, Map<String, ?> given) {
        try (Page page = program(host)) {
            return (Map<?, ?>) page.evaluate(function, given);
        }
    }

    @Override
    public void close() {
        playwright.close();
        server.stop(0);
        secure.stop(0);
        handshakes.shutdownNow();
    }
}
