package org.chancery.ledger.verify;

import java.nio.ByteBuffer;
import java.util.stream.Stream;

/** The SM3 digest, GB/T 32905-2016, which the JDK does not have. */
final class Sm3 {

    private static final int BLOCK = 64;
    private static final int ROUNDS = 64;
    /** From this round on, the other constant and the other functions hold. */
    private static final int LATER = 16;

    private static final int[] START = {
        0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e
    };

    private Sm3() {}

    /** Of these parts, one behind the other. */
    static byte[] of(byte[]... parts) {
        long length = Stream.of(parts).mapToLong(part -> part.length).sum();
        // §5.2: a one bit, zeroes, and the number of bits in 64 bits
        int blocks = Math.toIntExact((length + 1 + Long.BYTES + BLOCK - 1) / BLOCK);
        ByteBuffer padded = ByteBuffer.allocate(blocks * BLOCK);
        Stream.of(parts).forEach(padded::put);
        padded.put((byte) 0x80);
        padded.putLong(padded.capacity() - Long.BYTES, length * Byte.SIZE);
        padded.rewind();
        int[] state = START.clone();
        for (int i = 0; i < blocks; i++) {
            compress(state, words(padded));
        }
        ByteBuffer digest = ByteBuffer.allocate(START.length * Integer.BYTES);
        for (int word : state) {
            digest.putInt(word);
        }
        return digest.array();
    }

    /** §5.3.2: a block and what is spread of it. */
    private static int[] words(ByteBuffer in) {
        int[] words = new int[ROUNDS + 4];
        for (int j = 0; j < LATER; j++) {
            words[j] = in.getInt();
        }
        for (int j = LATER; j < words.length; j++) {
            int mixed = words[j - 16] ^ words[j - 9] ^ Integer.rotateLeft(words[j - 3], 15);
            int spread = mixed ^ Integer.rotateLeft(mixed, 15) ^ Integer.rotateLeft(mixed, 23);
            words[j] = spread ^ Integer.rotateLeft(words[j - 13], 7) ^ words[j - 6];
        }
        return words;
    }

    /** §5.3.3. */
    private static void compress(int[] state, int[] words) {
        int[] v = state.clone();
        for (int j = 0; j < ROUNDS; j++) {
            boolean later = j >= LATER;
            int constant = later ? 0x7a879d8a : 0x79cc4519;
            int turned = Integer.rotateLeft(v[0], 12);
            int first = Integer.rotateLeft(turned + v[4] + Integer.rotateLeft(constant, j % Integer.SIZE), 7);
            int f = later ? v[0] & v[1] | v[0] & v[2] | v[1] & v[2] : v[0] ^ v[1] ^ v[2];
            int g = later ? v[4] & v[5] | ~v[4] & v[6] : v[4] ^ v[5] ^ v[6];
            int one = f + v[3] + (first ^ turned) + (words[j] ^ words[j + 4]);
            int two = g + v[7] + first + words[j];
            v[3] = v[2];
            v[2] = Integer.rotateLeft(v[1], 9);
            v[1] = v[0];
            v[0] = one;
            v[7] = v[6];
            v[6] = Integer.rotateLeft(v[5], 19);
            v[5] = v[4];
            v[4] = two ^ Integer.rotateLeft(two, 9) ^ Integer.rotateLeft(two, 17);
        }
        for (int i = 0; i < state.length; i++) {
            state[i] ^= v[i];
        }
    }
}
