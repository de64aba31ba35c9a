package com.illuvrse.finance.dpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.journal.EntryId;
import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.order.OrderLine;
import com.illuvrse.finance.payout.Earning;
import com.illuvrse.finance.payout.OpenItems;
import com.illuvrse.finance.payout.PayableTrace;
import com.illuvrse.finance.payout.PaymentFact;
import com.illuvrse.finance.payout.PaymentFact.Place;
import com.illuvrse.finance.royalty.ContractBook;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What payments of one seller paid for, line by line. */
class SellerAccountTest {

    private static final Currency EUR = Currency.of("EUR");
    private static final LocalDate DAY = LocalDate.of(2026, 2, 1);
    private static final ItemLines ONE_LINE =
            new ItemLines(List.of(new ItemLines.Line("1", "goods", 8_000, 2_000)));
    private static final ItemLines CART =
            new ItemLines(
                    List.of(
                            new ItemLines.Line("1", "goods", 200, 20),
                            new ItemLines.Line("2", "goods", 100, 10),
                            new ItemLines.Line("3", "personal_service", 100, 5)));

    private final OpenItems items = new OpenItems(EUR);
    private final Map<EntryId, ItemLines> lines = new HashMap<>();

    private static @Nullable Activity activity(String kind, LocalDate day) {
        return switch (kind) {
            case "goods" -> Activity.SALE_OF_GOODS;
            case "personal_service" -> Activity.PERSONAL_SERVICE;
            default -> null;
        };
    }

    private static EntryId id(String name) {
        return SourceKey.of("fulfil", name, "1").entryId();
    }

    private static Place place(LocalDate day, String name) {
        return new Place(day, id(name), 1, 0);
    }

    private void earn(String name, @Nullable String order, long amount, ItemLines of) {
        items.post(place(DAY, name), new Earning("K", null, order, null), amount);
        lines.put(id(name), of);
    }

    private List<SellerFact> facts() {
        SellerAccount account = new SellerAccount("s", EUR, items, SellerAccountTest::activity);
        for (PaymentFact fact : items.facts()) {
            account.paid(fact, 0, lines.getOrDefault(fact.item().entry(), ItemLines.NONE));
        }
        return account.facts();
    }

    @Test
    void anItemIsSplitOverItsLinesAndItsOrderCountsOnceForEachActivity() {
        earn("a", "o-1", 401, CART);
        items.pay(place(DAY, "p"), DAY, 401);

        assertThat(facts())
                .extracting(
                        SellerFact::line,
                        fact -> fact.gross().minor(),
                        fact -> fact.fees().minor(),
                        SellerFact::counted)
                .containsExactly(
                        tuple("1", 201L, 20L, true),
                        tuple("2", 100L, 10L, false),
                        tuple("3", 100L, 5L, true));
    }

    @Test
    void taxIsSharedOverTheLinesAndTakenOff() {
        earn("a", "o-1", 400, CART);
        PaymentFact fact = items.pay(place(DAY, "p"), DAY, 400).getFirst();
        SellerAccount account = new SellerAccount("s", EUR, items, SellerAccountTest::activity);
        account.paid(fact, 101, CART);

        assertThat(account.facts())
                .extracting(f -> f.consideration().minor(), f -> f.tax().minor())
                .containsExactly(tuple(149L, 51L), tuple(75L, 25L), tuple(75L, 25L));
    }

    @Test
    void commissionComesWithTheFirstPaymentOfAnItemOnly() {
        earn("a", "o-1", 8_000, ONE_LINE);
        items.pay(place(DAY, "p1"), DAY, 3_000);
        items.pay(place(DAY, "p2"), DAY.plusMonths(3), 5_000);

        assertThat(facts())
                .extracting(
                        SellerFact::quarter,
                        fact -> fact.gross().minor(),
                        fact -> fact.fees().minor(),
                        SellerFact::count)
                .containsExactly(tuple(1, 3_000L, 2_000L, 1), tuple(2, 5_000L, 0L, 0));
    }

    @Test
    void aPaymentThatCameBackTakesCommissionAndCountBackAndTheNextIsFirstAgain() {
        earn("a", "o-1", 8_000, ONE_LINE);
        items.pay(place(DAY, "p1"), DAY, 8_000);
        items.giveBack(id("p1"), place(DAY, "r1"), 3_000);
        items.giveBack(id("p1"), place(DAY, "r2"), 5_000);
        items.pay(place(DAY, "p2"), DAY.plusMonths(3), 8_000);

        assertThat(facts())
                .extracting(
                        SellerFact::quarter,
                        fact -> fact.gross().minor(),
                        fact -> fact.fees().minor(),
                        SellerFact::count)
                .containsExactly(
                        tuple(1, 8_000L, 2_000L, 1),
                        tuple(1, -3_000L, 0L, 0),
                        tuple(1, -5_000L, -2_000L, -1),
                        tuple(2, 8_000L, 2_000L, 1));
    }

