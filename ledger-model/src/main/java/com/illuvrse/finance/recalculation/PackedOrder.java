package com.illuvrse.finance.recalculation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An order between the days it moves on, as bytes: some 100 for an order of one line and two
 * parties, where its objects take more than a thousand.
 */
final class PackedOrder {

    private PackedOrder() {}

    @SuppressWarnings("ReferenceEquality") // the form is the latest, or one before it
    static byte[] of(OrderBook book, PackWriter to) {
        placed(book.latest, to);
        if (book.form == book.latest) {
            to.put(1);
        } else {
            placed(book.form, to.put(0));
        }
        to.put(book.firstSale)
                .name(book.currency)
                .put(book.gross)
                .name(book.presentedCurrency)
                .put(book.presented)
                .put(book.charged)
                .put(book.refundedGross)
                .put(book.refundedPresented)
                .put(book.releases)
                .put(book.reserveReleased ? 1 : 0)
                .date(book.completedOn)
                .date(book.reserveDueOn)
                .put(book.disputedFrom)
                .put(book.tracesToday)
                .put(book.tracesOn);
        amounts(book.refundedTaxes, to);
        to.put(book.lines.size());
        book.lines.forEach(line -> line(line, to));
        to.put(book.fulfilments.size());
        book.fulfilments.forEach(
                (event, fulfilment) -> to.text(event).put(fulfilment.at()).name(fulfilment.text()));
        to.put(book.payments.size());
        book.payments.forEach(payment -> payment(payment, to));
        return to.take();
    }

    static OrderBook read(String order, byte[] bytes, Names names) {
        PackReader from = new PackReader(bytes, names);
        OrderBook book = new OrderBook(order);
        book.latest = placed(from);
        book.form = from.number() == 1 ? book.latest : placed(from);
        book.firstSale = from.number();
        book.currency = from.name();
        book.gross = from.number();
        book.presentedCurrency = from.name();
        book.presented = from.number();
        book.charged = from.number();
        book.refundedGross = from.number();
        book.refundedPresented = from.number();
        book.releases = from.size();
        book.reserveReleased = from.number() == 1;
        book.completedOn = from.date();
        book.reserveDueOn = from.date();
        book.disputedFrom = from.number();
        book.tracesToday = from.number();
        book.tracesOn = from.number();
        book.refundedTaxes = amounts(from);
        List<SoldLine> lines = new ArrayList<>();
        for (int left = from.size(); left > 0; left--) {
            lines.add(line(from));
        }
        book.lines = List.copyOf(lines);
        for (int left = from.size(); left > 0; left--) {
            String event = from.text();
            long at = from.number();
            String portion = from.name();
            book.fulfilments.put(event, new OrderBook.Fulfilment(at, portion, Ratio.read(portion)));
        }
        for (int left = from.size(); left > 0; left--) {
            book.payments.add(payment(from));
        }
        return book;
    }

    private static void placed(@Nullable Placed placed, PackWriter to) {
        if (placed == null) {
            to.put(0);
            return;
        }
        to.put(placed.version())
                .put(placed.at())
                .name(placed.currency())
                .put(placed.sum())
                .put(placed.total());
        to.optionalName(placed.payee()).put(placed.items().size());
        for (Placed.Item item : placed.items()) {
            to.name(item.line()).name(item.contract()).put(item.net());
        }
        amounts(placed.taxes(), to);
    }

    /** Versions begin with 1, so 0 is none. */
    private static @Nullable Placed placed(PackReader from) {
        long version = from.number();
        if (version == 0) {
            return null;
        }
        long at = from.number();
        String currency = from.name();
        long sum = from.number();
        long total = from.number();
        String payee = from.optionalName();
        List<Placed.Item> items = new ArrayList<>();
        for (int left = from.size(); left > 0; left--) {
            items.add(new Placed.Item(from.name(), from.name(), from.number()));
        }
        return new Placed(
                version, at, currency, List.copyOf(items), amounts(from), sum, total, payee);
    }

    private static void amounts(Map<String, Long> amounts, PackWriter to) {
        to.put(amounts.size());
        amounts.forEach((name, amount) -> to.name(name).put(amount));
    }

    @SuppressWarnings("NonApiType") // kept as it is read
    private static TreeMap<String, Long> amounts(PackReader from) {
        TreeMap<String, Long> amounts = new TreeMap<>();
        for (int left = from.size(); left > 0; left--) {
            amounts.put(from.name(), from.number());
        }
        return amounts;
    }

    private static void line(SoldLine line, PackWriter to) {
        to.name(line.line)
                .name(line.contract)
                .put(line.net)
                .put(line.version)
                .put(line.released)
                .put(line.refundedEscrow)
                .put(line.refundedReleased)
                .put(line.holdings.size());
        for (Holding holding : line.holdings) {
            to.name(holding.party)
                    .ratio(holding.exact)
                    .put(holding.share)
                    .put(holding.reserved)
                    .put(holding.reversed)
                    .put(holding.payable)
                    .put(holding.reserve)
                    .put(holding.recouped.size());
            holding.recouped.forEach(each -> to.name(each.contract).put(each.amount));
        }
    }

    private static SoldLine line(PackReader from) {
        SoldLine line = new SoldLine(from.name(), from.name());
        line.net = from.number();
        line.version = from.number();
        line.released = from.number();
        line.refundedEscrow = from.number();
        line.refundedReleased = from.number();
        for (int left = from.size(); left > 0; left--) {
            Holding holding = new Holding(from.name());
            holding.exact = from.ratio();
            holding.share = from.number();
            holding.reserved = from.number();
            holding.reversed = from.number();
            holding.payable = from.number();
            holding.reserve = from.number();
            for (int more = from.size(); more > 0; more--) {
                holding.recouped.add(new Holding.Recouped(from.name(), from.number()));
            }
            line.holdings.add(holding);
        }
        return line;
    }

    private static void payment(Payment payment, PackWriter to) {
        to.name(payment.use().name())
                .text(payment.bt())
                .put(payment.at())
                .put(payment.amount())
                .name(payment.currency())
                .put(payment.presented())
                .optionalName(payment.presentedCurrency())
                .optionalText(payment.source());
    }

    private static Payment payment(PackReader from) {
        return new Payment(
                Payment.Use.valueOf(from.name()),
                from.text(),
                from.number(),
                from.number(),
                from.name(),
                from.number(),
                from.optionalName(),
                from.optionalText());
    }
}
