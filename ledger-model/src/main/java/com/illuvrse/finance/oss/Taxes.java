package com.illuvrse.finance.oss;

import com.illuvrse.finance.money.Currency;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Tax by jurisdiction in minor units of one currency; negative for what goes back.
 *
 * @param amounts by jurisdiction, such as {@code DE}; Greece by its ISO code
 */
public record Taxes(Currency currency, SortedMap<String, Long> amounts) {

    public Taxes {
        TreeMap<String, Long> byCode = new TreeMap<>();
        amounts.forEach((name, tax) -> byCode.merge(MemberStates.iso(name), tax, Math::addExact));
        amounts = Collections.unmodifiableSortedMap(byCode);
    }

    long of(String jurisdiction) {
        return amounts.getOrDefault(jurisdiction, 0L);
    }
}
