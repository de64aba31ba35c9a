package com.illuvrse.finance.tax;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TaxByLineTest {

    @Test
    void givesEachLineItsPartOfWhatItOwes() {
        assertThat(
                        TaxByLine.of(
                                new TreeMap<>(Map.of("DE", 10L, "FR", -7L)),
                                List.of(Map.of("DE", 20L), Map.of("DE", 40L, "FR", -1L))))
                .containsExactly(
                        new TreeMap<>(Map.of("DE", 3L)),
                        new TreeMap<>(Map.of("DE", 7L, "FR", -7L)));
    }

    @Test
    void sharesEvenlyWhereNothingWeighs() {
        assertThat(
                        TaxByLine.of(
                                new TreeMap<>(Map.of("DE", 3L)),
                                List.of(Map.of("DE", 0L), Map.of(), Map.of("DE", 0L))))
                .containsExactly(
                        new TreeMap<>(Map.of("DE", 2L)),
                        new TreeMap<>(),
                        new TreeMap<>(Map.of("DE", 1L)));
    }

    @Test
    void givesTheFirstLineWhatNobodyOwes() {
        assertThat(TaxByLine.of(new TreeMap<>(Map.of("DE", 3L)), List.of(Map.of(), Map.of())))
                .containsExactly(new TreeMap<>(Map.of("DE", 3L)), new TreeMap<>());
    }

    @Test
    void addsUpToWhatMoved() {
        Random random = new Random(7);
        for (int round = 0; round < 300; round++) {
            List<String> places = List.of("DE", "FR", "US-CA");
            TreeMap<String, Long> moved = new TreeMap<>();
            places.forEach(place -> moved.put(place, random.nextLong(-500, 500)));
            List<Map<String, Long>> owed = new ArrayList<>();
            for (int line = random.nextInt(1, 5); line > 0; line--) {
                Map<String, Long> each = new HashMap<>();
                places.stream()
                        .filter(place -> random.nextBoolean())
                        .forEach(place -> each.put(place, random.nextLong(-50, 50)));
                owed.add(each);
            }
            TreeMap<String, Long> sums = new TreeMap<>();
            for (SortedMap<String, Long> line : TaxByLine.of(moved, owed)) {
                line.forEach((place, tax) -> sums.merge(place, tax, Long::sum));
            }
            assertThat(sums).isEqualTo(moved);
        }
    }
}
