package com.illuvrse.finance.order;

import static com.illuvrse.finance.order.Orders.fulfilled;
import static com.illuvrse.finance.order.Orders.line;
import static com.illuvrse.finance.order.Orders.placed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.account.Accounts;
import com.illuvrse.finance.journal.AccountingDay;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.posting.Links;
import com.illuvrse.finance.posting.Rows;
import com.illuvrse.finance.reconciliation.Break;
import com.illuvrse.finance.reconciliation.BreakType;
import com.illuvrse.finance.reconciliation.Finding;
import com.illuvrse.finance.royalty.Contract;
import com.illuvrse.finance.royalty.ContractBook;
import com.illuvrse.finance.royalty.ContractStates;
import com.illuvrse.finance.royalty.Party;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What one night makes of an order's facts. */
class SettlementTest {

    private static final String NOON = "2026-03-02T12:00:00Z";
    private static final String LATER = "2026-03-02T16:00:00Z";

    private static Rows charge(long amount) {
        return Rows.charge("txn_1", "o-1", amount);
    }

    private static Rows refund(String id, long amount) {
        return Rows.refund(id, "ch_txn_1", "o-1", amount).at("2026-03-02T20:00:00Z");
    }

    @Test
    void saleOfSeveralLinesAndTaxesGoesToTaxAndEscrow() {
        OrderPlaced order =
                placed(
                        "o-1",
                        1,
                        "USD",
                        List.of(
                                line("1", 1000, new LineTax("US-NY", "0.08", null)),
                                line(
                                        "2",
                                        500,
                                        new LineTax("US-NY", "0.08", 40L),
                                        new LineTax("US-CITY", null, 10L))),
                        1630);

        Orders orders = Orders.withSimpleContract().night(order, charge(1630));

        assertThat(orders.balance(Accounts.tax("US-NY"))).isEqualTo(-120);
        assertThat(orders.balance(Accounts.tax("US-CITY"))).isEqualTo(-10);
        assertThat(orders.balance(Accounts.ESCROW)).isEqualTo(-1500);
        assertThat(orders.balance(Accounts.CLEARING_CHARGE)).isZero();
        assertThat(orders.found()).isEmpty();
        assertThat(orders.entry("sale:o-1:txn_1").trace()).isNull();
    }

    @Test
    void aChargeBelowZeroSellsNothingAndWaitsForAPerson() {
        Orders orders =
                Orders.withSimpleContract()
                        .night(placed("o-1", 1, 1000), charge(-1000))
                        .night(fulfilled("o-1", "1/1", "2026-03-03T12:00:00Z"));

        assertThat(orders.balance(Accounts.ESCROW)).isZero();
        assertThat(orders.balance(Accounts.CLEARING_CHARGE)).isEqualTo(1000);
        assertThat(orders.found()).contains("PAYMENT_WITHOUT_ORDER txn_1");
    }

    @Test
    void saleCountsFromTheLaterOfChargeAndOrder() {
        Orders orders =
                Orders.withSimpleContract()
                        .night(placed("o-1", 1, 100), charge(100).at("2026-03-02T09:00:00Z"));

        assertThat(orders.entry("sale:o-1:txn_1").occurredAt()).isEqualTo("2026-03-02T10:00:00Z");
    }

    @Test
    void exchangedSaleKeepsTheProportionsOfTheOrder() {
        OrderPlaced order =
                placed(
                        "o-1",
                        1,
                        "EUR",
                        List.of(line("1", 10000, new LineTax("DE", "0.19", null))),
                        11900);

        Orders orders =
                Orders.withSimpleContract()
                        .night(order, charge(12879).presented(11900, "EUR", "1.0823"));

        assertThat(orders.balance(Accounts.tax("DE"))).isEqualTo(-2056);
        assertThat(orders.balance(Accounts.ESCROW)).isEqualTo(-10823);
    }

