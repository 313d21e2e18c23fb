package org.chancery.ledger.verify;

import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.chancery.ledger.Sealing;

/**
 * Who must state that a case went as its model allows before it is sealed, and how many of them: a file of lines, each
 * once but for {@code judge}; empty lines and lines that begin with {@code #} are passed over.
 *
 * <pre>
 * log    chancery.example/main                                    the log's origin
 * judge  court  court.example/witness/lawfulness+1a2b3c4d+AZ…     a name in this file, and the key of its statements
 * judge  audit  audit.example/witness/lawfulness+0badcafe+AX…
 * needed 2                                                        how many of them
 * </pre>
 *
 * Keys of one key name are those of one witness, which has changed its key: of what it signed with any of them the newest
 * counts.
 *
 * @param origin of the log
 * @param judges by name, in the order of the file
 * @param needed from 1 to the number of their witnesses
 */
public record SealPolicy(String origin, Map<String, VerifierKey> judges, int needed) {

    /** @throws IllegalArgumentException if nobody, or more than there are, must sign */
    public SealPolicy {
        judges = Collections.unmodifiableMap(new LinkedHashMap<>(judges));
        if (needed < 1 || needed > witnesses(judges)) {
            throw new IllegalArgumentException(needed + " of " + witnesses(judges));
        }
    }

    /** Reads a policy file. */
    public static SealPolicy parse(String file) throws MalformedTextException {
        Map<String, VerifierKey> judges = new LinkedHashMap<>();
        Optional<String> origin = Optional.empty();
        OptionalLong needed = OptionalLong.empty();
        int number = 0;
        for (String line : file.split("\n", -1)) {
            number++;
            String[] words = line.strip().split("[ \t]+");
            if (words[0].isEmpty() || words[0].startsWith("#")) {
                continue;
            }
            switch (words[0] + " " + words.length) {
                case "log 2" -> {
                    require(origin.isEmpty() && SignedNote.isKeyName(words[1]), number, Flaw.BAD_POLICY_LINE);
                    origin = Optional.of(words[1]);
                }
                case "judge 3" -> judge(judges, words, number);
                case "needed 2" -> {
                    require(needed.isEmpty(), number, Flaw.BAD_POLICY_LINE);
                    needed = Canonical.number(words[1]);
                    require(needed.isPresent(), number, Flaw.BAD_POLICY_LINE);
                }
                default -> throw new MalformedTextException(number, Flaw.BAD_POLICY_LINE);
            }
        }
        long all = witnesses(judges);
        require(origin.isPresent(), number, Flaw.BAD_POLICY_LINE);
        require(
                needed.isPresent() && needed.getAsLong() >= 1 && needed.getAsLong() <= all,
                number,
                Flaw.NO_POLICY_QUORUM);
        return new SealPolicy(origin.get(), judges, (int) needed.getAsLong());
    }

    private static long witnesses(Map<String, VerifierKey> judges) {
        return judges.values().stream().map(VerifierKey::name).distinct().count();
    }

    /** Two names for one key would let one signer count twice. */
    private static void judge(Map<String, VerifierKey> judges, String[] words, int number)
            throws MalformedTextException {
        VerifierKey key;
        try {
            key = VerifierKey.parse(words[2]);
        } catch (MalformedTextException e) {
            throw e.after(number - 1);
        }
        boolean known = judges.values().stream().anyMatch(other -> Arrays.equals(other.publicKey(), key.publicKey()));
        require(!known && judges.putIfAbsent(words[1], key) == null, number, Flaw.BAD_POLICY_NAME);
    }

    private static void require(boolean right, int line, Flaw otherwise) throws MalformedTextException {
        if (!right) {
            throw new MalformedTextException(line, otherwise);
        }
    }

    /** The file that says this. */
    public String text() {
        StringBuilder text = new StringBuilder("log ").append(origin).append('\n');
        judges.forEach((name, key) -> text.append("judge ")
                .append(name)
                .append(' ')
                .append(key.text())
                .append('\n'));
        return text.append("needed ").append(needed).append('\n').toString();
    }

