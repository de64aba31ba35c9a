package com.illuvrse.finance.story;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Everything left to chance in one marketplace; the same seed throws the same. */
final class Chance {

    private final Random random;

    Chance(long seed) {
        this.random = new Random(seed);
    }

    boolean oneIn(int times) {
        return random.nextInt(times) == 0;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    /** A number of the range, both ends included. */
    long between(long from, long to) {
        return from >= to ? from : random.nextLong(from, to + 1);
    }

    <T> T of(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    String of(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    /** A whole cut into that many parts, some of which may be zero. */
    List<Long> parts(long whole, int number) {
        List<Long> cuts = new ArrayList<>();
        for (int i = 1; i < number; i++) {
            cuts.add(between(0, whole));
        }
        cuts.add(whole);
        Collections.sort(cuts);
        List<Long> parts = new ArrayList<>();
        long before = 0;
        for (long cut : cuts) {
            parts.add(cut - before);
            before = cut;
        }
        return parts;
    }

    void shuffle(List<?> list) {
        Collections.shuffle(list, random);
    }
}
