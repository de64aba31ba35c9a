package com.illuvrse.finance.order;

import static com.illuvrse.finance.order.Orders.fulfilled;
import static com.illuvrse.finance.order.Orders.line;
import static com.illuvrse.finance.order.Orders.placed;
import static org.assertj.core.api.Assertions.assertThat;

import com.illuvrse.finance.account.Accounts;
import com.illuvrse.finance.journal.AccountingDay;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.posting.Links;
import com.illuvrse.finance.posting.Rows;
import com.illuvrse.finance.royalty.Contract;
import com.illuvrse.finance.royalty.Party;
import com.illuvrse.finance.royalty.Reserve;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a dispute holds, gives back and takes. */
class DisputeTest {

    private static final String NOON = "2026-03-02T12:00:00Z";

    private static Rows charge(long amount) {
        return Rows.charge("txn_1", "o-1", amount);
    }

    private static Rows disputed(long amount) {
        return dispute("txn_d", "dispute", -amount, "2026-03-02T18:00:00Z");
    }

    private static Rows reinstated(long amount) {
        return dispute("txn_w", "dispute_reversal", amount, "2026-03-03T18:00:00Z");
    }

    private static Rows dispute(String id, String category, long amount, String at) {
        return Rows.row(id, "adjustment", category, amount)
                .at(at)
                .links(new Links("dp_1", "ch_txn_1", "o-1", "dp_1", null, null, null, null));
    }

    private static DisputeLost lost() {
        return new DisputeLost("o-1", "dp_1", Instant.parse("2026-03-03T20:00:00Z"));
    }

    private static Orders soldAndFulfilled() {
        OrderPlaced order =
                placed(
                        "o-1",
                        1,
                        "USD",
                        List.of(line("1", 1000, new LineTax("US-NY", "0.08", null))),
                        1080);
        return Orders.withSimpleContract()
                .night(order, charge(1080), fulfilled("o-1", "1/1", NOON), disputed(540));
    }

    @Test
    void holdsTheCreatorsShareOfTheDisputedPart() {
        Orders orders = soldAndFulfilled();

        assertThat(orders.balance(Accounts.held("c1"))).isEqualTo(-425);
        assertThat(orders.balance(Accounts.payable("c1"))).isEqualTo(-425);
        assertThat(orders.balance(Accounts.DISPUTES_OPEN)).isEqualTo(540);
        assertThat(orders.found()).isEmpty();
    }

    @Test
    void losingTakesItFromThoseWhoHadIt() {
        Orders orders = soldAndFulfilled().night(lost());

        assertThat(orders.balance(Accounts.held("c1"))).isZero();
        assertThat(orders.balance(Accounts.payable("c1"))).isEqualTo(-425);
        assertThat(orders.balance(Accounts.COMMISSION)).isEqualTo(-75);
        assertThat(orders.balance(Accounts.tax("US-NY"))).isEqualTo(-40);
        assertThat(orders.balance(Accounts.DISPUTES_OPEN)).isZero();
        assertThat(orders.entry("dispute:dp_1:lost").occurredAt())
                .isEqualTo("2026-03-03T23:59:59.999Z");
        assertThat(orders.entry("dispute:dp_1:lost").trace()).isNull();
        assertThat(orders.order("o-1").isUnsettled()).isFalse();
    }

    @Test
    void winningGivesItBack() {
        Orders orders = soldAndFulfilled().night(reinstated(540));

        assertThat(orders.balance(Accounts.held("c1"))).isZero();
        assertThat(orders.balance(Accounts.payable("c1"))).isEqualTo(-850);
        assertThat(orders.balance(Accounts.DISPUTES_OPEN)).isZero();
    }

    @Test
    void exchangeBetweenTakingAndReinstatingIsThePlatforms() {
        Orders orders = soldAndFulfilled().night(reinstated(530));

        assertThat(orders.balance(Accounts.FX_LOSS)).isEqualTo(10);
        assertThat(orders.balance(Accounts.DISPUTES_OPEN)).isZero();
        assertThat(orders.balance(Accounts.payable("c1"))).isEqualTo(-850);
    }

