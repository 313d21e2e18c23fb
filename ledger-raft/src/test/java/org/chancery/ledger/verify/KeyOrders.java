package org.chancery.ledger.verify;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.chancery.ledger.log.SigningKey;

/** Records about keys on the order of officers, genuine ones and those that a thief of the log's key would write. */
public final class KeyOrders {

    private KeyOrders() {}

    /** A line of {@code authority}. */
    public record Line(String key, String signature) {

        String json() {
            return "{\"key\":\"" + key + "\",\"signature\":\"" + signature + "\"}";
        }
    }

    public static VerifierKey key(SigningKey officer) {
        return new VerifierKey(officer.name(), officer.publicKey());
    }

    public static Line line(SigningKey officer, String origin, List<KeyEvent> events) {
        byte[] order = KeyEvent.order(origin, events).getBytes(StandardCharsets.UTF_8);
        return new Line(key(officer).text(), Base64.getEncoder().encodeToString(officer.sign(order)));
    }

    public static List<Line> lines(String origin, List<KeyEvent> events, SigningKey... officers) {
        return Stream.of(officers).map(each -> line(each, origin, events)).toList();
    }

    public static String record(List<KeyEvent> events, List<Line> authority) {
        return record(events, authority.stream().map(Line::json).collect(Collectors.joining(",", "[", "]")));
    }

    /** @param authority as it stands in the record */
    public static String record(List<KeyEvent> events, String authority) {
        return "{\"authority\":" + authority + ",\"id\":\"x\",\"kind\":\"" + KeyEvent.KIND + "\",\"transitions\":"
                + KeyEvent.json(events) + ",\"v\":3}";
    }

    /** A forged order, and what is wrong with it. */
    public record Forged(String what, String record) {}

    /**
     * What somebody can make who has the log's key, but not those of the officers, from orders that these did sign.
     *
     * @param events what was ordered by all these officers
     * @param other something else that they ordered
     * @param thief a key of his own, in an officer's name
     */
    public static List<Forged> forged(
            String origin, List<KeyEvent> events, List<KeyEvent> other, List<SigningKey> officers, SigningKey thief) {
        List<Line> genuine = lines(origin, events, officers.toArray(SigningKey[]::new));
        List<Forged> all = new ArrayList<>();
        all.add(new Forged("nobody", record(events, List.of())));
        all.add(new Forged("nothing said", record(events, "[]").replace("\"authority\":[],", "")));
        for (String unreadable : List.of("null", "\"all\"", "{}", "[1]", "[null]", "[{}]", "[[]]", "7")) {
            all.add(new Forged("authority " + unreadable, record(events, unreadable)));
        }
        all.add(new Forged("a stranger in an officer's name", record(events, lines(origin, events, thief, thief))));
        all.add(new Forged("of something else", record(events, lines(origin, other, array(officers)))));
        all.add(new Forged("for another log", record(events, lines(origin + "2", events, array(officers)))));
        all.add(new Forged("under what was not ordered", record(other, genuine)));
        for (int i = 0; i < genuine.size(); i++) {
            int place = i;
            Line own = genuine.get(i);
            Line next = genuine.get((i + 1) % genuine.size());
            byte[] bytes = Base64.getDecoder().decode(own.signature());
            if (genuine.size() > 1) {
                all.add(new Forged(
                        "swapped " + i,
                        changed(events, genuine, place, line -> new Line(line.key(), next.signature()))));
                all.add(new Forged("twice " + i, record(events, List.of(own, own))));
                all.add(new Forged("alone " + i, record(events, List.of(own))));
                all.add(new Forged("with a stranger " + i, record(events, List.of(own, line(thief, origin, events)))));
            }
            all.add(new Forged(
                    "shorter " + i, changed(events, genuine, place, line -> signed(line, Arrays.copyOf(bytes, 63)))));
            all.add(new Forged("empty " + i, changed(events, genuine, place, line -> new Line(line.key(), ""))));
            all.add(new Forged("no base64 " + i, changed(events, genuine, place, line -> new Line(line.key(), "!"))));
            all.add(new Forged(
                    "no key " + i, changed(events, genuine, place, line -> new Line("x", line.signature()))));
            all.add(new Forged(
                    "a stranger's key " + i,
                    changed(events, genuine, place, line -> new Line(key(thief).text(), line.signature()))));
            for (int bit = 0; bit < 512; bit += 37) {
                byte[] flipped = bytes.clone();
                flipped[bit / 8] ^= (byte) (1 << bit % 8);
                all.add(new Forged(
                        "bit " + bit + " of " + i, changed(events, genuine, place, line -> signed(line, flipped))));
            }
        }
        return all;
    }

    private static SigningKey[] array(List<SigningKey> officers) {
        return officers.toArray(SigningKey[]::new);
    }

    private static Line signed(Line line, byte[] signature) {
        return new Line(line.key(), Base64.getEncoder().encodeToString(signature));
    }

    private static String changed(List<KeyEvent> events, List<Line> genuine, int place, UnaryOperator<Line> change) {
        List<Line> lines = new ArrayList<>(genuine);
        lines.set(place, change.apply(lines.get(place)));
        return record(events, lines);
    }
}
