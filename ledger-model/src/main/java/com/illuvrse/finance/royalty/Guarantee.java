package com.illuvrse.finance.royalty;

import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.money.Money;
import java.util.Set;

/**
 * The least a creator earns under a contract in a period; the platform pays the difference.
 *
 * @param period {@code month}, {@code quarter} or {@code year}
 */
public record Guarantee(String payee, Money amount, String period) {

    private static final Set<String> PERIODS = Set.of("month", "quarter", "year");

    public Guarantee {
        SourceKey.requireId(payee);
        if (!PERIODS.contains(period)) {
            throw new IllegalArgumentException(
                    "a guarantee is for a month, quarter or year, found \"" + period + "\"");
        }
    }
}
