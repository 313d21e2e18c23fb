package org.chancery.ledger.witness;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/** What the witness says, in its operator's language: Chinese, or else English. */
final class Words {

    private final ResourceBundle bundle;

    Words(Locale locale) {
        bundle = ResourceBundle.getBundle(
                Words.class.getPackageName() + ".words",
                locale,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    /** A sentence with its values; what came from outside moves no cursor and forges no line. */
    String say(String key, Object... values) {
        Object[] plain = new Object[values.length];
        for (int i = 0; i < values.length; i++) {
            plain[i] = values[i].toString().replaceAll("[\\p{Cntrl}\\p{Cf}]", " ");
        }
        return new MessageFormat(bundle.getString(key), Locale.ROOT).format(plain);
    }

    String look(LogFollower.Look look) {
        return switch (look) {
            case LogFollower.Look.NothingNew one -> say("nothing", one.origin(), one.size());
            case LogFollower.Look.Cosigned one -> say("cosigned", one.origin(), one.size());
            case LogFollower.Look.WentBack one -> say("went-back", one.origin(), one.size(), one.cosigned());
            case LogFollower.Look.Refused one -> say("refused", say("reason." + one.reason()));
            case LogFollower.Look.Unreadable one -> say("unreadable", one.why());
            case LogFollower.Look.Unable one -> say("unable", one.why());
        };
    }

    /** What a comparison led to; if to none, since when there is none. */
    String standing(Comparisons.Standing standing) {
        String found = found(standing.found());
        return standing.failing()
                .map(since -> found + " " + say("peer.since", since))
                .orElse(found);
    }

    String found(PeerComparison.Found found) {
        return switch (found) {
            case PeerComparison.Found.Same one -> say("peer.same", one.peer(), one.size());
            case PeerComparison.Found.Nothing one -> say("peer.nothing", one.peer());
            case PeerComparison.Found.Contradiction one ->
                say("peer.contradiction", one.peer(), one.theirs(), one.ours());
            case PeerComparison.Found.Worthless one -> say("peer.worthless", one.peer(), one.why());
            case PeerComparison.Found.Unreadable one -> say("peer.unreadable", one.peer(), one.why());
        };
    }
}
