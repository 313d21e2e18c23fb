package org.chancery.ledger.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.chancery.ledger.Entry;
import org.junit.jupiter.api.Test;

/** What a Raft entry carries. */
class ProposalBatchTest {

    private final Random random = new Random(3);

    private Proposal proposal() {
        byte[] publicPart = new byte[random.nextInt(100)];
        byte[] privatePart = new byte[random.nextInt(100)];
        random.nextBytes(publicPart);
        random.nextBytes(privatePart);
        return new Proposal(random.nextLong(), new Entry(UUID.randomUUID(), publicPart, privatePart));
    }

    @Test
    void severalAreReadBackInOrderAndOneIsWrittenAsItAlwaysWas() {
        for (int count = 1; count <= 40; count++) {
            List<Proposal> proposals =
                    IntStream.range(0, count).mapToObj(i -> proposal()).toList();
            assertThat(ProposalBatch.decode(ProposalBatch.encode(proposals)))
                    .usingRecursiveComparison()
                    .isEqualTo(proposals);
        }
        Proposal one = proposal();
        assertThat(ProposalBatch.encode(List.of(one))).isEqualTo(one.encode());
    }

    @Test
    void whatIsCutOffOrOfAnotherVersionIsNoBatch() {
        byte[] whole = ProposalBatch.encode(List.of(proposal(), proposal())).toByteArray();
        for (int length : new int[] {0, 1, 3, 4, 30, whole.length - 1}) {
            ByteString cut = ByteString.copyFrom(Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> ProposalBatch.decode(cut)).isInstanceOf(IllegalArgumentException.class);
        }
        whole[0] = 3;
        assertThatThrownBy(() -> ProposalBatch.decode(ByteString.copyFrom(whole)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
