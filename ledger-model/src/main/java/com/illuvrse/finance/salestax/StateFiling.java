package com.illuvrse.finance.salestax;

import com.illuvrse.finance.informationreturn.Question;
import com.illuvrse.finance.informationreturn.Tie;
import com.illuvrse.finance.money.Currency;
import java.util.List;
import java.util.Map;

/**
 * A month of sales tax.
 *
 * @param rows by state
 * @param ties where every movement of sales tax went, by settlement currency
 */
public record StateFiling(List<StateRow> rows, Map<Currency, Tie> ties, List<Question> questions) {

    public StateFiling {
        rows = List.copyOf(rows);
        ties = Map.copyOf(ties);
        questions = List.copyOf(questions);
    }
}
