package com.illuvrse.finance.order;

import static com.illuvrse.finance.order.Orders.fulfilled;
import static com.illuvrse.finance.order.Orders.placed;
import static org.assertj.core.api.Assertions.assertThat;

import com.illuvrse.finance.account.Accounts;
import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.posting.Rows;
import com.illuvrse.finance.royalty.Advance;
import com.illuvrse.finance.royalty.Contract;
import com.illuvrse.finance.royalty.Party;
import com.illuvrse.finance.royalty.Reserve;
import com.illuvrse.finance.royalty.Tier;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tiers, advances and reserves over several orders of one contract. */
class RoyaltyTermsTest {

    private static final List<Party> SEVENTY =
            List.of(new Party("c1", "70%"), new Party("platform", "30%"));
    private static final List<Party> EIGHTY =
            List.of(new Party("c1", "80%"), new Party("platform", "20%"));

    private static Contract tiered(String currency) {
        return contract(
                "ct",
                List.of(
                        new Tier(Money.of(1000, Currency.of(currency)), SEVENTY),
                        new Tier(null, EIGHTY)),
                null,
                null);
    }

    private static Contract contract(
            String name, List<Tier> tiers, @Nullable Advance advance, @Nullable Reserve reserve) {
        return new Contract(
                name,
                1,
                Orders.LONG_AGO,
                null,
                tiers.isEmpty() ? EIGHTY : List.of(),
                tiers,
                advance,
                reserve,
                null,
                null);
    }

    private static Rows charge(String order, long amount) {
        return Rows.charge("txn_" + order, order, amount);
    }

    private static Json.Obj part(JournalEntry entry) {
        return Objects.requireNonNull(entry.trace()).objects("parts").getFirst();
    }

    @Test
    void counterFollowsTheOrdersInOrderOfTime() {
        Orders orders =
                new Orders()
                        .contract(tiered("USD"))
                        .night(
                                placed("o-1", 1, 800),
                                charge("o-1", 800),
                                placed("o-2", 1, 800),
                                charge("o-2", 800),
                                fulfilled("o-1", "1/1", "2026-03-02T18:00:00Z"),
                                fulfilled("o-2", "1/1", "2026-03-02T15:00:00Z"));

        assertThat(part(orders.entry("fulfil:o-2:1")).texts("tier")).containsExactly("0", "800");
        assertThat(part(orders.entry("fulfil:o-1:1")).texts("tier")).containsExactly("800", "1600");
        assertThat(orders.balance(Accounts.payable("c1"))).isEqualTo(-(700 + 480));
        assertThat(orders.position("ct").counter()).isEqualTo(1600);
    }

    @Test
    void amountUpToTheBoundaryIsInTheLowerTier() {
        Orders orders =
                new Orders()
                        .contract(tiered("USD"))
                        .night(
                                placed("o-1", 1, 1000),
                                charge("o-1", 1000),
                                fulfilled("o-1", "1/1", "2026-03-02T15:00:00Z"))
                        .night(
                                placed("o-2", 1, 1),
                                charge("o-2", 1).at("2026-03-03T09:00:00Z"),
                                fulfilled("o-2", "1/1", "2026-03-03T15:00:00Z"));

        assertThat(part(orders.entry("fulfil:o-1:1")).objects("slices"))
                .containsExactly(Json.object().putMinor("amount", 1000).put("tier", 1).build());
        assertThat(part(orders.entry("fulfil:o-2:1")).objects("slices"))
                .containsExactly(Json.object().putMinor("amount", 1).put("tier", 2).build());
    }

    @Test
    void refundMovesTheCounterBackAndLeavesOtherOrdersAlone() {
        Orders orders =
                new Orders()
                        .contract(tiered("USD"))
                        .night(
                                placed("o-1", 1, 1000),
                                charge("o-1", 1000),
                                fulfilled("o-1", "1/1", "2026-03-02T15:00:00Z"),
                                placed("o-2", 1, 1000),
                                charge("o-2", 1000),
                                fulfilled("o-2", "1/1", "2026-03-02T16:00:00Z"))
                        .night(
                                Rows.refund("txn_r", "ch_txn_o-1", "o-1", 1000)
                                        .at("2026-03-03T09:00:00Z"));

        assertThat(orders.position("ct").counter()).isEqualTo(1000);
        assertThat(orders.balance(Accounts.payable("c1"))).isEqualTo(-800);
        assertThat(orders.balance(Accounts.COMMISSION)).isEqualTo(-200);
    }