    @Test
    void portionsAreReleasedCumulatively() {
        Orders orders =
                Orders.withSimpleContract()
                        .night(
                                placed("o-1", 1, 1000),
                                charge(1000),
                                fulfilled("o-1", "1/3", NOON),
                                fulfilled("o-1", "2/3", LATER))
                        .night(fulfilled("o-1", "1/1", "2026-03-03T08:00:00Z"));

        assertThat(orders.sources()).contains("fulfil:o-1:1", "fulfil:o-1:2", "fulfil:o-1:3");
        assertThat(orders.balance(Accounts.payable("c1"))).isEqualTo(-850);
        assertThat(orders.balance(Accounts.COMMISSION)).isEqualTo(-150);
        assertThat(orders.balance(Accounts.ESCROW)).isZero();
    }

    @Test
    void lowerPortionThanAlreadyReleasedReleasesNothing() {
        Orders orders =
                Orders.withSimpleContract()
                        .night(placed("o-1", 1, 1000), charge(1000), fulfilled("o-1", "1/1", NOON))
                        .night(fulfilled("o-1", "1/2", LATER));

        assertThat(orders.sources()).doesNotContain("fulfil:o-1:2");
        assertThat(orders.order("o-1").isUnsettled()).isFalse();
    }

    @Test
    void fulfilmentBeforeThePaymentWaitsAndIsABreak() {
        Orders orders =
                Orders.withSimpleContract()
                        .night(placed("o-1", 1, 1000), fulfilled("o-1", "1/1", NOON));
        assertThat(orders.found()).containsExactly("ORDER_WITHOUT_PAYMENT o-1");
        assertThat(orders.open()).isEmpty();

        orders.night(charge(1000).at("2026-03-03T09:00:00Z"));

        assertThat(orders.found()).isEmpty();
        assertThat(orders.balance(Accounts.payable("c1"))).isEqualTo(-850);
        assertThat(orders.entry("fulfil:o-1:1").occurredAt()).isEqualTo("2026-03-03T09:00:00Z");
    }

    @Test
    void refundBeforeItsSaleWaitsInClearing() {
        Orders orders = Orders.withSimpleContract().night(charge(1000), refund("txn_2", 400));
        assertThat(orders.found())
                .containsExactlyInAnyOrder(
                        "PAYMENT_WITHOUT_ORDER txn_1", "REFUND_WITHOUT_ORDER txn_2");
        assertThat(orders.balance(Accounts.CLEARING_REFUND)).isEqualTo(400);
        orders.night(placed("o-1", 1, 1000));

        assertThat(orders.found()).isEmpty();
        assertThat(orders.balance(Accounts.CLEARING_REFUND)).isZero();
        assertThat(orders.balance(Accounts.ESCROW)).isEqualTo(-600);
        assertThat(orders.entry("refund:o-1:txn_2").late()).isTrue();
    }

    @Test
    void refundTakesEscrowBeforeWhatWasReleased() {
        Orders orders =
                Orders.withSimpleContract()
                        .night(
                                placed("o-1", 1, 1000),
                                charge(1000),
                                fulfilled("o-1", "1/2", NOON),
                                refund("txn_2", 600));

        assertThat(orders.balance(Accounts.ESCROW)).isZero();
        assertThat(orders.balance(Accounts.payable("c1"))).isEqualTo(-340);
        assertThat(orders.balance(Accounts.COMMISSION)).isEqualTo(-60);
    }

    @Test
    void whatWasRefundedOutOfEscrowIsNotReleased() {
        Orders orders =
                Orders.withSimpleContract()
                        .night(placed("o-1", 1, 1000), charge(1000), refund("txn_2", 300))
                        .night(fulfilled("o-1", "1/1", "2026-03-03T08:00:00Z"));

        assertThat(orders.balance(Accounts.payable("c1"))).isEqualTo(-595);
        assertThat(orders.balance(Accounts.ESCROW)).isZero();
    }

