package com.illuvrse.finance.royalty;

import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.money.Currency;
import java.util.List;

/**
 * One release of one line out of escrow: how it is cut at the tiers, shared, held back and recouped
 * (segment format, section 8).
 *
 * <p>Shares are worked out on everything the line has released so far and given as differences, so
 * that any sequence of portions ends at the exact total.
 *
 * @param line the line afterwards
 * @param amounts what each party gets
 * @param part the calculation, to be sealed with the entry
 */
public record Release(LineRoyalty line, List<PartyAmounts> amounts, Json.Obj part) {

    public Release {
        amounts = List.copyOf(amounts);
    }

    /**
     * Releases {@code base} minor units more of a line.
     *
     * @param states counter and advances, moved on by this release
     */
    public static Release of(
            LineRoyalty before,
            long base,
            Contract contract,
            Currency currency,
            ContractStates states) {
        return new Sharing(before, base, contract, currency, states).release();
    }
}
