package com.illuvrse.finance.recalculation;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Sales and reversals of orders: what of a settled gross is tax, and what each line's net is. */
final class Sales {

    private Sales() {}

    static void sell(BookedEntry entry, OrderBook book, Payment row) throws Mismatch {
        Placed form = book.form == null ? Objects.requireNonNull(book.latest) : book.form;
        boolean first = book.firstSale == OrderBook.NEVER;
        if (row.amount() <= 0
                || book.gross > 0
                || (!first && !book.currency.equals(row.currency()))) {
            throw Mismatch.of(entry.name(), "no sale, for the order is paid", "one");
        }
        entry.requireAt(Math.max(row.at(), form.at()));
        book.form = form;
        book.firstSale = first ? entry.at() : book.firstSale;
        book.currency = row.currency();
        String seen = row.presentedCurrency();
        book.presentedCurrency = seen == null ? row.currency() : seen;
        book.presented = seen == null ? row.amount() : row.presented();
        book.charged = book.presented;
    }

    static void reverse(BookedEntry entry, OrderBook book, Payment row) throws Mismatch {
        if (book.firstSale == OrderBook.NEVER
                || !book.currency.equals(row.currency())
                || Math.addExact(book.gross, row.amount()) < 0) {
            throw Mismatch.of(entry.name(), "no reversal, for it is more than was sold", "one");
        }
        entry.requireAt(Math.max(row.at(), book.firstSale));
        boolean seen = book.presentedCurrency.equals(row.presentedCurrency());
        long back = book.isExchanged() ? 0 : Math.absExact(row.amount());
        book.presented = Math.max(0, book.presented - (seen ? row.presented() : back));
    }

    /** Moves the settled gross and takes the difference apart. */
    static void settle(OrderBook book, long amount, BookedLines booked) {
        Placed form = book.form();
        long before = book.gross;
        book.gross = Math.addExact(before, amount);
        booked.debit("assets:clearing:charge", amount);
        if (form.payee() != null) {
            booked.credit(Accounts.payable(form.payee()), amount);
            return;
        }
        Placed.Parts old = form.of(before);
        Placed.Parts now = form.of(book.gross);
        now.taxes()
                .forEach(
                        (jurisdiction, tax) ->
                                booked.credit(
                                        Accounts.tax(jurisdiction),
                                        Math.subtractExact(tax, old.tax(jurisdiction))));
        booked.credit("liabilities:escrow", Math.subtractExact(now.net(), old.net()));
        share(book, form, now.net());
    }

    private static void share(OrderBook book, Placed form, long net) {
        boolean isAll0 = form.items().stream().allMatch(item -> item.net() == 0);
        List<Ratio> weights = new ArrayList<>();
        for (Placed.Item item : form.items()) {
            weights.add(isAll0 ? Ratio.ONE : Ratio.whole(item.net()));
        }
        if (book.lines.isEmpty()) {
            book.lines =
                    form.items().stream()
                            .map(item -> new SoldLine(item.line(), item.contract()))
                            .toList();
        }
        long[] nets = LargestRemainder.over(net, weights);
        for (int i = 0; i < nets.length; i++) {
            book.lines.get(i).net = nets[i];
        }
    }
}
