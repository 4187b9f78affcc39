package dev.atelier.engine.random;

/**
 * Philox4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011): a block cipher that turns a counter
 * and a key into four random 32-bit words, so that any number of the sequence can be computed without those before it.
 */
public final class Philox {
    private static final int ROUNDS = 10;
    private static final long MULTIPLIER_0 = 0xD2511F53L;
    private static final long MULTIPLIER_1 = 0xCD9E8D57L;
    private static final int WEYL_0 = 0x9E3779B9;
    private static final int WEYL_1 = 0xBB67AE85;

    private Philox() {}

    /**
     * Replaces a counter of four words by the random words that belong to it.
     *
     * @param words the 128-bit counter, lowest word first; holds the result afterwards
     * @param key the 64-bit key
     */
    public static void encrypt(int[] words, long key) {
        int key0 = (int) key;
        int key1 = (int) (key >>> 32);
        int word0 = words[0];
        int word1 = words[1];
        int word2 = words[2];
        int word3 = words[3];
        for (int round = 0; round < ROUNDS; round++) {
            long product0 = MULTIPLIER_0 * (word0 & 0xFFFFFFFFL);
            long product1 = MULTIPLIER_1 * (word2 & 0xFFFFFFFFL);
            word0 = (int) (product1 >>> 32) ^ word1 ^ key0;
            word1 = (int) product1;
            word2 = (int) (product0 >>> 32) ^ word3 ^ key1;
            word3 = (int) product0;
            key0 += WEYL_0;
            key1 += WEYL_1;
        }
        words[0] = word0;
        words[1] = word1;
        words[2] = word2;
        words[3] = word3;
    }
}
