package com.illuvrse.finance.order;

import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.money.Fraction;
import com.illuvrse.finance.tax.SalesTax;
import org.jspecify.annotations.Nullable;

/**
 * One tax on a line: a rate, an amount in minor units, or both.
 *
 * @param rate the feed's own text, such as {@code 0.08}
 */
public record LineTax(String jurisdiction, @Nullable String rate, @Nullable Long amount) {

    public LineTax {
        SourceKey.requireId(jurisdiction);
        if (rate == null && amount == null) {
            throw new IllegalArgumentException(
                    "tax " + jurisdiction + " needs a rate, an amount or both");
        }
        if (rate != null && Fraction.parse(rate).signum() < 0) {
            throw new IllegalArgumentException(
                    "tax " + jurisdiction + " has the negative rate " + rate);
        }
        if (amount != null && amount < 0) {
            throw new IllegalArgumentException(
                    "tax " + jurisdiction + " has the negative amount " + amount);
        }
    }

    /** The stated amount, else the one the rate gives. */
    long amountOn(long price, boolean inclusive, Fraction allRates) {
        return amount != null ? amount : byRate(price, inclusive, allRates);
    }

    /** Stated amount less the one by rate; 0 when only one of them is given. */
    long difference(long price, boolean inclusive, Fraction allRates) {
        return amount == null || rate == null
                ? 0
                : Math.subtractExact(amount, byRate(price, inclusive, allRates));
    }

    private long byRate(long price, boolean inclusive, Fraction allRates) {
        Fraction exact = rate == null ? Fraction.ZERO : Fraction.parse(rate);
        try {
            return inclusive
                    ? SalesTax.inclusive(price, exact, allRates)
                    : SalesTax.exclusive(price, exact);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(
                    "tax " + jurisdiction + " at " + rate + " of " + price + " is beyond 2^63 - 1",
                    e);
        }
    }

    Json.Obj toJson() {
        Json.Builder json = Json.object().put("jurisdiction", jurisdiction).put("rate", rate);
        if (amount != null) {
            json.putMinor("amount", amount);
        }
        return json.build();
    }

    static LineTax from(Json.Obj json) {
        String amount = json.optionalText("amount");
        return new LineTax(
                json.text("jurisdiction"),
                json.optionalText("rate"),
                amount == null ? null : Long.valueOf(amount));
    }
}
