package com.illuvrse.finance.sandbox.marketplace;

import java.util.List;
import java.util.SplittableRandom;

/**
 * One stream of chance, named by what it decides. Every day and every purpose has its own stream,
 * so a longer month begins with exactly the shorter one.
 */
final class Dice {
    private final SplittableRandom random;

    Dice(long seed, String purpose, long index) {
        this.random = new SplittableRandom(mix(mix(seed ^ fingerprint(purpose)) + index));
    }

    /** A number from low to high, both included. */
    int between(int low, int high) {
        return random.nextInt(low, high + 1);
    }

    /** True in so many of 100,000 throws. */
    boolean happens(int ofHundredThousand) {
        return random.nextInt(100_000) < ofHundredThousand;
    }

    <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** An index of the weights, each as likely as its weight says. */
    int weighted(int... weights) {
        int total = 0;
        for (int weight : weights) {
            total += weight;
        }
        int left = random.nextInt(total);
        int index = 0;
        while (left >= weights[index]) {
            left -= weights[index++];
        }
        return index;
    }

    /** FNV-1a, because {@code String.hashCode} has only 32 bits. */
    private static long fingerprint(String purpose) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < purpose.length(); i++) {
            hash = (hash ^ purpose.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }

    /** The finalizer of SplitMix64: neighbouring seeds give unrelated streams. */
    private static long mix(long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
