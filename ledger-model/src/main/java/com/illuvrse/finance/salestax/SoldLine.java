package com.illuvrse.finance.salestax;

import com.illuvrse.finance.journal.EntryId;
import com.illuvrse.finance.money.DayRate;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.order.OrderLine;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One order line of a buyer in the United States in one entry: sold, or taken back.
 *
 * @param isSale whether the entry sold it; what takes it back is negative
 * @param region of the buyer as the order names it; null when it does not say
 * @param line as ordered by the version the order was sold by
 * @param net what fell on it without tax, as settled
 * @param taxes by jurisdiction such as {@code US-WA}, in minor units of the same currency: credits
 *     of {@code liabilities:tax:…} positive
 * @param rate dollars for one unit of the currency on the day of the charge or refund; null when
 *     none is known
 */
public record SoldLine(
        EntryId entry,
        boolean isSale,
        String order,
        @Nullable String region,
        OrderLine line,
        Money net,
        SortedMap<String, Long> taxes,
        @Nullable DayRate rate) {

    public SoldLine {
        taxes = Collections.unmodifiableSortedMap(new TreeMap<>(taxes));
    }

    Money dollars(long minor) {
        Money amount = Money.of(minor, net.currency());
        return rate == null ? Money.zero(SalesTaxMonth.USD) : rate.convert(amount);
    }
}
