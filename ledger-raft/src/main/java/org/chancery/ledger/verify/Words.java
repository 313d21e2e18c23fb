package org.chancery.ledger.verify;

import java.io.IOException;
import java.io.StringReader;
import java.text.MessageFormat;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.ResourceBundle;
import org.chancery.ledger.FindingWords;
import org.chancery.ledger.Harmless;

/** What the verifier says, in the reader's language: Chinese, or else English. */
final class Words {

    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd HH:mm:ss.SSS 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter OFFICE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss zzzz");

    /** What witnesses sign is in English. */
    static final FindingWords ENGLISH = new FindingWords(Locale.ENGLISH);

    private final ResourceBundle bundle;
    private final FindingWords findings;

    Words(Locale locale) {
        bundle = ResourceBundle.getBundle(
                Words.class.getPackageName() + ".words",
                locale,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
        findings = new FindingWords(bundle.getLocale());
    }

    /** What is found in cases, in the language spoken here. */
    FindingWords findings() {
        return findings;
    }

    /** An organisation by the name it goes by in public; the code itself if it is none of those known. */
    String organisation(String code) {
        String key = "org." + code;
        return bundle.containsKey(key) ? bundle.getString(key) : code;
    }

    /** In which role an officer acted; the code itself if it is none of those known. */
    String role(String code) {
        String key = "role." + code;
        return bundle.containsKey(key) ? bundle.getString(key) : code;
    }

    /** A sentence with its values; numbers are written plainly. */
    String say(String key, Object... values) {
        Object[] plain = new Object[values.length];
        for (int i = 0; i < values.length; i++) {
            plain[i] = harmless(values[i].toString());
        }
        return new MessageFormat(bundle.getString(key), Locale.ROOT).format(plain);
    }

    private String status(String status) {
        String key = "status." + status;
        return bundle.containsKey(key) ? bundle.getString(key) : status;
    }

    /** On what ground a person was erased; the code itself if it is none of those known. */
    String ground(String code) {
        String key = "ground." + code;
        return bundle.containsKey(key) ? bundle.getString(key) : code;
    }

    String moment(Instant instant) {
        return MOMENT.format(instant);
    }

    /** A moment on the clocks of a zone, which is named with it. */
    String moment(Instant instant, ZoneId zone) {
        return OFFICE.withLocale(language()).withZone(zone).format(instant);
    }

    private Locale language() {
        return bundle.getLocale().getLanguage().equals("zh") ? Locale.SIMPLIFIED_CHINESE : Locale.UK;
    }

    /** Titles of fields and choices in the language spoken here, out of a case's files. */
    Map<String, String> titles(Map<String, String> files) {
        String end = language().equals(Locale.UK) ? "_en.properties" : "_zh_CN.properties";
        Map<String, String> titles = new HashMap<>();
        files.forEach((name, text) -> {
            if (name.endsWith(end)) {
                Properties properties = new Properties();
                try {
                    properties.load(new StringReader(text));
                } catch (IOException | IllegalArgumentException e) {
                    return; // names stay as records have them
                }
                properties.stringPropertyNames().forEach(key -> titles.put(key, properties.getProperty(key)));
            }
        });
        return titles;
    }

    /** The verdict in a line or two. */
    String verdict(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Valid valid ->
                say("valid", moment(valid.asOf())) + "\n"
                        + say("valid.detail", valid.origin(), valid.index(), valid.size());
            case Verdict.ValidCase page ->
                say("valid", moment(page.asOf())) + "\n"
                        + say("valid.case", page.records().size(), page.origin(), page.subject()) + "\n"
                        + say("valid.address", page.address());
            case Verdict.Revoked revoked ->
                say("revoked", status(revoked.status()), moment(revoked.since())) + "\n"
                        + say("revoked.detail", moment(revoked.receipt().asOf()), revoked.by());
            case Verdict.Altered altered -> say("altered", say("altered." + altered.what(), altered.field()));
            case Verdict.UnknownSigner unknown -> say("unknown", unknown.name()) + "\n" + say("unknown.detail");
            case Verdict.NotWitnessed not -> say("unwitnessed", String.join(", ", not.missing()));
            case Verdict.KeyEnded ended ->
                ended.stolenSince().map(since -> say("stolen", moment(since))).orElseGet(() -> say("retired")) + "\n"
                        + say("ended.detail", ended.key());
            case Verdict.KeyNotOrdered not ->
                say("notordered", not.index()) + "\n" + say("notordered.detail", not.key(), orderers(not.why()));
            case Verdict.NotSigned not -> say("notsigned", String.join(", ", not.algorithms()));
            case Verdict.Malformed malformed -> say("malformed", malformed.line(), say("flaw." + malformed.why()));
        };
    }

    /** What an entry says of a key, and on whose order. */
    List<String> keyAct(KeyAct act) {
        long entry = act.index();
        String said = switch (act.event()) {
            case KeyEvent.Added(VerifierKey key, VerifierKey after) -> say("keys.added", entry, key, after);
            case KeyEvent.Retired(VerifierKey key) -> say("keys.retired", entry, key);
            case KeyEvent.Compromised(VerifierKey key, Instant since) -> say("keys.stolen", entry, key, moment(since));
        };
        return List.of(said, "  " + orderers(act.authority()));
    }

    private String orderers(KeyAuthority authority) {
        String names = String.join(", ", authority.officers());
        return switch (authority) {
            case KeyAuthority.Ordered ordered -> say("keys.ordered", names);
            case KeyAuthority.Claimed claimed when claimed.officers().isEmpty() -> say("keys.nobody");
            case KeyAuthority.Claimed claimed -> say("keys.claimed", names);
            case KeyAuthority.NotOrdered not when not.officers().isEmpty() -> say("keys.unordered", not.needed());
            case KeyAuthority.NotOrdered not -> say("keys.toofew", not.needed(), names);
        };
    }

    /** See {@link Harmless}. */
    static String harmless(String text) {
        return Harmless.of(text);
    }
}