    @Test
    void whatExceedsTheCaptureStaysInClearing() {
        Orders orders =
                Orders.withSimpleContract()
                        .night(
                                placed("o-1", 1, 1000),
                                charge(1000),
                                refund("txn_2", 900),
                                refund("txn_3", 300));

        assertThat(orders.found()).containsExactly("REFUND_EXCEEDS_CAPTURE txn_3");
        assertThat(orders.balance(Accounts.CLEARING_REFUND)).isEqualTo(200);
        assertThat(orders.balance(Accounts.ESCROW)).isZero();

        orders.night(refund("txn_4", 50));

        assertThat(orders.found()).contains("REFUND_EXCEEDS_CAPTURE txn_4");
        assertThat(orders.sources()).doesNotContain("refund:o-1:txn_4");
    }

    @Test
    void undeliverableRefundIsOwedToTheBuyer() {
        Orders orders =
                Orders.withSimpleContract()
                        .night(
                                placed("o-1", 1, 1000),
                                charge(1000),
                                refund("txn_2", 400),
                                Rows.row("txn_3", "refund_failure", "refund_failure", 400)
                                        .links(Links.of("re_txn_2", "ch_txn_1", "o-1")));

        assertThat(orders.found()).containsExactly("REFUND_UNDELIVERABLE txn_3");
        assertThat(orders.balance(Accounts.CLEARING_REFUND)).isZero();
        assertThat(orders.balance(Accounts.REFUNDS_UNDELIVERABLE)).isEqualTo(-400);
    }

    @Test
    void uncapturedPartGoesBackOutOfEscrowAndTax() {
        OrderPlaced order =
                placed(
                        "o-1",
                        1,
                        "USD",
                        List.of(line("1", 1000, new LineTax("US-NY", "0.08", null))),
                        1080);

        Orders orders =
                Orders.withSimpleContract()
                        .night(
                                order,
                                charge(1080),
                                Rows.row("txn_2", "refund", "partial_capture_reversal", -540)
                                        .links(Links.of("re_2", "ch_txn_1", "o-1")));

        assertThat(orders.balance(Accounts.ESCROW)).isEqualTo(-500);
        assertThat(orders.balance(Accounts.tax("US-NY"))).isEqualTo(-40);
        assertThat(orders.balance(Accounts.CLEARING_CHARGE)).isZero();
    }

    @Test
    void orderIsSoldAgainWhenItsFirstPaymentFailed() {
        Rows failure =
                Rows.row("txn_2", "payment_failure_refund", "charge_failure", -1000)
                        .at(LATER)
                        .links(Links.of("py_1", "ch_txn_1", "o-1"));
        Orders orders =
                Orders.withSimpleContract()
                        .night(placed("o-1", 1, 1000), charge(1000), failure)
                        .night(Rows.charge("txn_3", "o-1", 1000).at("2026-03-03T09:00:00Z"));

        assertThat(orders.found()).isEmpty();
        assertThat(orders.balance(Accounts.ESCROW)).isEqualTo(-1000);
        assertThat(orders.sources())
                .contains("sale:o-1:txn_1", "sale-reversal:o-1:txn_2", "sale:o-1:txn_3");
    }

    @Test
    void reversalAfterTheDeliveryIsMissedUntilItIsPaidAgain() {
        Rows failure =
                Rows.row("txn_2", "payment_failure_refund", "charge_failure", -400)
                        .at(LATER)
                        .links(Links.of("py_1", "ch_txn_1", "o-1"));
        Orders orders =
                Orders.withSimpleContract()
                        .night(
                                placed("o-1", 1, 1000),
                                charge(1000),
                                fulfilled("o-1", "1/1", NOON),
                                failure);

        assertThat(orders.found()).containsExactly("ORDER_WITHOUT_PAYMENT o-1");
        assertThat(orders.balance(Accounts.ESCROW)).isEqualTo(400);
    }

    @Test
    void deliveryOfAnUnknownOrderIsNotMissedBesideItsPayment() {
        Orders orders =
                Orders.withSimpleContract().night(charge(1000), fulfilled("o-1", "1/1", NOON));

        assertThat(orders.found()).containsExactly("PAYMENT_WITHOUT_ORDER txn_1");
    }

