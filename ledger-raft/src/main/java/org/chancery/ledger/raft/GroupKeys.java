package org.chancery.ledger.raft;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chancery.ledger.LedgerException;

/**
 * The data keys of the group, every generation it ever sealed under, each wrapped for every member.
 *
 * <p>File {@code keys/group.keys}, the same for all members, lines of: key id (16 hex digits, the random name of one
 * generation), member, wrapped key (base64, see {@link MemberKey}). The last generation seals; all of them open. What
 * was sealed is never encrypted again: a new generation, or a new member, means new wraps only.
 */
final class GroupKeys {

    private static final String FAMILY = "chancery-group-keys-v";
    private static final String HEAD = FAMILY + "1";
    private static final int KEY_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Map<Long, byte[]> generations;

    private GroupKeys(Map<Long, byte[]> generations) {
        this.generations = generations;
    }

    /** A member's name, folder and key. */
    record Member(String id, VoterFolder folder, MemberKey key) {}

    /** A generation by name. */
    record DataKey(long id, byte[] secret) {}

    /**
     * Sees to it that every member can read every generation that any member can, creating the first one if there is
     * none at all.
     *
     * @param begun whether something is sealed under them already, so that they must be there
     * @throws LedgerException.Unavailable if they are not
     */
    static GroupKeys share(List<Member> members, boolean begun) {
        List<Map<Long, byte[]>> held = members.stream().map(GroupKeys::read).toList();
        Map<Long, byte[]> all = new LinkedHashMap<>();
        // Whoever reads most says in which order: a generation that only others read is no newer for that.
        held.stream()
                .sorted(Comparator.comparingInt((Map<Long, byte[]> one) -> one.size())
                        .reversed())
                .forEach(generations -> generations.forEach(all::putIfAbsent));
        if (all.isEmpty() && begun) {
            throw new LedgerException.Unavailable(
                    "The log has entries, but no voter can open the key they are sealed under: keys/group.keys and"
                            + " keys/member.p12 fit together in none of "
                            + members.stream().map(Member::id).toList()
                            + ". Nothing was changed: put the keys folder of any voter back from a backup, then start"
                            + " again.",
                    null);
        }
        if (all.isEmpty()) {
            add(all);
        }
        if (held.stream().anyMatch(generations -> !generations.keySet().equals(all.keySet()))) {
            write(all, members);
        }
        return new GroupKeys(all);
    }

    /**
     * As {@link #share}, with a new generation under which everything is sealed from now on. Nobody but these members
     * gets it, and each only under the key that it has now.
     */
    static GroupKeys renew(List<Member> members) {
        Map<Long, byte[]> all = new LinkedHashMap<>(share(members, true).generations);
        add(all);
        write(all, members);
        return new GroupKeys(all);
    }

    DataKey newest() {
        return generations.entrySet().stream()
                .reduce((earlier, later) -> later)
                .map(entry -> new DataKey(entry.getKey(), entry.getValue()))
                .orElseThrow();
    }

    /** The generations' names, the oldest first. */
    List<String> names() {
        return generations.keySet().stream()
                .map(id -> HexFormat.of().toHexDigits(id))
                .toList();
    }

    Optional<byte[]> generation(long id) {
        return Optional.ofNullable(generations.get(id));
    }

    private static void add(Map<Long, byte[]> generations) {
        byte[] secret = new byte[KEY_BYTES];
        RANDOM.nextBytes(secret);
        generations.put(RANDOM.nextLong(), secret);
    }

    /** The generations this member can open; none if it has no file, a rotten one, or lost its own key. */
    private static Map<Long, byte[]> read(Member member) {
        Path file = member.folder().groupKeys();
        List<String> lines = VoterFolder.read(file)
                .map(bytes ->
                        new String(bytes, StandardCharsets.US_ASCII).lines().toList())
                .orElse(List.of());
        Map<Long, byte[]> generations = new LinkedHashMap<>();
        if (!isOurs(file, lines)) {
            return generations;
        }
        lines.stream()
                .skip(1)
                .map(line -> line.split(" "))
                .filter(parts -> parts.length == 3 && parts[1].equals(member.id()))
                .forEach(parts -> open(member, parts)
                        .ifPresent(secret -> generations.put(HexFormat.fromHexDigitsToLong(parts[0]), secret)));
        return generations;
    }

    /** @throws LedgerException.Unavailable if it looks like a later version's, which must not be written over */
    private static boolean isOurs(Path file, List<String> lines) {
        String head = lines.isEmpty() ? "" : lines.getFirst();
        if (head.startsWith(FAMILY) && !head.equals(HEAD)) {
            throw new LedgerException.Unavailable(
                    "The group's keys in " + file + " begin with " + head + ", this program knows " + HEAD
                            + ". Nothing was changed: use the version of the program that wrote them, or, if none did,"
                            + " move the file away and start again: it is written anew from the other voters'.",
                    null);
        }
        return head.equals(HEAD);
    }

    private static Optional<byte[]> open(Member member, String[] parts) {
        try {
            return Optional.of(member.key().unwrap(Base64.getDecoder().decode(parts[2]), info(parts[0], member.id())));
        } catch (LedgerException.Unreadable | IllegalArgumentException lostItsKeyOrRotten) {
            return Optional.empty();
        }
    }

    private static void write(Map<Long, byte[]> generations, List<Member> members) {
        StringBuilder file = new StringBuilder(HEAD).append('\n');
        generations.forEach((id, secret) -> members.forEach(member -> {
            String name = HexFormat.of().toHexDigits(id);
            byte[] wrapped = MemberKey.wrap(member.key().publicKey(), info(name, member.id()), secret);
            file.append(name)
                    .append(' ')
                    .append(member.id())
                    .append(' ')
                    .append(Base64.getEncoder().encodeToString(wrapped))
                    .append('\n');
        }));
        byte[] bytes = file.toString().getBytes(StandardCharsets.US_ASCII);
        members.forEach(member -> VoterFolder.writeDurably(member.folder().groupKeys(), bytes));
    }

    private static byte[] info(String key, String member) {
        return (HEAD + " " + key + " " + member).getBytes(StandardCharsets.UTF_8);
    }
}
