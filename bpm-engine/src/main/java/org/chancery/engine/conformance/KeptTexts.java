package org.chancery.engine.conformance;

import java.util.Optional;
import org.chancery.ledger.JudgeMemory;
import org.chancery.ledger.LedgerException;

/**
 * Models that were had once stay at hand, so that a case followed again is judged by what it was judged by. Whoever asks
 * checks the hash, as of any text.
 */
final class KeptTexts implements ModelTexts {

    private static final String PREFIX = "model ";

    private final ModelTexts texts;
    private final JudgeMemory memory;

    KeptTexts(ModelTexts texts, JudgeMemory memory) {
        this.texts = texts;
        this.memory = memory;
    }

    @Override
    public Optional<byte[]> byHash(String sha256) {
        return kept(sha256).or(() -> fetched(sha256));
    }

    private Optional<byte[]> kept(String sha256) {
        try {
            return memory.get(PREFIX + sha256);
        } catch (LedgerException | JudgeMemory.Contradicted e) {
            return Optional.empty(); // it is asked for as if it had not been kept
        }
    }

    private Optional<byte[]> fetched(String sha256) {
        Optional<byte[]> text =
                texts.byHash(sha256).filter(found -> Library.hash(found).equals(sha256));
        text.ifPresent(found -> keep(sha256, found));
        return text;
    }

    private void keep(String sha256, byte[] text) {
        try {
            memory.put(PREFIX + sha256, text);
        } catch (LedgerException.Unavailable e) {
            // the next one asks for it again
        }
    }
}