    @Test
    void secondPaymentStaysInClearing() {
        Rows second = Rows.charge("txn_2", "o-1", 1000).at(LATER);
        Orders orders =
                Orders.withSimpleContract().night(placed("o-1", 1, 1000), charge(1000), second);

        assertThat(orders.found()).containsExactly("DUPLICATE_PAYMENT txn_2");
        assertThat(orders.balance(Accounts.ESCROW)).isEqualTo(-1000);
        assertThat(orders.balance(Accounts.CLEARING_CHARGE)).isEqualTo(-1000);
    }

    @Test
    void refundOfTheSecondPaymentIsNotTheOrders() {
        Rows second = Rows.charge("txn_2", "o-1", 1000).at(LATER);
        Rows back = Rows.refund("txn_3", "ch_txn_2", "o-1", 1000).at("2026-03-02T20:00:00Z");
        Orders orders =
                Orders.withSimpleContract()
                        .night(placed("o-1", 1, 1000), charge(1000), second, back);

        assertThat(orders.balance(Accounts.ESCROW)).isEqualTo(-1000);
        assertThat(orders.balance(Accounts.CLEARING_REFUND)).isEqualTo(1000);
        assertThat(orders.found())
                .containsExactlyInAnyOrder(
                        "DUPLICATE_PAYMENT txn_2", "REFUND_EXCEEDS_CAPTURE txn_3");
    }

    @Test
    void orderThatDisagreesWithStripeIsNotReleasedUntilAmended() {
        Orders orders =
                Orders.withSimpleContract()
                        .night(placed("o-1", 1, 1200), charge(1000), fulfilled("o-1", "1/1", NOON));
        assertThat(orders.found()).containsExactly("AMOUNT_MISMATCH o-1");
        assertThat(orders.balance(Accounts.ESCROW)).isEqualTo(-1000);
        assertThat(orders.order("o-1").isUnsettled()).isTrue();

        orders.night(placed("o-1", 2, 1000));

        assertThat(orders.found()).isEmpty();
        assertThat(orders.balance(Accounts.payable("c1"))).isEqualTo(-850);
        assertThat(orders.entry("fulfil:o-1:1").late()).isTrue();
    }

    @Test
    void personMayAcceptADisagreement() {
        Orders orders =
                Orders.withSimpleContract()
                        .night(placed("o-1", 1, 1200), charge(1000), fulfilled("o-1", "1/1", NOON))
                        .accept(BreakType.AMOUNT_MISMATCH, "o-1");

        orders.night();
        orders.night();

        assertThat(orders.breaks()).isEmpty();
        assertThat(orders.balance(Accounts.payable("c1"))).isEqualTo(-850);
    }

    @Test
    void whatWasAcceptedIsTheAmountAndNoOther() {
        Orders orders =
                Orders.withSimpleContract()
                        .night(placed("o-1", 1, 1200), charge(1000), fulfilled("o-1", "1/2", NOON))
                        .accept(BreakType.AMOUNT_MISMATCH, "o-1")
                        .night();
        assertThat(orders.balance(Accounts.ESCROW)).isEqualTo(-500);

        orders.night(placed("o-1", 2, 1500), fulfilled("o-1", "1/1", NOON));

        assertThat(orders.balance(Accounts.ESCROW)).isEqualTo(-500);
        assertThat(orders.breaks())
                .singleElement()
                .satisfies(
                        row -> {
                            assertThat(row.isOpen()).isTrue();
                            assertThat(row.ageDays()).isZero();
                            assertThat(row.amount()).isEqualTo(Money.of(-500, Orders.USD));
                        });
    }

    @Test
    void anAcceptedDisagreementThatAgreedForANightIsOpenedAgain() {
        Orders orders =
                Orders.withSimpleContract()
                        .night(placed("o-1", 1, 1200), charge(1000))
                        .accept(BreakType.AMOUNT_MISMATCH, "o-1")
                        .night()
                        .night(placed("o-1", 2, 1000));
        assertThat(orders.breaks())
                .extracting(Break::status)
                .containsExactly(Break.Status.AUTO_RESOLVED);

        orders.night(placed("o-1", 3, 1200));

        assertThat(orders.breaks()).extracting(Break::status).containsExactly(Break.Status.OPEN);
    }

