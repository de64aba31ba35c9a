package com.illuvrse.finance.recalculation;

import static org.assertj.core.api.Assertions.assertThat;

import com.illuvrse.finance.canonical.JsonFiles;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class PackedOrderTest {

    private final Names names = new Names();

    private static OrderBook delivered() {
        OrderBook book = new OrderBook("o-1");
        book.latest =
                Placed.read(
                        JsonFiles.object(
                                JsonMapper.shared()
                                        .readTree(
                                                """
                                                {"version":1,"occurredAt":"2026-03-31T10:00:00.000Z","currency":"USD","total":"2159",
                                                 "lines":[{"line":"1","contract":"K2","net":"1999",
                                                 "taxes":[{"jurisdiction":"US-NY","rate":"0.08"}]}]}
                                                """)));
        book.form = book.latest;
        book.firstSale = 1_774_951_200_000L;
        book.currency = "USD";
        book.presentedCurrency = "USD";
        book.gross = 2159;
        book.presented = 2159;
        book.charged = 2159;
        book.completedOn = LocalDate.of(2026, 3, 31);
        SoldLine line = new SoldLine("1", "K2");
        line.net = 1999;
        line.released = 1999;
        line.version = 1;
        Holding creator = new Holding("c1");
        creator.exact = Ratio.read("7396/5");
        creator.share = 1479;
        creator.payable = 531;
        creator.recoup("K2", 800);
        Holding platform = new Holding(Terms.PLATFORM);
        platform.exact = Ratio.read("2599/5");
        platform.share = 520;
        platform.payable = 520;
        line.holdings.addAll(List.of(creator, platform));
        book.lines = List.of(line);
        return book;
    }

    @Test
    void takesAboutAHundredBytes() {
        assertThat(PackedOrder.of(delivered(), new PackWriter(names)).length).isLessThan(130);
    }

    @Test
    void comesBackAsItWas() {
        OrderBook book = delivered();
        book.refundedTaxes.put("US-NY", -1L);
        book.disputedFrom = OrderBook.LONG_AGO;
        book.fulfilments.put("e9", new OrderBook.Fulfilment(7, "1/2", Ratio.read("1/2")));
        book.payments.add(
                new Payment(
                        Payment.Use.REFUND, "txn_9", 5, -Long.MAX_VALUE, "USD", 3, null, "re_9"));

        byte[] bytes = PackedOrder.of(book, new PackWriter(names));
        OrderBook again = PackedOrder.read("o-1", bytes, names);

        assertThat(again).usingRecursiveComparison().isEqualTo(book);
        assertThat(PackedOrder.of(again, new PackWriter(names))).isEqualTo(bytes);
    }
}
