package com.illuvrse.finance.exporters.payment;

import com.illuvrse.finance.exporters.vault.Identity;
import com.illuvrse.finance.money.Money;

/**
 * One payment of a file. It prints without the person.
 *
 * @param payout {@code <batch>:<payee>:<currency>}
 * @param payeeId the creator's id, which the bank prints on statements
 * @param reference what the bank names the payment by: EndToEndId or trace number, unique for ever
 * @param isCompany whether the money goes to a company, not to a person
 */
public record PaymentOrder(
        String payout,
        String payeeId,
        String reference,
        Money amount,
        boolean isCompany,
        Identity payee) {

    public PaymentOrder {
        if (!amount.isPositive()) {
            throw new IllegalArgumentException(
                    "payout %s pays more than nothing, found %s".formatted(payout, amount));
        }
    }

    @Override
    public String toString() {
        return "payment " + payout + " of " + amount;
    }
}