    @Test
    void orderInAnotherCurrencyThanItsChargeIsNotReleased() {
        Orders orders =
                Orders.withSimpleContract()
                        .night(
                                placed("o-1", 1, "EUR", List.of(line("1", 1000)), 1000),
                                charge(1000).presented(1000, "USD", null),
                                fulfilled("o-1", "1/1", NOON));

        assertThat(orders.found()).containsExactly("CURRENCY_MISMATCH o-1");
        assertThat(orders.balance(Accounts.ESCROW)).isEqualTo(-1000);
    }

    @Test
    void granularityOfTheCurrencyIsNoDisagreement() {
        Orders orders =
                Orders.withSimpleContract()
                        .night(
                                placed("o-1", 1, "KWD", List.of(line("1", 5124)), 5124),
                                charge(5120).in("KWD"),
                                fulfilled("o-1", "1/1", NOON));

        assertThat(orders.findings())
                .singleElement()
                .satisfies(
                        found -> {
                            assertThat(found.type()).isEqualTo(BreakType.AMOUNT_MISMATCH);
                            assertThat(found.settledBy()).isEqualTo("CURRENCY_GRANULARITY");
                        });
        assertThat(orders.balance(Accounts.payable("c1"))).isEqualTo(-4352);
    }

    @Test
    void missingContractHoldsTheMoneyInEscrow() {
        Orders orders =
                new Orders()
                        .night(placed("o-1", 1, 1000), charge(1000), fulfilled("o-1", "1/1", NOON));
        assertThat(orders.found()).containsExactly("CONTRACT_MISSING ct");
        assertThat(orders.balance(Accounts.ESCROW)).isEqualTo(-1000);

        orders.contract(
                        Contract.of(
                                "ct",
                                1,
                                Orders.LONG_AGO,
                                List.of(new Party("c1", "50%"), new Party("platform", "1/2"))))
                .night();

        assertThat(orders.found()).isEmpty();
        assertThat(orders.balance(Accounts.payable("c1"))).isEqualTo(-500);
    }

    @Test
    void unsoundContractHoldsTheMoneyInEscrow() {
        Orders orders =
                new Orders()
                        .contract(
                                Contract.of(
                                        "ct",
                                        1,
                                        Orders.LONG_AGO,
                                        List.of(
                                                new Party("c1", "84%"),
                                                new Party("platform", "15%"))))
                        .night(placed("o-1", 1, 1000), charge(1000), fulfilled("o-1", "1/1", NOON));

        assertThat(orders.found()).containsExactly("CONTRACT_INVALID ct");
        assertThat(orders.findings().getFirst().detail())
                .isEqualTo("contract ct version 1 has shares that add up to 99/100 instead of 1/1");
        assertThat(orders.balance(Accounts.ESCROW)).isEqualTo(-1000);
    }

    @Test
    void contractOfTheOrdersDayCounts() {
        Contract old =
                new Contract(
                        "ct",
                        1,
                        Orders.LONG_AGO,
                        Orders.DAY,
                        List.of(new Party("c1", "85%"), new Party("platform", "15%")),
                        List.of(),
                        null,
                        null,
                        null,
                        null);
        Contract next =
                Contract.of(
                        "ct",
                        2,
                        Orders.DAY.plusDays(1),
                        List.of(new Party("c1", "10%"), new Party("platform", "90%")));

        Orders orders =
                new Orders()
                        .contract(old)
                        .contract(next)
                        .night(placed("o-1", 1, 1000), charge(1000))
                        .night(fulfilled("o-1", "1/1", "2026-03-03T12:00:00Z"));

        assertThat(orders.balance(Accounts.payable("c1"))).isEqualTo(-850);
    }