    @Test
    void nothingIsHeldWhileTheDisputedPartIsInEscrow() {
        Orders orders =
                Orders.withSimpleContract()
                        .night(placed("o-1", 1, 1000), charge(1000), disputed(300));

        assertThat(orders.sources()).doesNotContain("dispute:dp_1:hold");

        orders.night(lost());

        assertThat(orders.balance(Accounts.ESCROW)).isEqualTo(-700);
        assertThat(orders.balance(Accounts.DISPUTES_OPEN)).isZero();
    }

    @Test
    void releaseOfDisputedEscrowIsHeld() {
        Orders orders =
                Orders.withSimpleContract()
                        .night(placed("o-1", 1, 1000), charge(1000), disputed(300))
                        .night(fulfilled("o-1", "1/1", "2026-03-03T08:00:00Z"));

        assertThat(orders.balance(Accounts.held("c1"))).isEqualTo(-255);
        assertThat(orders.balance(Accounts.payable("c1"))).isEqualTo(-595);
        assertThat(orders.balance(Accounts.ESCROW)).isZero();
    }

    @Test
    void moneyInDisputeCannotBeRefundedToo() {
        Orders orders =
                Orders.withSimpleContract()
                        .night(placed("o-1", 1, 1000), charge(1000), disputed(700))
                        .night(
                                Rows.refund("txn_r", "ch_txn_1", "o-1", 500)
                                        .at("2026-03-03T08:00:00Z"));

        assertThat(orders.found()).containsExactly("REFUND_EXCEEDS_CAPTURE txn_r");
        assertThat(orders.balance(Accounts.CLEARING_REFUND)).isEqualTo(200);
        assertThat(orders.balance(Accounts.ESCROW)).isEqualTo(-700);
    }

    @Test
    void holdTakesPayableAndReserveInTheirProportions() {
        Contract contract =
                new Contract(
                        "ct",
                        1,
                        Orders.LONG_AGO,
                        null,
                        List.of(new Party("c1", "80%"), new Party("platform", "20%")),
                        List.of(),
                        null,
                        new Reserve("25%", 1),
                        null,
                        null);
        Orders orders =
                new Orders()
                        .contract(contract)
                        .night(
                                placed("o-1", 1, 1000),
                                charge(1000),
                                fulfilled("o-1", "1/1", NOON),
                                disputed(500));

        assertThat(orders.balance(Accounts.held("c1"))).isEqualTo(-400);
        assertThat(orders.balance(Accounts.payable("c1"))).isEqualTo(-300);
        assertThat(orders.balance(Accounts.reserve("c1"))).isEqualTo(-100);

        orders.night().night();
        assertThat(orders.balance(Accounts.reserve("c1"))).isEqualTo(-100);

        orders.night(reinstated(500).at("2026-03-05T09:00:00Z")).night();
        assertThat(orders.balance(Accounts.reserve("c1"))).isZero();
        assertThat(orders.balance(Accounts.payable("c1"))).isEqualTo(-800);
    }

    @Test
    void disputeBeforeItsOrderWaits() {
        Orders orders = Orders.withSimpleContract().night(charge(1000), disputed(1000), lost());
        assertThat(orders.found())
                .containsExactlyInAnyOrder(
                        "PAYMENT_WITHOUT_ORDER txn_1", "DISPUTE_WITHOUT_ORDER txn_d");

        orders.night(placed("o-1", 1, 1000));

        assertThat(orders.found()).isEmpty();
        assertThat(orders.balance(Accounts.DISPUTES_OPEN)).isZero();
        assertThat(orders.balance(Accounts.ESCROW)).isZero();
    }

    @Test
    void lossNoOrderExplainsIsThePlatforms() {
        Money amount = Money.of(700, Orders.USD);
        AccountingDay day = AccountingDay.of(Orders.DAY, ZoneOffset.UTC);

        assertThat(DisputeRules.loseWithoutOrder("dp_9", amount, day).postings())
                .extracting(posting -> posting.account() + " " + posting.signedMinor())
                .containsExactly("expenses:losses:chargeback 700", "assets:disputes:open -700");
    }
}
