package org.chancery.ledger.verify;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads C2SP tlog-policy, "Policy file syntax and structure". For one file only. */
final class PolicyParser {

    private static final int MAX_ADDRESS = 200;

    private static final Pattern ADDRESS = Pattern.compile(
            "https?://(?:[A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+\\])(?::[0-9]{1,5})?"
                    + "(?:/(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*)?",
            Pattern.CASE_INSENSITIVE);

    private final List<WitnessPolicy.Log> logs = new ArrayList<>();
    private final List<WitnessPolicy.Witness> witnesses = new ArrayList<>();
    private final Map<String, WitnessPolicy.Quorum> named = new HashMap<>();
    private final Set<String> grouped = new HashSet<>();
    private final Set<String> keys = new HashSet<>();
    private Optional<WitnessPolicy.Quorum> quorum = Optional.empty();

    PolicyParser() {
        named.put("none", new WitnessPolicy.Quorum.None());
    }

    WitnessPolicy parse(String file) throws MalformedTextException {
        int number = 0;
        for (String line : file.split("\n", -1)) {
            try {
                take(line);
                number++;
            } catch (MalformedTextException e) {
                throw e.after(number);
            }
        }
        if (quorum.isEmpty()) {
            throw new MalformedTextException(number, Flaw.NO_POLICY_QUORUM);
        }
        return new WitnessPolicy(logs, witnesses, quorum.get());
    }

    private void take(String line) throws MalformedTextException {
        require(line.chars().noneMatch(c -> c < ' ' && c != '\t' || c == 0x7f), Flaw.CONTROL_CHARACTER);
        List<String> words = Arrays.stream(line.split("[ \t]+"))
                .filter(word -> !word.isEmpty())
                .toList();
        if (words.isEmpty() || words.getFirst().startsWith("#")) {
            return;
        }
        List<String> rest = words.subList(1, words.size());
        switch (words.getFirst()) {
            case "log" -> log(rest);
            case "witness" -> witness(rest);
            case "group" -> group(rest);
            case "quorum" -> quorum(rest);
            default -> throw new MalformedTextException(1, Flaw.BAD_POLICY_LINE);
        }
    }

    private void log(List<String> words) throws MalformedTextException {
        require(words.size() == 1 || words.size() == 2, Flaw.BAD_POLICY_LINE);
        VerifierKey key = VerifierKey.parse(words.getFirst());
        requireNewKey("log", key.publicKey());
        logs.add(new WitnessPolicy.Log(key, url(words, 1)));
    }

    private void witness(List<String> words) throws MalformedTextException {
        require(words.size() == 2 || words.size() == 3, Flaw.BAD_POLICY_LINE);
        WitnessKey key = WitnessKey.parse(words.get(1));
        requireNewKey("witness", key.publicKey());
        Optional<URI> url = url(words, 2);
        require(url.isEmpty() || canBeAsked(url.get()), Flaw.BAD_POLICY_ADDRESS);
        WitnessPolicy.Witness witness = new WitnessPolicy.Witness(words.getFirst(), key, url);
        witnesses.add(witness);
        name(witness.label(), new WitnessPolicy.Quorum.One(witness));
    }

    private void group(List<String> words) throws MalformedTextException {
        require(words.size() >= 3, Flaw.BAD_POLICY_LINE);
        List<WitnessPolicy.Quorum> members = new ArrayList<>();
        for (String member : words.subList(2, words.size())) {
            // Each name in one group only, so that nobody counts twice.
            require(!member.equals("none") && named.containsKey(member) && grouped.add(member), Flaw.BAD_POLICY_NAME);
            members.add(named.get(member));
        }
        OptionalLong needed = switch (words.get(1)) {
            case "any" -> OptionalLong.of(1);
            case "all" -> OptionalLong.of(members.size());
            default -> Canonical.number(words.get(1));
        };
        require(
                needed.isPresent() && needed.getAsLong() >= 1 && needed.getAsLong() <= members.size(),
                Flaw.BAD_POLICY_LINE);
        name(words.getFirst(), new WitnessPolicy.Quorum.Some((int) needed.getAsLong(), members));
    }

    private void quorum(List<String> words) throws MalformedTextException {
        require(words.size() == 1, Flaw.BAD_POLICY_LINE);
        require(quorum.isEmpty(), Flaw.NO_POLICY_QUORUM);
        require(named.containsKey(words.getFirst()), Flaw.BAD_POLICY_NAME);
        quorum = Optional.of(named.get(words.getFirst()));
    }

    private void name(String name, WitnessPolicy.Quorum meaning) throws MalformedTextException {
        require(named.putIfAbsent(name, meaning) == null, Flaw.BAD_POLICY_NAME);
    }

    /** Two names for one key would let one signer count twice. */
    private void requireNewKey(String role, byte[] publicKey) throws MalformedTextException {
        require(keys.add(role + " " + HexFormat.of().formatHex(publicKey)), Flaw.BAD_POLICY_NAME);
    }

    private static Optional<URI> url(List<String> words, int index) throws MalformedTextException {
        try {
            return words.size() > index ? Optional.of(new URI(words.get(index))) : Optional.empty();
        } catch (URISyntaxException e) {
            throw new MalformedTextException(1, Flaw.BAD_POLICY_LINE);
        }
    }

    /** C2SP tlog-witness is spoken over HTTP, below a path; {@code policy.js} asks the same. */
    private static boolean canBeAsked(URI address) {
        String text = address.toString();
        return text.length() <= MAX_ADDRESS && ADDRESS.matcher(text).matches() && address.getHost() != null;
    }

    private static void require(boolean right, Flaw otherwise) throws MalformedTextException {
        if (!right) {
            throw new MalformedTextException(1, otherwise);
        }
    }
}