    @Test
    void statedTaxWinsOverTheRateAndTheDifferenceIsABreak() {
        OrderPlaced order =
                placed(
                        "o-1",
                        1,
                        "USD",
                        List.of(line("1", 10000, new LineTax("US-CA", "0.08", 700L))),
                        10700);

        Orders orders = Orders.withSimpleContract().night(order, charge(10700));

        assertThat(orders.balance(Accounts.tax("US-CA"))).isEqualTo(-700);
        assertThat(orders.findings())
                .singleElement()
                .satisfies(
                        found -> {
                            assertThat(found.type()).isEqualTo(BreakType.TAX_MISMATCH);
                            assertThat(found.amount()).isEqualTo(Money.of(-100, Orders.USD));
                        });
    }

    @Test
    void taxAmendedAfterTheSaleIsABreakAndChangesNothing() {
        List<OrderLine> taxed = List.of(line("1", 920, new LineTax("US-NY", null, 80L)));
        Orders orders =
                Orders.withSimpleContract()
                        .night(placed("o-1", 1, 1000), charge(1000))
                        .night(placed("o-1", 2, "USD", taxed, 1000));

        assertThat(orders.found()).containsExactly("TAX_MISMATCH o-1");
        assertThat(orders.balance(Accounts.ESCROW)).isEqualTo(-1000);
    }

    @Test
    void twoContentsOfOneVersionAreAConflictAndTheFirstStays() {
        OrderPlaced other =
                new OrderPlaced(
                        "e9",
                        "o-1",
                        1,
                        Instant.parse("2026-03-02T11:00:00Z"),
                        Orders.USD,
                        List.of(line("1", 500)),
                        500,
                        null);

        Orders orders =
                Orders.withSimpleContract().night(other, placed("o-1", 1, 1000), charge(1000));

        assertThat(orders.found()).containsExactly("ORDER_CONFLICT o-1");
        assertThat(orders.balance(Accounts.ESCROW)).isEqualTo(-1000);
    }

    @Test
    void paymentThatFailsAfterDeliveryIsABreakAtOnce() {
        Orders orders =
                Orders.withSimpleContract()
                        .night(
                                placed("o-1", 1, 1000),
                                charge(1000),
                                fulfilled("o-1", "1/1", LATER),
                                Rows.row("txn_2", "payment_failure_refund", "charge_failure", -1000)
                                        .at("2026-03-02T20:00:00Z")
                                        .links(Links.of("py_2", "ch_txn_1", "o-1")));

        assertThat(orders.found()).containsExactly("ORDER_WITHOUT_PAYMENT o-1");
    }

    @Test
    void refundOfAllButACentNeverTakesMoreNetThanWasSold() {
        OrderPlaced order =
                placed(
                        "o-1",
                        1,
                        "USD",
                        List.of(
                                line(
                                        "1",
                                        5,
                                        new LineTax("US-CITY", null, 1L),
                                        new LineTax("US-NY", null, 1L))),
                        7);
        Orders orders = Orders.withSimpleContract().night(order, charge(7));

        orders.night(refund("txn_2", 1)).night(refund("txn_3", 2));

        assertThat(orders.balance(Accounts.tax("US-CITY"))).isEqualTo(-1);
        assertThat(orders.balance(Accounts.ESCROW)).isEqualTo(-2);
    }

    @Test
    void transferBeforeTheOrderWasPlacedIsOfItsDestination() {
        OrderPlaced placed =
                new OrderPlaced(
                        "e1",
                        "o-1",
                        1,
                        Instant.parse("2026-03-02T16:00:00Z"),
                        Orders.USD,
                        List.of(Orders.line("1", 1000)),
                        1000,
                        "c1");
        Rows transfer =
                Rows.row("txn_2", "transfer", "transfer", -1000)
                        .at("2026-03-02T14:00:05Z")
                        .links(Links.of("tr_1", "ch_txn_1", "o-1"));

        Orders orders = new Orders().night(placed, charge(1000), transfer);

        assertThat(orders.found()).isEmpty();
        assertThat(orders.balance(Accounts.payable("c1"))).isZero();
        assertThat(orders.entry("destination:o-1:txn_2").occurredAt())
                .isEqualTo(Instant.parse("2026-03-02T14:00:05Z"));
    }

