package com.illuvrse.finance.salestax;

import com.illuvrse.finance.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * The month of one state, in dollars.
 *
 * @param gross net of all lines sold
 * @param returns net of all lines taken back in the month, negative
 * @param exempt net of lines without a tax of the state, less what was taken back of them
 * @param stateTax collected on the state's own account, less what was given back
 * @param localTax the same on the accounts of its counties, cities and districts
 * @param due by the rates on what is taxable
 * @param orders sold in the month
 * @param registration null in a state that has not registered the filer
 */
public record StateRow(
        String state,
        Money gross,
        Money returns,
        Money exempt,
        Money stateTax,
        Money localTax,
        Money due,
        long orders,
        @Nullable Registration registration) {

    /** What is taxable: gross with returns, less exempt. */
    public Money taxable() {
        return gross.plus(returns).minus(exempt);
    }

    /** State and local tax. */
    public Money collected() {
        return stateTax.plus(localTax);
    }

    /** Tax due less tax collected: shown, never booked. */
    public Money difference() {
        return due.minus(collected());
    }
}