    @Test
    void whatWasPaidInPartInAnEarlierYearIsNotCountedAgain() {
        earn("a", "o-1", 8_000, ONE_LINE);
        items.pay(place(DAY, "p1"), LocalDate.of(2025, 12, 31), 3_000);
        earn("b", "o-1", 100, ONE_LINE);
        earn("c", "o-2", 100, ONE_LINE);
        items.pay(place(DAY, "p2"), DAY, 5_200);
        items.keepOnly(2026);

        assertThat(facts())
                .extracting(
                        fact -> fact.payment().earning().order(),
                        fact -> fact.fees().minor(),
                        SellerFact::counted)
                .containsExactlyInAnyOrder(
                        tuple("o-1", 0L, false),
                        tuple("o-1", 2_000L, false),
                        tuple("o-2", 2_000L, true));
    }

    @Test
    void aRefundTakesConsiderationAndCommissionOffAndLeavesTheCount() {
        earn("a", "o-1", 8_000, ONE_LINE);
        earn(
                "b",
                "o-1",
                -4_000,
                new ItemLines(List.of(new ItemLines.Line("1", "goods", 4_000, -1_000))));
        items.pay(place(DAY, "p"), DAY, 4_000);

        assertThat(facts())
                .extracting(
                        fact -> fact.gross().minor(),
                        fact -> fact.fees().minor(),
                        SellerFact::count)
                .containsExactlyInAnyOrder(tuple(-4_000L, -1_000L, 0), tuple(8_000L, 2_000L, 1));
    }

    @Test
    void whatBelongsToNoLineHasTheOneActivityOfItsContractOrNone() {
        earn("a", null, 500, ItemLines.NONE);
        earn("b", "o-1", 8_000, ONE_LINE);
        items.pay(place(DAY, "p1"), DAY, 8_500);

        assertThat(facts())
                .extracting(SellerFact::line, SellerFact::activity, SellerFact::counted)
                .containsExactlyInAnyOrder(
                        tuple(null, Activity.SALE_OF_GOODS, false),
                        tuple("1", Activity.SALE_OF_GOODS, true));

        earn("c", "o-2", 400, CART);
        items.pay(place(DAY, "p2"), DAY, 400);

        assertThat(facts())
                .filteredOn(fact -> fact.line() == null)
                .extracting(SellerFact::activity)
                .containsOnlyNulls();
    }

    @Test
    void linesAreThoseOfTheTraceWithTheSellersPartOfTheCommission() {
        Json.Obj part =
                Json.object()
                        .put("contract", "K")
                        .put("version", 1)
                        .put("line", "2")
                        .put(
                                "shares",
                                Json.array(
                                        List.of(
                                                share("s", 600),
                                                share("t", 200),
                                                share("platform", 201))))
                        .put("reserve", Json.array(List.of()))
                        .put("recoup", Json.array(List.of()))
                        .build();
        Json.Obj trace =
                Json.object().put("kind", "fulfil").put("parts", Json.array(List.of(part))).build();
        List<PayableTrace.Part> traced =
                new PayableTrace("s", contract -> ContractBook.of(List.of())).parts(trace, 600);
        List<OrderLine> ordered = List.of(line("1", "goods", 10), line("2", "tip", 10));

        assertThat(ItemLines.of("K", traced, ordered).lines())
                .containsExactly(new ItemLines.Line("2", "tip", 600, 151));
        assertThat(ItemLines.of("other", traced, ordered).lines()).isEmpty();
    }

    @Test
    void anItemWithoutATraceFallsOnTheLinesOfItsContractByTheirNets() {
        List<OrderLine> ordered = List.of(line("1", "goods", 30), line("2", "tip", 10));

        assertThat(ItemLines.of("K", List.of(), ordered).lines())
                .containsExactly(
                        new ItemLines.Line("1", "goods", 30, 0),
                        new ItemLines.Line("2", "tip", 10, 0));
        assertThat(ItemLines.of("other", List.of(), ordered).lines()).isEmpty();
    }

    private static OrderLine line(String name, String kind, long net) {
        return new OrderLine(name, kind, "K", net, false, List.of());
    }

    private static Json.Obj share(String party, long amount) {
        return Json.object()
                .put("party", party)
                .put("exact", amount + "/1")
                .put("share", Json.pair(0, amount))
                .build();
    }
}