    @Test
    void transferOfAnOrderThePlatformSplitsIsABreak() {
        Rows transfer =
                Rows.row("txn_2", "transfer", "transfer", -300)
                        .links(Links.of("tr_1", "ch_txn_1", "o-1"));

        Orders orders =
                Orders.withSimpleContract().night(placed("o-1", 1, 1000), charge(1000), transfer);

        assertThat(orders.found()).containsExactly("TRANSFER_WITHOUT_PAYOUT txn_2");
        assertThat(orders.balance(Accounts.PAYOUTS_CLEARING)).isEqualTo(300);
    }

    @Test
    void unpaidOrderIsABreakAfterADayUnlessCancelled() {
        Orders orders = Orders.withSimpleContract().night(placed("o-1", 1, 700));
        assertThat(orders.found()).isEmpty();

        orders.night();
        assertThat(orders.found()).containsExactly("ORDER_WITHOUT_PAYMENT o-1");

        orders.night(new OrderCancelled("x", "o-1", Instant.parse("2026-03-04T08:00:00Z")));
        assertThat(orders.found()).isEmpty();
        assertThat(orders.order("o-1").isUnsettled()).isFalse();
    }

    @Test
    void factsThatHappenTomorrowWaitForTomorrow() {
        Orders orders =
                Orders.withSimpleContract()
                        .night(
                                placed("o-1", 1, 1000),
                                charge(1000),
                                fulfilled("o-1", "1/1", "2026-03-03T00:00:00Z"));
        assertThat(orders.balance(Accounts.ESCROW)).isEqualTo(-1000);

        orders.night();

        assertThat(orders.balance(Accounts.ESCROW)).isZero();
        assertThat(orders.entry("fulfil:o-1:1").late()).isFalse();
    }

    @Test
    void orderOfFactsWithinANightDoesNotMatter() {
        Object[] facts = {
            placed("o-1", 1, 1000),
            charge(1000),
            fulfilled("o-1", "1/2", NOON),
            refund("txn_2", 250),
            refund("txn_3", 100),
            fulfilled("o-1", "1/1", LATER)
        };
        Object[] reversed = new Object[facts.length];
        for (int i = 0; i < facts.length; i++) {
            reversed[i] = facts[facts.length - 1 - i];
        }

        Orders forwards = Orders.withSimpleContract().night(facts);
        Orders backwards = Orders.withSimpleContract().night(reversed);

        assertThat(backwards.open()).isEqualTo(forwards.open());
        for (String source : forwards.sources()) {
            assertThat(backwards.entry(source)).isEqualTo(forwards.entry(source));
        }
    }

    @Test
    void refusesAFactOfAnotherOrder() {
        Orders orders = Orders.withSimpleContract();
        assertThat(orders.open()).isEmpty();

        assertThatThrownBy(
                        () ->
                                new Settlement(
                                                AccountingDay.of(Orders.DAY, ZoneOffset.UTC),
                                                ContractBook.of(List.of()),
                                                ContractStates.of(List.of()))
                                        .add(OrderState.of("o-2"), List.of(placed("o-1", 1, 1))))
                .hasMessage("a fact of order o-1 is added to o-2");
    }

    @Test
    void rowsWithoutAnOrderAreFoundByTheirKind() {
        assertThat(kind(Rows.row("t", "charge", "charge", 500)))
                .isEqualTo(BreakType.PAYMENT_WITHOUT_ORDER);
        assertThat(kind(Rows.row("t", "refund", "refund", -500)))
                .isEqualTo(BreakType.REFUND_WITHOUT_ORDER);
        assertThat(kind(Rows.row("t", "adjustment", "dispute", -500)))
                .isEqualTo(BreakType.DISPUTE_WITHOUT_ORDER);
        assertThat(Conditions.withoutOrder(Rows.row("t", "payout", "payout", -500).build()))
                .isEmpty();
        assertThat(Conditions.withoutOrder(charge(1).build())).isEmpty();
    }

    private static BreakType kind(Rows row) {
        return Conditions.withoutOrder(row.build()).map(Finding::type).orElseThrow();
    }
}