    /** The name of the judge who signed this certificate of a case of the log; empty if none of the policy did. */
    public Optional<String> signer(CaseCertificateNote certificate) {
        return judges.entrySet().stream()
                .filter(judge -> certificate.origin().equals(origin) && certificate.signedBy(judge.getValue()))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /**
     * The newest certificate of each witness about this case that covers its last entry, by its name in the policy. One that
     * was judged up to there and ends before, or whose verdict contradicts its findings, is none.
     *
     * @param lastLeaf index of the case's last entry
     */
    public Map<String, CaseCertificateNote> standing(
            String caseName, long lastLeaf, List<CaseCertificateNote> certificates) {
        Map<String, CaseCertificateNote> standing = new LinkedHashMap<>();
        certificates.stream()
                .filter(one -> one.caseName().equals(caseName) && one.head().size() > lastLeaf)
                .filter(one -> one.last() >= lastLeaf && !one.contradictsItself())
                .sorted(Comparator.comparing(CaseCertificateNote::at))
                .forEach(one -> signer(one).ifPresent(name -> {
                    ofSameWitness(name, standing).ifPresent(standing::remove);
                    standing.put(name, one);
                }));
        return standing;
    }

    /** Under which of its names the witness that has this one stands there. */
    private Optional<String> ofSameWitness(String name, Map<String, CaseCertificateNote> standing) {
        String witness = judges.get(name).name();
        return standing.keySet().stream()
                .filter(other -> judges.get(other).name().equals(witness))
                .findFirst();
    }

    /** What these certificates come to, see {@link #standing}. */
    public Sealing on(String caseName, long lastLeaf, List<CaseCertificateNote> certificates) {
        return on(caseName, lastLeaf, certificates, List.of());
    }

    /**
     * What these certificates come to, see {@link #standing}.
     *
     * @param refused what was signed of cases and does not count. Whoever signed the like after what stands has taken
     *     that back; and one that saw a deviation is heard even so.
     */
    public Sealing on(
            String caseName, long lastLeaf, List<CaseCertificateNote> certificates, List<CaseCertificateNote> refused) {
        Map<String, CaseCertificateNote> standing = standing(caseName, lastLeaf, certificates);
        Map<String, CaseCertificateNote> takenBack = takenBack(caseName, standing, refused);
        Sealing told = new Sealing(
                needed,
                signatures(standing),
                signatures(takenBack),
                judges.keySet().stream()
                        .filter(name -> ofSameWitness(name, standing).isEmpty())
                        .toList(),
                Map.of(),
                Optional.empty(),
                Optional.empty());
        return told.isDisputed() // one that saw a deviation is not outvoted
                ? told
                : told.since(told.signatures().stream()
                        .filter(told::counts)
                        .map(Sealing.Signature::at)
                        .sorted()
                        .skip(needed - 1L)
                        .findFirst());
    }

    /** The certificates that {@link #on} goes by. */
    public List<CaseCertificateNote> counting(
            String caseName, long lastLeaf, List<CaseCertificateNote> certificates, List<CaseCertificateNote> refused) {
        Map<String, CaseCertificateNote> standing = standing(caseName, lastLeaf, certificates);
        Map<String, CaseCertificateNote> takenBack = takenBack(caseName, standing, refused);
        return standing.entrySet().stream()
                .filter(one -> !one.getValue().verdict().seals() || !takenBack.containsKey(one.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** What each witness has signed since what stands of it, and what does not count: the newest. */
    private Map<String, CaseCertificateNote> takenBack(
            String caseName, Map<String, CaseCertificateNote> standing, List<CaseCertificateNote> refused) {
        Map<String, CaseCertificateNote> newer = new LinkedHashMap<>();
        refused.stream()
                .filter(one -> one.caseName().equals(caseName))
                .sorted(Comparator.comparing(CaseCertificateNote::at))
                .forEach(one -> signer(one)
                        .map(name -> ofSameWitness(name, standing).orElse(name))
                        .filter(name -> Optional.ofNullable(standing.get(name))
                                .filter(known -> !one.at().isAfter(known.at()))
                                .isEmpty())
                        .ifPresent(name -> newer.put(name, one)));
        return newer;
    }

    private List<Sealing.Signature> signatures(Map<String, CaseCertificateNote> certificates) {
        return judges.keySet().stream()
                .filter(certificates::containsKey)
                .map(name -> signature(name, certificates.get(name)))
                .toList();
    }

    private static Sealing.Signature signature(String name, CaseCertificateNote one) {
        return new Sealing.Signature(name, one.at(), one.head().size(), one.verdict());
    }
}
