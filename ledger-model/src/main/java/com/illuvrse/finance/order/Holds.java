package com.illuvrse.finance.order;

import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.reconciliation.BreakType;
import com.illuvrse.finance.reconciliation.Finding;
import org.jspecify.annotations.Nullable;

/**
 * Why an order that is paid is not released to creators: it and its charge do not agree (posting
 * model, section 4).
 */
final class Holds {

    private Holds() {}

    /** The disagreement of an order's newest version with its charge; null when there is none. */
    static @Nullable Finding onPayment(OrderState state) {
        Capture capture = state.capture;
        OrderPlaced latest = state.latest;
        if (capture == null || latest == null || latest.destinationPayee() != null) {
            return null;
        }
        Money charged = capture.charged();
        if (!charged.currency().equals(latest.currency())) {
            return Finding.of(
                    BreakType.CURRENCY_MISMATCH,
                    state.order(),
                    charged,
                    "order version %d is in %s, its charge %s in %s"
                            .formatted(
                                    latest.version(),
                                    latest.currency(),
                                    capture.charge(),
                                    charged.currency()));
        }
        Money difference = charged.minus(latest.totalMoney());
        if (difference.isZero() || isRounding(difference)) {
            return null;
        }
        return Finding.of(
                BreakType.AMOUNT_MISMATCH, state.order(), difference, sentence(latest, capture));
    }

    /** A difference at the sale that is only the currency's granularity; null when it is none. */
    static @Nullable Finding rounding(OrderState state) {
        Capture capture = state.capture;
        OrderPlaced latest = state.latest;
        if (capture == null
                || latest == null
                || !capture.charged().currency().equals(latest.currency())) {
            return null;
        }
        Money difference = capture.charged().minus(latest.totalMoney());
        if (difference.isZero() || !isRounding(difference)) {
            return null;
        }
        return Finding.of(
                        BreakType.AMOUNT_MISMATCH,
                        state.order(),
                        difference,
                        sentence(latest, capture))
                .settledBy("CURRENCY_GRANULARITY");
    }

    private static boolean isRounding(Money difference) {
        return difference.abs().minor() < difference.currency().chargeStep();
    }

    private static String sentence(OrderPlaced latest, Capture capture) {
        return "order version %d says %s, its charge %s says %s"
                .formatted(
                        latest.version(), latest.totalMoney(), capture.charge(), capture.charged());
    }
}
