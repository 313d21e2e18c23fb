package org.chancery.ledger.verify;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The page of a case taken apart: one block of base64 within a text that is the same in every page of one version of
 * this program. The block is canonical JSON (RFC 8785).
 *
 * @param address where {@code /verify} of the issuer lies; not part of any proof
 * @param key verifier key of the log that signed
 * @param receipts of the case's records, as texts, in the order of the log
 * @param deployment receipt of the record that deployed the model; empty if the page has no files
 * @param files name to content, out of that deployment
 * @param history what had become of the log's keys when the page was made
 * @param zone the issuer's time zone, as the IANA names it: in it the page shows times, and names it with them; not part
 *     of any proof. Empty in pages of version 1
 */
public record PageText(
        String address,
        String key,
        List<String> receipts,
        String deployment,
        SortedMap<String, String> files,
        KeyHistory history,
        Optional<String> zone) {

    /** Largest page in bytes. */
    public static final int MAX_BYTES = 16 * 1024 * 1024;

    private static final String OPEN = "<script type=\"application/octet-stream\" id=\"chancery-case\">";
    private static final String CLOSE = "</script>";
    private static final Pattern ZONE = Pattern.compile("[A-Za-z0-9+\\-_/:]{1,64}");
    private static final Pattern ADDRESS = Pattern.compile("https?://[^\\s\"<>\\\\^`{|}]{1,200}");

    public PageText {
        receipts = List.copyOf(receipts);
        files = new TreeMap<>(files);
    }

    /**
     * A page as it is kept.
     *
     * @param data what its block holds
     * @param shell SHA-256, in hex, of the text around the block
     */
    record Parsed(PageText data, String shell) {}

    /** Whether a file is meant to be a page and not a receipt. */
    static boolean looksLike(byte[] file) {
        String start = new String(file, 0, Math.min(file.length, 100), StandardCharsets.UTF_8);
        return start.stripLeading().regionMatches(true, 0, "<!doctype html>", 0, 15);
    }

    static Parsed parse(byte[] file) throws MalformedTextException {
        String text = utf8(file).orElseThrow(PageText::noPage);
        int open = text.indexOf(OPEN);
        int from = open + OPEN.length();
        int to = open < 0 ? -1 : text.indexOf(CLOSE, from);
        if (to < 0 || file.length > MAX_BYTES) {
            throw noPage();
        }
        byte[] shell = (text.substring(0, from) + text.substring(to)).getBytes(StandardCharsets.UTF_8);
        PageText data = Canonical.base64(text.substring(from, to))
                .flatMap(PageText::utf8)
                .flatMap(PageText::read)
                .orElseThrow(PageText::noPage);
        return new Parsed(data, HexFormat.of().formatHex(Rfc6962.sha256().digest(shell)));
    }

    private static MalformedTextException noPage() {
        return new MalformedTextException(1, Flaw.NOT_A_PAGE);
    }

    private static Optional<String> utf8(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static Optional<PageText> read(String json) {
        return JsonText.object(json)
                .flatMap(PageText::of)
                .filter(data -> data.json().equals(json));
    }

    private static Optional<PageText> of(Map<String, Object> members) {
        Optional<String> zone = members.get("zone") instanceof String name ? Optional.of(name) : Optional.empty();
        List<?> history = members.get("history") instanceof List<?> told ? told : List.of();
        if (members.get("address") instanceof String address
                && ADDRESS.matcher(address).matches()
                && members.get("key") instanceof String key
                && members.get("deployment") instanceof String deployment
                && members.get("receipts") instanceof List<?> receipts
                && members.get("files") instanceof Map<?, ?> named
                && receipts.stream().allMatch(String.class::isInstance)
                && history.stream().allMatch(String.class::isInstance)
                && history.size() < KeyHistory.MAX_RECEIPTS
                && (history.isEmpty() || zone.isPresent())
                && named.values().stream().allMatch(String.class::isInstance)
                && zone.stream().allMatch(name -> ZONE.matcher(name).matches())) {
            SortedMap<String, String> files = new TreeMap<>();
            named.forEach((name, content) -> files.put((String) name, (String) content));
            List<String> texts = receipts.stream().map(String.class::cast).toList();
            KeyHistory keys =
                    new KeyHistory(history.stream().map(String.class::cast).toList());
            return Optional.of(new PageText(address, key, texts, deployment, files, keys, zone));
        }
        return Optional.empty();
    }

    private String json() {
        String named = files.entrySet().stream()
                .map(file -> JsonText.quoted(file.getKey()) + ":" + JsonText.quoted(file.getValue()))
                .collect(Collectors.joining(","));
        String told = history.receipts().isEmpty() ? "" : ",\"history\":" + list(history.receipts());
        return "{\"address\":" + JsonText.quoted(address) + ",\"deployment\":" + JsonText.quoted(deployment)
                + ",\"files\":{" + named + "}" + told + ",\"key\":" + JsonText.quoted(key) + ",\"receipts\":"
                + list(receipts) + ",\"v\":" + version()
                + zone.map(name -> ",\"zone\":" + JsonText.quoted(name)).orElse("") + "}";
    }

    /** 1 had no zone, 2 no history of keys; a page whose log never changed its key is still of version 2. */
    private int version() {
        if (!history.receipts().isEmpty()) {
            return 3;
        }
        return zone.isPresent() ? 2 : 1;
    }

    private static String list(List<String> texts) {
        return texts.stream().map(JsonText::quoted).collect(Collectors.joining(",", "[", "]"));
    }

    /**
     * The page as a file.
     *
     * @throws IllegalArgumentException if the address is no http or https address of at most 200 characters, or the
     *     zone has no name of a zone, or a history is told without one
     */
    public String render() {
        if (zone.isEmpty() && !history.receipts().isEmpty()) {
            throw new IllegalArgumentException("a page that tells of keys names its zone");
        }
        if (!zone.stream().allMatch(name -> ZONE.matcher(name).matches())) {
            throw new IllegalArgumentException("not a time zone for a page: " + zone);
        }
        if (!ADDRESS.matcher(address).matches()) {
            throw new IllegalArgumentException("not an address for a page: " + address);
        }
        String block = Base64.getEncoder().encodeToString(json().getBytes(StandardCharsets.UTF_8));
        String shell = resource("page.html");
        int at = shell.indexOf(OPEN) + OPEN.length(); // the program behind it names the same mark
        return shell.substring(0, at) + block + shell.substring(at);
    }

    /** A file of the page that was built from {@code src/main/page}. */
    static String resource(String name) {
        try (InputStream in = PageText.class.getResourceAsStream("/org/chancery/ledger/page/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
