package com.illuvrse.finance.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IdSetTest {

    @Test
    void behavesLikeAMapWhateverIsAddedAndRemoved() {
        IdSet set = IdSet.withNumbers();
        Map<Long, Long> expected = new HashMap<>();
        Random random = new Random(11);

        for (int step = 0; step < 60_000; step++) {
            long id = 1L + random.nextInt(9_000);
            if (random.nextInt(3) == 0) {
                expected.remove(id);
                set.remove(id << 40, id);
            } else {
                boolean isNew = expected.putIfAbsent(id, (long) step) == null;
                assertThat(set.add(id << 40, id, step)).isEqualTo(isNew);
            }
        }

        for (long id = 1; id <= 9_000; id++) {
            assertThat(set.contains(id << 40, id)).isEqualTo(expected.containsKey(id));
            if (expected.containsKey(id)) {
                assertThat(set.number(id << 40, id)).isEqualTo(expected.get(id));
            }
        }
    }

    @Test
    void remembersIdsWithoutNumbers() {
        IdSet set = IdSet.ofIds();
        for (long id = 1; id <= 20_000; id++) {
            assertThat(set.add(id << 40, id)).isTrue();
        }
        for (long id = 1; id <= 20_000; id += 2) {
            set.remove(id << 40, id);
        }

        for (long id = 1; id <= 20_000; id++) {
            assertThat(set.contains(id << 40, id)).isEqualTo(id % 2 == 0);
            assertThat(set.add(id << 40, id)).isEqualTo(id % 2 == 1);
        }
    }

    @Test
    void remembersMoreIdsThanTheHeapMayHold() {
        IdSet set = IdSet.withNumbers();
        for (long id = 1; id <= 200_000; id++) {
            assertThat(set.add(mixed(id), id, -id)).isTrue();
        }
        for (long id = 3; id <= 200_000; id += 3) {
            set.remove(mixed(id), id);
        }

        for (long id = 1; id <= 200_000; id++) {
            assertThat(set.contains(mixed(id), id)).isEqualTo(id % 3 != 0);
            if (id % 3 != 0) {
                assertThat(set.number(mixed(id), id)).isEqualTo(-id);
            }
        }
    }

    private static long mixed(long id) {
        return id * 0x9E3779B97F4A7C15L;
    }
}
