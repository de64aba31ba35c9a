package com.illuvrse.finance.exporters.books;

import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.journal.Posting;
import com.illuvrse.finance.journal.Side;
import com.illuvrse.finance.money.Allocation;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.DayRate;
import com.illuvrse.finance.money.Fraction;
import com.illuvrse.finance.money.Money;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An entry in the reporting currency, still balanced (reports, section 1.5).
 *
 * <p>Per currency the debits are added up, converted and rounded once, HALF_UP; that figure is
 * shared over the debit lines and over the credit lines by largest remainder, ties to the earlier
 * line.
 *
 * @param amounts of the entry's lines, never negative; null where a rate is missing
 * @param missing currencies without a rate
 */
public record Translation(List<@Nullable Money> amounts, SortedSet<Currency> missing) {

    /**
     * Converts an entry.
     *
     * @param rates the rate of the entry's day into the reporting currency
     */
    public static Translation of(
            JournalEntry entry, Currency reporting, Function<Currency, Optional<DayRate>> rates) {
        List<Posting> lines = entry.postings();
        @Nullable Money[] amounts = new Money[lines.size()];
        TreeMap<Currency, List<Integer>> byCurrency = new TreeMap<>();
        for (int i = 0; i < lines.size(); i++) {
            Currency currency = lines.get(i).amount().currency();
            byCurrency.computeIfAbsent(currency, first -> new ArrayList<>()).add(i);
        }
        TreeSet<Currency> missing = new TreeSet<>();
        byCurrency.forEach(
                (currency, places) -> {
                    if (currency.equals(reporting)) {
                        places.forEach(place -> amounts[place] = lines.get(place).amount());
                    } else {
                        rates.apply(currency)
                                .ifPresentOrElse(
                                        rate -> share(lines, places, rate, amounts),
                                        () -> missing.add(currency));
                    }
                });
        return new Translation(Arrays.asList(amounts), missing);
    }

    private static void share(
            List<Posting> lines, List<Integer> places, DayRate rate, @Nullable Money[] amounts) {
        Money debits = Money.zero(rate.from());
        for (int place : places) {
            if (lines.get(place).side() == Side.D) {
                debits = debits.plus(lines.get(place).amount());
            }
        }
        Money whole = rate.convert(debits);
        for (Side side : Side.values()) {
            List<Integer> ofSide =
                    places.stream().filter(place -> lines.get(place).side() == side).toList();
            List<Fraction> weights =
                    ofSide.stream()
                            .map(place -> Fraction.of(lines.get(place).amount().minor()))
                            .toList();
            List<Long> parts = Allocation.split(whole.minor(), weights);
            for (int i = 0; i < parts.size(); i++) {
                amounts[ofSide.get(i)] = Money.of(parts.get(i), rate.to());
            }
        }
    }
}
