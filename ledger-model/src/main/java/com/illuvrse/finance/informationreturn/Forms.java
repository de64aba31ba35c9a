package com.illuvrse.finance.informationreturn;

import com.illuvrse.finance.money.Currency;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All forms of a year, by payee, with what they leave open.
 *
 * @param sold where the sales went, by settlement currency
 * @param paid where the payments went, by the currency owed
 * @param withheld where the tax went
 */
public record Forms(
        List<SalesForm> sales,
        List<IncomeForm> royalties,
        List<IncomeForm> services,
        List<ForeignForm> foreign,
        Map<Currency, Tie> sold,
        Map<Currency, Tie> paid,
        Map<Currency, Tie> withheld,
        List<Question> questions) {

    public Forms {
        sales = List.copyOf(sales);
        royalties = List.copyOf(royalties);
        services = List.copyOf(services);
        foreign = List.copyOf(foreign);
        sold = new TreeMap<>(sold);
        paid = new TreeMap<>(paid);
        withheld = new TreeMap<>(withheld);
        questions = List.copyOf(questions);
    }
}
