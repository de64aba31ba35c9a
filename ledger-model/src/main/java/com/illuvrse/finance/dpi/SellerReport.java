package com.illuvrse.finance.dpi;

import com.illuvrse.finance.informationreturn.Question;
import com.illuvrse.finance.informationreturn.Tie;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.ReferenceRate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All sellers of a year, with what they leave open.
 *
 * @param rows by payee, activity, currency
 * @param consideration where the gross of all payments went, by the currency owed
 * @param rates published rates the low-volume test converted by
 */
public record SellerReport(
        List<SellerRow> rows,
        Map<Currency, Tie> consideration,
        List<Question> questions,
        List<ReferenceRate> rates) {

    public SellerReport {
        rows = List.copyOf(rows);
        consideration = new TreeMap<>(consideration);
        questions = List.copyOf(questions);
        rates = List.copyOf(rates);
    }

    private record Key(String payee, @Nullable Activity activity, Currency currency) {}

    /** Finds the row a fact counts in. */
    public Function<SellerFact, SellerRow> rowOfFact() {
        Map<Key, SellerRow> byKey = new HashMap<>();
        for (SellerRow row : rows) {
            byKey.put(new Key(row.payee().payee().payee(), row.activity(), row.currency()), row);
        }
        return fact ->
                Objects.requireNonNull(
                        byKey.get(new Key(fact.payee(), fact.activity(), fact.gross().currency())));
    }
}