    @Test
    void tiersInAnotherCurrencyHoldTheMoney() {
        Orders orders =
                new Orders()
                        .contract(tiered("EUR"))
                        .night(
                                placed("o-1", 1, 100),
                                charge("o-1", 100),
                                fulfilled("o-1", "1/1", "2026-03-02T15:00:00Z"));

        assertThat(orders.found()).containsExactly("CONTRACT_INVALID ct");
        assertThat(orders.balance(Accounts.ESCROW)).isEqualTo(-100);
    }

    @Test
    void collateralGroupIsRecoupedInItsOrder() {
        Orders orders =
                new Orders()
                        .contract(
                                contract(
                                        "ct",
                                        List.of(),
                                        new Advance("c1", List.of("older", "ct")),
                                        null))
                        .advance("ct", 500)
                        .advance("older", 300)
                        .night(
                                placed("o-1", 1, 500),
                                charge("o-1", 500),
                                fulfilled("o-1", "1/1", "2026-03-02T15:00:00Z"));

        assertThat(orders.balance(Accounts.advance("older"))).isZero();
        assertThat(orders.balance(Accounts.advance("ct"))).isEqualTo(400);
        assertThat(orders.balance(Accounts.payable("c1"))).isZero();
    }

    @Test
    void advancePaidTonightIsRecoupedByLaterReleasesOnly() {
        Contract contract = contract("ct", List.of(), new Advance("c1", List.of()), null);
        Orders orders =
                new Orders()
                        .contract(contract)
                        .night(placed("o-1", 1, 100), charge("o-1", 100))
                        .advance("ct", 1000)
                        .night(
                                fulfilled("o-1", "1/2", "2026-03-02T23:00:00Z"),
                                fulfilled("o-1", "1/1", "2026-03-03T01:00:00Z"));

        assertThat(orders.balance(Accounts.payable("c1"))).isEqualTo(-40);
        assertThat(orders.balance(Accounts.advance("ct"))).isEqualTo(960);
    }

    @Test
    void reserveIsReleasedDaysAfterTheCompleteFulfilment() {
        Orders orders =
                new Orders()
                        .contract(contract("ct", List.of(), null, new Reserve("10%", 2)))
                        .night(
                                placed("o-1", 1, 1000),
                                charge("o-1", 1000),
                                fulfilled("o-1", "1/1", "2026-03-02T15:00:00Z"));
        assertThat(orders.balance(Accounts.reserve("c1"))).isEqualTo(-80);
        assertThat(orders.order("o-1").reserveDueOn()).isEqualTo("2026-03-04");

        orders.night();
        assertThat(orders.balance(Accounts.reserve("c1"))).isEqualTo(-80);

        orders.night();
        assertThat(orders.balance(Accounts.reserve("c1"))).isZero();
        assertThat(orders.balance(Accounts.payable("c1"))).isEqualTo(-800);
        assertThat(orders.order("o-1").reserveDueOn()).isNull();
    }

    @Test
    void reserveOfAnOrderInPartsWaitsForItsEnd() {
        Orders orders =
                new Orders()
                        .contract(contract("ct", List.of(), null, new Reserve("10%", 1)))
                        .night(
                                placed("o-1", 1, 1000),
                                charge("o-1", 1000),
                                fulfilled("o-1", "1/2", "2026-03-02T15:00:00Z"));
        assertThat(orders.order("o-1").reserveDueOn()).isNull();

        orders.night(new OrderCancelled("x", "o-1", Instant.parse("2026-03-03T10:00:00Z")));

        assertThat(orders.order("o-1").reserveDueOn()).isEqualTo("2026-03-04");
    }

    @Test
    void refundAfterTheReserveWasReleasedTakesPayableOnly() {
        Orders orders =
                new Orders()
                        .contract(contract("ct", List.of(), null, new Reserve("10%", 1)))
                        .night(
                                placed("o-1", 1, 1000),
                                charge("o-1", 1000),
                                fulfilled("o-1", "1/1", "2026-03-02T15:00:00Z"))
                        .night()
                        .night(
                                Rows.refund("txn_r", "ch_txn_o-1", "o-1", 500)
                                        .at("2026-03-04T09:00:00Z"));

        assertThat(orders.balance(Accounts.reserve("c1"))).isZero();
        assertThat(orders.balance(Accounts.payable("c1"))).isEqualTo(-400);
    }
}
