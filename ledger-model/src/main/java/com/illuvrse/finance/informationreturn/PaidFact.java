package com.illuvrse.finance.informationreturn;

import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.DayRate;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.payout.IncomeType;
import com.illuvrse.finance.payout.PaymentFact;
import org.jspecify.annotations.Nullable;

/**
 * What one payment paid one payee for, with the tax kept back of it (reports, section 2.3).
 *
 * @param payout {@code <batch>:<payee>:<currency>}, or the source of a payment made by hand
 * @param tax of the whole payment; null when none was subject
 * @param withheld this fact's part of the tax, in the currency owed
 * @param rate dollars for a unit of the currency owed, on the day of the payment; null when nobody
 *     published one
 */
public record PaidFact(
        TaxPayee payee,
        String payout,
        PaymentFact fact,
        @Nullable WithheldTax tax,
        long withheld,
        @Nullable DayRate rate) {

    static final Currency USD = Currency.of("USD");

    /** HALF_UP to the cent, each fact by itself; nothing when there is no rate. */
    public Money usd() {
        return rate == null ? Money.zero(USD) : rate.convert(fact.gross());
    }

    public Money withheldUsd() {
        return rate == null
                ? Money.zero(USD)
                : rate.convert(Money.of(withheld, fact.gross().currency()));
    }

    /** The form its payee's sum stands on; null when it stands on none. */
    public @Nullable TaxForm form() {
        IncomeType type = fact.earning().taxedAs();
        if (payee.payee().isUsPerson()) {
            return switch (type) {
                case SALE -> null;
                case ROYALTY -> TaxForm.ROYALTIES;
                case SERVICE -> TaxForm.SERVICES;
            };
        }
        return WithheldTax.isUsRoyalty(fact.earning()) ? TaxForm.FOREIGN : null;
    }

    /** Why it is on no form; null when it is on one. */
    public @Nullable String excluded() {
        if (form() != null) {
            return null;
        }
        if (fact.earning().taxedAs() != IncomeType.SALE) {
            return "NOT_US_SOURCE";
        }
        return payee.payee().isUsPerson() ? "REPORTED_ON_1099_K" : "NOT_REPORTABLE";
    }
}
