package com.illuvrse.finance.order;

import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Fraction;
import com.illuvrse.finance.money.Money;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an order's charge brought.
 *
 * @param bt balance transaction of the charge
 * @param charge the charge itself, or its balance transaction when it has no source
 * @param gross what is settled so far: the charge less its reversals
 * @param charged the charge's own amount as the buyer saw it, before reversals
 * @param presented the same after reversals, in minor units of {@code charged}
 * @param firstSaleAt instant of the order's first sale entry
 */
record Capture(
        String bt, String charge, Money gross, Money charged, long presented, Instant firstSaleAt) {

    Currency currency() {
        return gross.currency();
    }

    /** Whether the buyer paid in another currency than the one settled. */
    boolean isExchanged() {
        return !charged.currency().equals(gross.currency());
    }

    /** After a reversal, whose amount is negative. */
    Capture reversedBy(Payment reversal) {
        Money given = reversal.presentment();
        long back =
                given != null && given.currency().equals(charged.currency())
                        ? given.abs().minor()
                        : isExchanged() ? 0 : reversal.amount().abs().minor();
        return new Capture(
                bt,
                charge,
                gross.plus(reversal.amount()),
                charged,
                Math.max(0, Math.subtractExact(presented, back)),
                firstSaleAt);
    }

    /** What the buyer sees of a reversal; all that was left when nothing is settled any more. */
    Money shownBefore(Capture reversed) {
        long back =
                reversed.gross.isZero()
                        ? presented
                        : Math.subtractExact(presented, reversed.presented);
        return Money.of(back, charged.currency());
    }

    /**
     * What the buyer sees of a refund, which took the refunded part from {@code before} to {@code
     * after}.
     *
     * @param given what Stripe says the buyer got back; without it the settled gross tells
     */
    Money shown(Refunded before, Refunded after, @Nullable Money given) {
        Currency seen = charged.currency();
        if (!isExchanged() || (given != null && given.currency().equals(seen))) {
            return Money.of(Math.subtractExact(after.presented(), before.presented()), seen);
        }
        return Money.of(Math.subtractExact(seen(after.gross()), seen(before.gross())), seen);
    }

    private long seen(long settled) {
        return gross.isZero()
                ? 0
                : Fraction.of(settled, gross.minor()).times(presented).roundHalfUp();
    }

    Json.Obj toJson() {
        return Json.object()
                .put("bt", bt)
                .put("charge", charge)
                .putMinor("gross", gross.minor())
                .put("currency", gross.currency().code())
                .putMinor("charged", charged.minor())
                .put("chargedCurrency", charged.currency().code())
                .putMinor("presented", presented)
                .put("firstSaleAt", OrderEvent.text(firstSaleAt))
                .build();
    }

    static Capture from(Json.Obj json) {
        return new Capture(
                json.text("bt"),
                json.text("charge"),
                Money.of(json.minor("gross"), Currency.of(json.text("currency"))),
                Money.of(json.minor("charged"), Currency.of(json.text("chargedCurrency"))),
                json.minor("presented"),
                Instant.parse(json.text("firstSaleAt")));
    }
}
