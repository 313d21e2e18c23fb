package org.chancery.engine.conformance;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.operaton.bpm.model.xml.ModelException;

/** Models by hash, fetched and read once while they are in use; a text that has not the hash it is said to have is none. Not for several threads. */
final class Library {

    /** Files that stay read, those asked for lately. */
    private static final int READ = 500;

    private final ModelTexts texts;
    private final Map<String, Map<String, ProcessModel>> processes = new Lately<>(READ);
    private final Map<String, Map<String, Decision>> decisions = new Lately<>(READ);
    private final Set<String> missing = new LinkedHashSet<>();

    Library(ModelTexts texts) {
        this.texts = texts;
    }

    Optional<ProcessModel> process(ModelRef model) {
        return read(model.hash(), processes, ModelReader::read).map(all -> all.get(model.key()));
    }

    Optional<Map<String, Decision>> decisions(String hash) {
        return read(hash, decisions, Decision::read);
    }

    /** What could not be had is asked for again the next time. */
    private <T> Optional<T> read(String hash, Map<String, T> known, Function<byte[], T> reader) {
        T found = known.get(hash);
        if (found != null) {
            return Optional.of(found);
        }
        Optional<byte[]> text = text(hash);
        if (text.isEmpty()) {
            missing.add(hash);
        }
        Optional<T> read = text.flatMap(file -> readable(file, reader));
        read.ifPresent(model -> known.put(hash, model));
        return read;
    }

    private Optional<byte[]> text(String hash) {
        return texts.byHash(hash).filter(text -> hash(text).equals(hash));
    }

    /** Whether a text that could not be had when it was needed can be had now. */
    boolean foundSince() {
        return missing.stream().anyMatch(hash -> text(hash).isPresent());
    }

    /** Hashes of what could not be had when it was needed. */
    Set<String> missing() {
        return missing;
    }

    /** These could not be had by another one that this one goes on for. */
    void missed(Collection<String> hashes) {
        missing.addAll(hashes);
    }

    private static <T> Optional<T> readable(byte[] text, Function<byte[], T> reader) {
        try {
            return Optional.of(reader.apply(text));
        } catch (ModelException e) {
            return Optional.empty();
        }
    }

    /** SHA-256 in base64url without padding, as records name files. */
    static String hash(byte[] text) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
