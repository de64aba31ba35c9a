package com.illuvrse.finance.recalculation;

import com.illuvrse.finance.money.Currency;
import java.util.TreeSet;

/**
 * Whether orders and their charges agree: of every order that was sold or amended today and asks
 * for something else than its charge's own amount, a break says so (posting model, section 4). What
 * the steps of a currency explain needs nobody's word.
 */
final class Agreement {

    private final TreeSet<String> differing = new TreeSet<>();

    /** Looks at an order that has just been sold or amended. */
    void look(OrderBook book) {
        if (differs(book)) {
            differing.add(book.order);
        }
    }

    private static boolean differs(OrderBook book) {
        Placed latest = book.latest;
        return latest != null
                && latest.payee() == null
                && book.firstSale != OrderBook.NEVER
                && (book.charged != latest.total()
                        || !book.presentedCurrency.equals(latest.currency()));
    }

    /** Requires at the end of the day that breaks say of each order how it differs. */
    void requireSaid(Orders orders, Explanations breaks) throws Mismatch {
        for (String order : differing) {
            OrderBook book = orders.book(order);
            Placed latest = book.latest;
            if (latest == null || !differs(book)) {
                continue;
            }
            boolean isSameCurrency = book.presentedCurrency.equals(latest.currency());
            String type = isSameCurrency ? "AMOUNT_MISMATCH" : "CURRENCY_MISMATCH";
            long amount =
                    isSameCurrency
                            ? Math.subtractExact(book.charged, latest.total())
                            : book.charged;
            boolean isRounding =
                    isSameCurrency
                            && Math.absExact(amount) < Currency.of(latest.currency()).chargeStep();
            if (!isRounding && !breaks.says(type, order, amount, book.presentedCurrency)) {
                throw new Mismatch(
                        Mismatch.Kind.COMPLETENESS,
                        "order " + order,
                        "a break " + type + " of " + amount + " " + book.presentedCurrency,
                        "total %d %s, and no such break"
                                .formatted(latest.total(), latest.currency()));
            }
            orders.rest();
        }
        differing.clear();
    }
}
