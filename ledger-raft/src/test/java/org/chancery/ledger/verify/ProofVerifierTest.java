package org.chancery.ledger.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;
import org.chancery.ledger.Hash;
import org.chancery.ledger.Head;
import org.chancery.ledger.log.NaiveTree;
import org.junit.jupiter.api.Test;

/**
 * Proofs over the reference leaves of Certificate Transparency with their published roots, and the ways in which the
 * public vectors of transparency-dev/merkle spoil proofs, done to every proof of every tree up to 20 leaves.
 */
class ProofVerifierTest {

    /** The reference inputs of CT's test suites. */
    private static final List<String> REFERENCE_LEAVES =
            List.of("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f");

    /** Their published roots for trees of 1 to 8 leaves. */
    private static final List<String> REFERENCE_ROOTS = List.of(
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

    private static final Hash EMPTY_ROOT = new Hash(Rfc6962.empty());
    private static final Hash GARBAGE = new Hash(new byte[Hash.LENGTH]);
    private static final int LARGEST = 20;

    private final NaiveTree tree = new NaiveTree();
    private final List<Hash> leafHashes = new ArrayList<>();

    ProofVerifierTest() {
        for (int i = 0; i < LARGEST; i++) {
            byte[] leaf = i < REFERENCE_LEAVES.size()
                    ? HexFormat.of().parseHex(REFERENCE_LEAVES.get(i))
                    : new byte[] {(byte) i};
            tree.add(leaf);
            leafHashes.add(new Hash(Rfc6962.leaf(leaf)));
        }
    }

    @Test
    void rootsAreThePublishedOnes() {
        assertThat(EMPTY_ROOT.hex()).isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        for (int size = 1; size <= REFERENCE_ROOTS.size(); size++) {
            assertThat(tree.root(size).hex()).isEqualTo(REFERENCE_ROOTS.get(size - 1));
        }
    }

    @Test
    void thePublishedPathsAreAccepted() {
        // RFC 6962 reference: leaf 0 of 8, leaf 5 of 8, leaf 2 of 3, leaf 1 of 5; trees 1 → 8, 6 → 8, 2 → 5.
        assertThat(hex(tree.inclusion(0, 8)))
                .containsExactly(
                        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4");
        assertThat(hex(tree.inclusion(5, 8)))
                .containsExactly(
                        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7");
        assertThat(hex(tree.consistency(6, 8)))
                .containsExactly(
                        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7");
        assertThat(hex(tree.consistency(2, 5)))
                .containsExactly(
                        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b");
    }

    @Test
    void everyInclusionProofIsAcceptedAndNoSpoiltOne() {
        int spoilt = 0;
        for (int size = 1; size <= LARGEST; size++) {
            for (int index = 0; index < size; index++) {
                Head head = new Head(size, tree.root(size));
                Hash leaf = leafHashes.get(index);
                List<Hash> proof = tree.inclusion(index, size);
                assertThat(ProofVerifier.includes(index, leaf, proof, head)).isTrue();
                for (long wrong : new long[] {index - 1, index + 1, index ^ 2, -1, size, Long.MIN_VALUE}) {
                    if (wrong != index) {
                        refuse(ProofVerifier.includes(wrong, leaf, proof, head), "index", index, size);
                        spoilt++;
                    }
                }
                for (long wrong : new long[] {size * 2L, size / 2, 0, -1, Long.MAX_VALUE}) {
                    boolean accepted = ProofVerifier.includes(index, leaf, proof, new Head(wrong, head.root()));
                    refuse(accepted && changesThePath(index, size, wrong), "size " + wrong, index, size);
                    spoilt++;
                }
                for (Hash root : List.of(EMPTY_ROOT, GARBAGE)) {
                    refuse(ProofVerifier.includes(index, leaf, proof, new Head(size, root)), "root", index, size);
                    refuse(ProofVerifier.includes(index, root, proof, head), "leaf", index, size);
                    spoilt += 2;
                }
                for (List<Hash> wrong : spoilt(proof, head.root())) {
                    refuse(ProofVerifier.includes(index, leaf, wrong, head), "proof", index, size);
                    spoilt++;
                }
            }
        }
        System.out.println("ProofVerifierTest: " + spoilt + " spoilt inclusion proofs");
    }

    /** With another size the same proof may say the same: only if the path from the leaf has the same turns. */
    private boolean changesThePath(int index, int size, long otherSize) {
        return otherSize <= index
                || otherSize > LARGEST
                || tree.inclusion(index, size).size()
                        != tree.inclusion(index, (int) otherSize).size();
    }

    @Test
    void everyConsistencyProofIsAcceptedAndNoSpoiltOne() {
        int spoilt = 0;
        for (int to = 1; to <= LARGEST; to++) {
            for (int from = 1; from <= to; from++) {
                Head older = new Head(from, tree.root(from));
                Head newer = new Head(to, tree.root(to));
                List<Hash> proof = tree.consistency(from, to);
                assertThat(ProofVerifier.consistent(older, newer, proof)).isTrue();
                for (Hash root : List.of(EMPTY_ROOT, GARBAGE)) {
                    refuse(ProofVerifier.consistent(new Head(from, root), newer, proof), "older root", from, to);
                    refuse(ProofVerifier.consistent(older, new Head(to, root), proof), "newer root", from, to);
                    spoilt += 2;
                }
                if (from < to) {
                    refuse(ProofVerifier.consistent(newer, older, proof), "swapped", from, to);
                    refuse(ProofVerifier.consistent(older, new Head(from, newer.root()), proof), "size", from, to);
                    spoilt += 2;
                }
                for (long wrong : new long[] {0, -1, to + 1L, Long.MIN_VALUE}) {
                    refuse(ProofVerifier.consistent(new Head(wrong, older.root()), newer, proof), "older", from, to);
                    spoilt++;
                }
                for (List<Hash> wrong : spoilt(proof, older.root())) {
                    refuse(ProofVerifier.consistent(older, newer, wrong), "proof", from, to);
                    spoilt++;
                }
            }
        }
        System.out.println("ProofVerifierTest: " + spoilt + " spoilt consistency proofs");
    }

    @Test
    void aTreeWithoutLeavesProvesNothing() {
        Head empty = new Head(0, EMPTY_ROOT);
        Head one = new Head(1, tree.root(1));
        assertThat(ProofVerifier.consistent(empty, empty, List.of())).isFalse();
        assertThat(ProofVerifier.consistent(empty, one, List.of())).isFalse();
        assertThat(ProofVerifier.consistent(empty, one, List.of(one.root()))).isFalse();
        assertThat(ProofVerifier.includes(0, EMPTY_ROOT, List.of(), empty)).isFalse();
        assertThat(ProofVerifier.includes(0, EMPTY_ROOT, List.of(), new Head(1, EMPTY_ROOT)))
                .as("a single leaf's hash is the root, whoever claims it: the caller hashes the leaf")
                .isTrue();
    }

    /** A proof flipped, truncated, lengthened, reordered, emptied. */
    private static List<List<Hash>> spoilt(List<Hash> proof, Hash root) {
        List<List<Hash>> wrong = new ArrayList<>();
        for (int i = 0; i < proof.size(); i++) {
            int at = i;
            wrong.add(changed(proof, list -> {
                byte[] flipped = list.get(at).bytes();
                flipped[at % Hash.LENGTH] ^= 1 << 4;
                list.set(at, new Hash(flipped));
                return list;
            }));
            wrong.add(changed(proof, list -> {
                list.remove(at);
                return list;
            }));
            if (at > 0) {
                wrong.add(changed(proof, list -> {
                    Collections.swap(list, at - 1, at);
                    return list;
                }));
            }
        }
        for (int i = 0; i <= proof.size(); i++) {
            for (Hash extra : List.of(GARBAGE, EMPTY_ROOT, root)) {
                int at = i;
                wrong.add(changed(proof, list -> {
                    list.add(at, extra);
                    return list;
                }));
            }
        }
        if (!proof.isEmpty()) {
            wrong.add(List.of());
        }
        return wrong;
    }

    private static List<Hash> changed(List<Hash> proof, UnaryOperator<List<Hash>> change) {
        return change.apply(new ArrayList<>(proof));
    }

    private static void refuse(boolean accepted, String what, int a, int b) {
        assertThat(accepted).as("wrong " + what + " for " + a + ", " + b).isFalse();
    }

    private static List<String> hex(List<Hash> hashes) {
        return hashes.stream().map(Hash::hex).toList();
    }
}
