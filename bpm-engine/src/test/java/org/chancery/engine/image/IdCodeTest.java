package org.chancery.engine.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.operaton.bpm.engine.impl.persistence.StrongUuidGenerator;

class IdCodeTest {

    private static final long NOW = 1_795_395_600_000_000L;

    private static byte[] written(List<String> texts) {
        ImageWriter writer = new ImageWriter(NOW);
        texts.forEach(writer::text);
        return writer.toBytes();
    }

    private static List<String> read(byte[] bytes, int count) {
        ImageReader reader = new ImageReader(ByteBuffer.wrap(bytes), NOW);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            texts.add(reader.text());
        }
        return texts;
    }

    @Test
    void whateverLooksLikeAnIdComesBackAsItWas() {
        String timed = "f6f47152-e70a-11f1-ae53-02fc00000001";
        List<String> texts = Arrays.asList(
                timed,
                "seal:" + timed,
                "est:1:f6f47151-e70a-11f1-ae53-02fc00000001",
                timed,
                "seal:" + timed,
                "seal:",
                timed.toUpperCase(java.util.Locale.ROOT),
                "00000000-0000-0000-0000-000000000000",
                "ffffffff-ffff-ffff-ffff-ffffffffffff",
                "ffffffff-ffff-1fff-ffff-ffffffffffff",
                "ffffffff-ffff-1fff-bfff-ffffffffffff",
                "00000000-0000-1000-8000-000000000000",
                "0b6f6fd6-7c15-41b4-bafa-7ca19ff6533f",
                timed + "x",
                timed + timed,
                "",
                null,
                "f6f47153-e70a-11f1-ae54-02fc00000002",
                timed);
        assertThat(read(written(texts), texts.size())).isEqualTo(texts);
    }

    @RepeatedTest(20)
    void anyMixtureComesBackAsItWas(RepetitionInfo run) {
        Random random = new Random(run.getCurrentRepetition());
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            long high = random.nextLong();
            long low = random.nextInt(3) * 0x1234567L | 0x8000000000000000L;
            String id = new UUID(random.nextBoolean() ? high & ~0xF000L | 0x1000L : high, low).toString();
            texts.add(random.nextInt(4) == 0 ? "element" + random.nextInt(5) + ":" + id : id);
            if (random.nextInt(5) == 0) {
                texts.add(texts.get(random.nextInt(texts.size())));
            }
        }
        assertThat(read(written(texts), texts.size())).isEqualTo(texts);
    }

    @Test
    void idsDrawnTogetherTakeAFewBytesEach() {
        StrongUuidGenerator ids = new StrongUuidGenerator();
        ids.getNextId();
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            texts.add(ids.getNextId());
        }
        assertThat(written(texts).length).isLessThan(50 * 6 + 20);
    }

    @Test
    void damagedIdsAreRefused() {
        byte[] unknownGenerator = {ImageWriter.ID, 3 * 5 + 1, 0};
        assertThatThrownBy(() -> read(unknownGenerator, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
