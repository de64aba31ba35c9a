package com.illuvrse.finance.tax;

import com.illuvrse.finance.money.Allocation;
import com.illuvrse.finance.money.Fraction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Taxes that moved in one sum, over the order lines that owe them: each jurisdiction's by largest
 * remainder, so that the lines add up to the sum. What no line owes is the first line's.
 */
public final class TaxByLine {

    private TaxByLine() {}

    /**
     * Each line's part of the taxes, in the order of the lines.
     *
     * @param moved by jurisdiction, in minor units
     * @param owed by line and jurisdiction, in minor units of any currency; only proportions count
     */
    public static List<SortedMap<String, Long>> of(
            SortedMap<String, Long> moved, List<? extends Map<String, Long>> owed) {
        List<SortedMap<String, Long>> lines = new ArrayList<>();
        owed.forEach(line -> lines.add(new TreeMap<>()));
        moved.forEach(
                (place, tax) -> {
                    List<Integer> owing =
                            IntStream.range(0, owed.size())
                                    .filter(i -> owed.get(i).containsKey(place))
                                    .boxed()
                                    .toList();
                    List<Integer> takers = owing.isEmpty() ? List.of(0) : owing;
                    List<Fraction> weights =
                            takers.stream()
                                    .map(i -> weight(owed.get(i).getOrDefault(place, 0L)))
                                    .toList();
                    boolean allZero = weights.stream().allMatch(each -> each.signum() == 0);
                    List<Long> parts =
                            Allocation.split(
                                    tax,
                                    allZero
                                            ? weights.stream().map(each -> Fraction.ONE).toList()
                                            : weights);
                    for (int i = 0; i < parts.size(); i++) {
                        lines.get(takers.get(i)).put(place, parts.get(i));
                    }
                });
        return lines;
    }

    private static Fraction weight(long owed) {
        return Fraction.of(Math.abs(owed));
    }
}
