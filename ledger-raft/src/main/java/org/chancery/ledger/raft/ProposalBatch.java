package org.chancery.ledger.raft;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;

/**
 * What one Raft log entry carries: one proposal as {@link Proposal} writes it, or several that were made at the same
 * time and share what an entry costs.
 *
 * <p>Bytes of several: version (1), then each after its length (4, big-endian).
 */
final class ProposalBatch {

    /** Another first byte than a single proposal's. */
    private static final byte VERSION = 2;

    private ProposalBatch() {}

    static ByteString encode(List<Proposal> proposals) {
        if (proposals.size() == 1) {
            return proposals.getFirst().encode();
        }
        List<ByteString> encoded = proposals.stream().map(Proposal::encode).toList();
        ByteBuffer out = ByteBuffer.allocate(
                1 + encoded.stream().mapToInt(one -> Integer.BYTES + one.size()).sum());
        out.put(VERSION);
        for (ByteString one : encoded) {
            out.putInt(one.size());
            one.copyTo(out);
        }
        return UnsafeByteOperations.unsafeWrap(out.array());
    }

    /** @throws IllegalArgumentException if the bytes are no proposals of a known version */
    static List<Proposal> decode(ByteString message) {
        if (message.isEmpty() || message.byteAt(0) != VERSION) {
            return List.of(Proposal.decode(message));
        }
        List<Proposal> proposals = new ArrayList<>();
        ByteBuffer in = message.asReadOnlyByteBuffer().position(1);
        while (in.hasRemaining()) {
            int length = in.remaining() < Integer.BYTES ? -1 : in.getInt();
            if (length < 0 || length > in.remaining()) {
                throw new IllegalArgumentException("a proposal of " + length + " bytes does not fit");
            }
            proposals.add(Proposal.decode(message.substring(in.position(), in.position() + length)));
            in.position(in.position() + length);
        }
        if (proposals.isEmpty()) {
            throw new IllegalArgumentException("an entry without a proposal");
        }
        return proposals;
    }
}
