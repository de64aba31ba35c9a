package com.illuvrse.finance.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.canonical.JsonFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class AllocationTest {

    @Test
    void splitsAsTheVectorsSay() {
        JsonNode cases = JsonFiles.read("vectors/split.json").path("cases");

        assertThat(cases.size()).isEqualTo(14);
        for (JsonNode vector : cases) {
            List<Fraction> weights = new ArrayList<>();
            vector.path("weights").forEach(w -> weights.add(Fraction.parse(w.stringValue())));
            List<Long> parts = new ArrayList<>();
            vector.path("parts").forEach(part -> parts.add(part.longValue()));

            assertThat(Allocation.split(vector.path("amount").longValue(), weights))
                    .as(vector.toString())
                    .isEqualTo(parts);
        }
    }

    @Test
    void losesNothingAndMirrorsNegativeAmounts() {
        Random random = new Random(7);

        for (int round = 0; round < 2000; round++) {
            long amount = random.nextLong(-1_000_000, 1_000_000);
            List<Fraction> weights = new ArrayList<>();
            for (int i = random.nextInt(1, 7); i > 0; i--) {
                weights.add(Fraction.of(random.nextLong(1, 50), random.nextLong(1, 50)));
            }

            List<Long> parts = Allocation.split(amount, weights);
            List<Long> mirrored = Allocation.split(-amount, weights);

            assertThat(parts.stream().mapToLong(Long::longValue).sum()).isEqualTo(amount);
            assertThat(mirrored).isEqualTo(parts.stream().map(part -> -part).toList());
        }
    }

    @Test
    void noPartIsAWholeUnitAwayFromItsExactShare() {
        List<Fraction> weights = List.of(Fraction.of(2, 7), Fraction.of(3, 7), Fraction.of(2, 7));

        for (long amount = 0; amount < 500; amount++) {
            List<Long> parts = Allocation.split(amount, weights);
            for (int i = 0; i < parts.size(); i++) {
                Fraction distance = Fraction.of(parts.get(i)).minus(weights.get(i).times(amount));
                assertThat(distance.compareTo(Fraction.ONE)).isNegative();
                assertThat(distance.compareTo(Fraction.ONE.negated())).isPositive();
            }
        }
    }

    @Test
    void refusesWeightsThatMeanNothing() {
        assertThatThrownBy(() -> Allocation.split(1, List.of(Fraction.ZERO, Fraction.ZERO)))
                .hasMessage("cannot split 1 over weights that are all zero");
        assertThatThrownBy(() -> Allocation.split(1, List.of(Fraction.ONE.negated())))
                .hasMessage("a weight must not be negative, found -1/1");
        assertThat(Allocation.split(0, List.of(Fraction.ZERO))).containsExactly(0L);
    }

    @Test
    void refusesExactPartsThatDoNotAddUp() {
        assertThatThrownBy(() -> Allocation.round(10, List.of(Fraction.of(3), Fraction.of(3))))
                .hasMessage("parts [3/1, 3/1] do not add up to 10");
    }

    @Test
    void splitsTheLargestAmountThereIs() {
        assertThat(Allocation.split(Long.MAX_VALUE, List.of(Fraction.of(1, 2), Fraction.of(1, 2))))
                .containsExactly(Long.MAX_VALUE / 2 + 1, Long.MAX_VALUE / 2);
    }
}
