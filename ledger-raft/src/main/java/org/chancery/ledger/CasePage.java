package org.chancery.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.chancery.ledger.verify.KeyHistory;
import org.chancery.ledger.verify.MalformedTextException;
import org.chancery.ledger.verify.PageText;

/**
 * What one self-contained page proves of a case: it holds the receipts, the files that give its elements and fields
 * their names, and the program that checks all of it in any browser, without a server.
 *
 * @param receipts of the case's records in the order of the log, with their values, shown or withheld
 * @param deployment receipt of the record that deployed the model; empty if there are no files
 * @param files files of that deployment by name
 */
public record CasePage(List<Receipt> receipts, Optional<Receipt> deployment, Map<String, String> files) {

    public CasePage {
        receipts = List.copyOf(receipts);
        files = Map.copyOf(files);
    }

    /**
     * The page as a file.
     *
     * @param address of the public verification, which the page's QR code leads to: http or https, at most 200 characters
     * @param key verifier key of the log
     * @param zone in which the page shows times
     */
    public String html(String address, String key, ZoneId zone) {
        return html(address, key, LogKeys.UNCHANGED, zone);
    }

    /**
     * As {@link #html(String, String, ZoneId)}, for a log that changed its key.
     *
     * @param history what {@code log.keys} tells now: with it whoever trusts an earlier key can read the page
     * @throws LedgerException.Unavailable if that is no such file
     */
    public String html(String address, String key, String history, ZoneId zone) {
        List<String> texts = receipts.stream().map(Receipt::text).toList();
        String deployed = deployment.map(Receipt::text).orElse("");
        try {
            KeyHistory keys = KeyHistory.parse(history);
            return new PageText(address, key, texts, deployed, new TreeMap<>(files), keys, Optional.of(zone.getId()))
                    .render();
        } catch (MalformedTextException e) {
            throw new LedgerException.Unavailable(
                    "log.keys is damaged (line " + e.line() + "): put it back, or move it away", e);
        }
    }

    /** The program of the page, for other pages that check receipts. */
    public static String script() {
        return resource("verify.js");
    }

    /** SHA-256, in hex and one a line, of what stands around the proofs in pages of each version of this program. */
    public static String shells() {
        return resource("pages.txt");
    }

    private static String resource(String name) {
        try (InputStream in = CasePage.class.getResourceAsStream("page/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
