package com.illuvrse.finance.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecordsTest {

    @Test
    void keepsTheLastBytesOfEveryNameInSmallChunksAndLargeRecords() {
        Records records = new Records(100, 4_000);
        Map<String, byte[]> expected = new HashMap<>();
        Random random = new Random(5);

        for (int step = 0; step < 20_000; step++) {
            String name = "order " + random.nextInt(400);
            byte[] bytes = new byte[random.nextInt(step % 1_000 == 0 ? 9_000 : 300)];
            random.nextBytes(bytes);
            records.put(name, bytes);
            expected.put(name, bytes);
        }

        expected.forEach((name, bytes) -> assertThat(records.get(name)).isEqualTo(bytes));
        assertThat(records.get("order 400")).isNull();
    }

    @Test
    void forgetsWhatWasReplaced() {
        Records records = new Records(1_000, 100_000);
        for (int step = 0; step < 50_000; step++) {
            records.put("order " + step % 10, new byte[100 + step % 7]);
        }

        assertThat(records.space()).isLessThan(300_000);
    }
}
